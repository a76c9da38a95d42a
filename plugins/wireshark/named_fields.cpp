// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/named_fields.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/query/value_text.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {
namespace {

struct Entry {
  std::string label, abbreviation;
  NamedField field;
};

struct Names {
  int protocol = -1;
  bool builtin_known = false;
  std::map<std::string, Entry, std::less<>> values, states;  // by name in a filter
  std::set<std::string> dialects;                            // that are in here
  std::deque<std::vector<hf_register_info>> registered;      // Wireshark keeps pointers into them
};
Names names;

bool is_number(const grammar::Parameter& parameter) {
  using grammar::ValueType;
  return parameter.type == ValueType::integer || parameter.scale != 1 || parameter.offset != 0;
}

bool is_abbreviation(std::string_view name) {
  return !name.empty() && name.size() < 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

using Found = std::map<std::string, std::pair<std::string, NamedType>>;  // by name in a filter: label, type

void add_parameter(const grammar::Parameter& parameter, Found& found) {
  const std::string name = query::filter_name(parameter.name);
  if (!is_abbreviation(name)) return;
  const NamedType type = is_number(parameter) ? NamedType::number : NamedType::text;
  const auto [at, is_new] = found.emplace(name, std::pair(parameter.name, type));
  if (!is_new && type == NamedType::text) at->second.second = NamedType::text;
}

void gather(const grammar::Dialect& dialect, Found& values, Found& states) {
  for (const grammar::Command& command : dialect.commands())
    for (const grammar::Parameter& parameter : command.parameters) add_parameter(parameter, values);
  for (const grammar::Parameter& parameter : dialect.parameters()) add_parameter(parameter, values);
  const auto add_notation = [&](const grammar::Notation& notation) {
    for (const std::string& parameter : notation.names()) {
      const std::string name = query::filter_name(parameter);
      if (is_abbreviation(name)) values.emplace(name, std::pair(parameter, NamedType::text));
    }
  };
  for (const grammar::LineRule& rule : dialect.line_rules()) add_notation(rule.notation);
  for (const grammar::Command& command : dialect.commands())
    for (const grammar::FormRule& form : command.forms) add_notation(form.arguments);
  for (const grammar::Machine& machine : dialect.machines()) {
    const std::string name = query::filter_name(machine.name);
    if (is_abbreviation(name)) states.emplace(name, std::pair(machine.title, NamedType::text));
  }
}

void add(const Found& found, const char* prefix, std::map<std::string, Entry, std::less<>>& known,
         std::vector<hf_register_info>& fields) {
  for (const auto& [name, what] : found) {
    const auto [at, is_new] = known.emplace(name, Entry{what.first, prefix + name, {-1, what.second}});
    if (!is_new) continue;
    Entry& entry = at->second;
    const bool number = what.second == NamedType::number;
    fields.push_back({&entry.field.number,
                      {entry.label.c_str(), entry.abbreviation.c_str(), number ? FT_DOUBLE : FT_STRING,
                       BASE_NONE, nullptr, 0, nullptr, HFILL}});
  }
}

void know(const Found& values, const Found& states) {
  std::vector<hf_register_info> fields;
  add(values, "atscope.field.", names.values, fields);
  add(states, "atscope.state.", names.states, fields);
  if (fields.empty()) return;
  std::vector<hf_register_info>& kept = names.registered.emplace_back(std::move(fields));
  proto_register_field_array(names.protocol, kept.data(), static_cast<int>(kept.size()));
}

// The elements of a short message, and values that nobody names, have the same names in every dialect.
void add_general(Found& values) {
  for (const char* name : {"service_centre", "message", "sender", "recipient", "time", "coding", "part_of",
                           "parts", "part", "status", "validity", "text", "data"})
    values.insert_or_assign(name, std::pair(std::string(name), NamedType::text));
  for (int position = 1; position <= 32; ++position) {
    const std::string name = std::to_string(position);
    values.emplace(name, std::pair("value " + name, NamedType::text));
  }
}

void know_builtin() {
  if (names.builtin_known) return;
  names.builtin_known = true;
  Found values, states;
  grammar::DialectLoader loader;
  for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
    const auto loaded = loader.load(std::string(builtin.name));
    if (!loaded) continue;
    gather(**loaded, values, states);
    names.dialects.emplace(builtin.name);
  }
  add_general(values);
  know(values, states);
}

void on_prefix(const char* /*field*/) {
  try {
    know_builtin();
  } catch (...) {
    names.builtin_known = true;
  }
}

NamedField look_up(const std::map<std::string, Entry, std::less<>>& known, std::string_view name) {
  const auto found = known.find(query::filter_name(name));
  return found == known.end() ? NamedField() : found->second.field;
}

}  // namespace

void register_named_fields(int protocol) {
  names.protocol = protocol;
  proto_register_prefix("atscope", on_prefix);
}

void know_named_fields(const grammar::Dialect& dialect) {
  know_builtin();
  if (!names.dialects.emplace(dialect.name()).second) return;
  Found values, states;
  gather(dialect, values, states);
  know(values, states);
}

NamedField value_field(std::string_view name) {
  return look_up(names.values, name);
}

NamedField state_field(std::string_view machine) {
  return look_up(names.states, machine);
}

}  // namespace atscope::wireshark

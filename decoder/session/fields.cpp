// SPDX-License-Identifier: MIT
#include "decoder/session/fields.h"

#include <charconv>

#include "decoder/session/command_line.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {
namespace {

using grammar::Captures;
using grammar::Form;

void append(std::vector<Field>& fields, std::string_view whole, const grammar::Notation& notation,
            const Captures& captures, const grammar::Command* command, const grammar::LineRule* rule,
            const grammar::Dialect& dialect) {
  for (const grammar::Capture& capture : captures) {
    Field& field = fields.emplace_back();
    field.name = notation.names()[capture.name];
    std::string_view value = capture.text;
    field.offset = static_cast<std::uint32_t>(value.data() - whole.data());
    field.bytes = static_cast<std::uint32_t>(value.size());
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    field.text.assign(value);
    std::int64_t number = 0;
    const std::string_view digits = value.starts_with('+') ? value.substr(1) : value;
    if (const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        error == std::errc() && end == digits.data() + digits.size() && !digits.empty()) {
      field.number = number;
    }

    const grammar::Parameter* parameter = command != nullptr ? command->parameter(field.name) : nullptr;
    if (parameter == nullptr) parameter = dialect.parameter(field.name);
    const grammar::Enumeration* enumeration = parameter != nullptr ? parameter->enumeration : nullptr;
    if (enumeration == nullptr && rule != nullptr) enumeration = rule->errors;
    if (enumeration != nullptr) {
      if (const grammar::EnumValue* entry = enumeration->find(value)) {
        field.meaning = entry->meaning;
        if (!entry->alternative.empty()) field.meaning += ", or " + entry->alternative;
      }
    }
    if (parameter == nullptr) continue;
    field.unit = parameter->unit;
    field.sensitivity = parameter->sensitivity;
    const bool has_scale = parameter->scale != 1 || parameter->offset != 0;
    if (has_scale && field.number && field.meaning.empty()) {
      field.scaled = static_cast<double>(*field.number) * parameter->scale + parameter->offset;
    }
  }
}

void append_command_line(std::vector<Field>& fields, std::string_view text, const grammar::Dialect& dialect) {
  CommandLine line{text};
  CommandItem item;
  while (line.next(item)) {
    const grammar::CommandId id = dialect.find_command(item.name);
    if (id == grammar::no_command || (item.form != Form::set && item.form != Form::exec)) continue;
    const grammar::Command& command = dialect.command(id);
    Captures captures;
    for (const grammar::FormRule& form : command.forms) {
      captures.clear();
      if (form.form != item.form || !form.arguments.match(item.arguments, captures)) continue;
      append(fields, text, form.arguments, captures, &command, nullptr, dialect);
      break;
    }
  }
}

}  // namespace

std::vector<Field> fields(const Event& event, const grammar::Dialect& dialect) {
  std::vector<Field> found;
  if (event.kind == EventKind::command || event.kind == EventKind::echo) {
    append_command_line(found, event.text, dialect);
    return found;
  }
  if (event.rule == grammar::no_rule || event.kind == EventKind::data) return found;
  const grammar::LineRule& rule = dialect.rule(event.rule);
  const grammar::Command* command =
      rule.command == grammar::no_command ? nullptr : &dialect.command(rule.command);
  Captures captures;
  const std::string_view line = trimmed(event.text);
  if (rule.notation.match(line, captures) || (captures.clear(), rule.notation.match_prefix(line, captures))) {
    append(found, event.text, rule.notation, captures, command, &rule, dialect);
  }
  return found;
}

}  // namespace atscope::session

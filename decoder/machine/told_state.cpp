// SPDX-License-Identifier: MIT
#include "decoder/machine/told_state.h"

namespace atscope::machine {

using grammar::Captures;
using grammar::Machine;

namespace {

std::string_view without_quotes(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

std::optional<std::string_view> value_of(const grammar::Notation& notation, const Captures& captures,
                                         std::string_view parameter) {
  for (const grammar::Capture& capture : captures) {
    if (notation.names()[capture.name] != parameter) continue;
    const std::string_view value = without_quotes(capture.text);
    if (!value.empty()) return value;
  }
  return std::nullopt;
}

bool has_name(const grammar::Notation& notation, std::string_view parameter) {
  for (const std::string& name : notation.names()) {
    if (name == parameter) return true;
  }
  return false;
}

const grammar::Notation& notation_for(const grammar::Dialect& dialect, const Machine& machine,
                                      const grammar::StateSource& source, grammar::RuleId rule) {
  if (rule == grammar::no_rule) return source.notation;
  const grammar::Notation& decided = dialect.rule(rule).notation;
  const bool numbers =
      machine.per.empty() || has_name(decided, machine.per) || !has_name(source.notation, machine.per);
  const bool tells =
      numbers && decided.lead() == source.notation.lead() && has_name(decided, source.parameter);
  return tells ? decided : source.notation;
}

std::optional<std::uint8_t> told_state(const grammar::Dialect& dialect, const Machine& machine,
                                       const grammar::StateSource& source, const grammar::Notation& notation,
                                       const Captures& captures) {
  const auto index_of = [&](std::string_view name) -> std::optional<std::uint8_t> {
    for (std::size_t index = 0; index < machine.states.size() && !name.empty(); ++index) {
      if (machine.states[index] == name) return static_cast<std::uint8_t>(index);
    }
    return std::nullopt;
  };
  if (const auto value = value_of(notation, captures, source.parameter)) {
    if (const auto state = index_of(*value)) return state;
    const grammar::Parameter* parameter = source.command == grammar::no_command
                                              ? nullptr
                                              : dialect.command(source.command).parameter(source.parameter);
    if (parameter == nullptr) parameter = dialect.parameter(source.parameter);
    if (parameter != nullptr && parameter->enumeration != nullptr) {
      if (const grammar::EnumValue* entry = parameter->enumeration->find(*value)) {
        if (const auto state = index_of(entry->meaning)) return state;
        if (const auto state = index_of(entry->alternative)) return state;
      }
    }
  }
  for (const grammar::Capture& capture : captures) {
    if (const auto state = index_of(without_quotes(capture.text))) return state;
  }
  return std::nullopt;
}

}  // namespace atscope::machine

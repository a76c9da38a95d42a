// SPDX-License-Identifier: MIT
#include "decoder/machine/state_reader.h"

#include <algorithm>

#include "decoder/machine/told_state.h"

namespace atscope::machine {
namespace {

// The value of one or two digits; -1 for anything else.
int small_number(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : -1; };
  if (text.size() == 1) return digit(text[0]);
  if (text.size() != 2 || digit(text[0]) < 1 || digit(text[1]) < 0) return -1;
  return digit(text[0]) * 10 + digit(text[1]);
}

}  // namespace

StateReader::StateReader(const grammar::Dialect& dialect) : dialect_(dialect) {
  std::uint32_t count = 0;
  for (const grammar::Machine& machine : dialect.machines()) {
    first_.push_back(count);
    count += static_cast<std::uint32_t>(machine.sources.size());
  }
  sources_.resize(count);
  for (Source& source : sources_) source.states.fill(not_asked);
}

const grammar::Notation& StateReader::notation(TriggerPlace place, grammar::RuleId rule) {
  Source& source = at(place);
  if (source.notation == nullptr || source.rule != rule) {
    const grammar::Machine& machine = dialect_.machines()[place.machine];
    source.notation = &notation_for(dialect_, machine, machine.sources[place.index], rule);
    source.rule = rule;
  }
  return *source.notation;
}

std::optional<std::uint8_t> StateReader::leading_state(TriggerPlace place, grammar::RuleId rule,
                                                       std::string_view line) {
  const grammar::Machine& machine = dialect_.machines()[place.machine];
  if (rule == grammar::no_rule || !machine.per.empty()) return std::nullopt;
  const grammar::Notation& read_by = notation(place, rule);
  if (&read_by != &dialect_.rule(rule).notation) return std::nullopt;
  const grammar::StateSource& source = machine.sources[place.index];
  const auto value = read_by.leading_value(line, source.parameter);
  const int number = value ? small_number(*value) : -1;
  if (number < 0) return std::nullopt;
  std::int16_t& state = at(place).states[static_cast<std::size_t>(number)];
  if (state == not_asked) {
    grammar::Captures captures;
    const auto& names = read_by.names();
    const auto name = std::find(names.begin(), names.end(), source.parameter) - names.begin();
    captures.push({static_cast<grammar::ParameterName>(name), false, *value});
    const auto told = told_state(dialect_, machine, source, read_by, captures);
    state = told ? static_cast<std::int16_t>(*told) : std::int16_t{no_state};
  }
  if (state == no_state) return std::nullopt;
  return static_cast<std::uint8_t>(state);
}

}  // namespace atscope::machine

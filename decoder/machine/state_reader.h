// SPDX-License-Identifier: MIT
// Reads the state that a line tells, by the shortest way that gives the same as told_state().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/machine/trigger_index.h"

namespace atscope::machine {

/// A polled module tells the same few numbers again and again: which state each of them means is found once.
class StateReader {
 public:
  explicit StateReader(const grammar::Dialect& dialect);

  /// The notation by which `line` is read for the source, as notation_for() gives it.
  [[nodiscard]] const grammar::Notation& notation(TriggerPlace source, grammar::RuleId rule);
  /// The state that a line which fits `rule` tells at its beginning by a number. Nothing when that is not how
  /// it tells it: then told_state() has to look at the whole line.
  [[nodiscard]] std::optional<std::uint8_t> leading_state(TriggerPlace source, grammar::RuleId rule,
                                                          std::string_view line);

 private:
  static constexpr std::size_t numbers = 100;
  enum : std::int16_t { not_asked = -1, no_state = -2 };
  struct Source {
    grammar::RuleId rule = grammar::no_rule;  // that `notation` was chosen for
    const grammar::Notation* notation = nullptr;
    std::array<std::int16_t, numbers> states;
  };
  [[nodiscard]] Source& at(TriggerPlace source) { return sources_[first_[source.machine] + source.index]; }

  const grammar::Dialect& dialect_;
  std::vector<std::uint32_t> first_;  // by machine: its first entry of sources_
  std::vector<Source> sources_;
};

}  // namespace atscope::machine

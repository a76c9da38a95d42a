// SPDX-License-Identifier: MIT
// What can move a machine, found by the event that does it: most lines and commands move none, and are to
// learn that from one look-up.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"

namespace atscope::machine {

/// A transition or state source of the dialect.
struct TriggerPlace {
  std::uint16_t machine = 0;
  std::uint16_t index = 0;  ///< into Machine::sources if `source`, else into Machine::transitions
  bool source = false;

  /// By machine; what tells a state comes before what moves it.
  friend bool operator<(const TriggerPlace& a, const TriggerPlace& b) {
    if (a.machine != b.machine) return a.machine < b.machine;
    if (a.source != b.source) return a.source;
    return a.index < b.index;
  }
};

/// What the commands of a line have to be looked at for.
struct CommandUse {
  bool sent = false;    ///< a machine moves when it is sent
  bool result = false;  ///< … when it ends, or settings change then, or the module restarts
};

class TriggerIndex {
 public:
  /// `dialect` must outlive the index.
  explicit TriggerIndex(const grammar::Dialect& dialect);

  /// Nothing in the dialect has a machine.
  [[nodiscard]] bool empty() const { return empty_; }
  [[nodiscard]] CommandUse use(grammar::CommandId command) const { return commands_[command].use; }
  /// Transitions that `command` can cause, by machine in the order of the dialect.
  [[nodiscard]] std::span<const TriggerPlace> of_command(grammar::CommandId command) const {
    return part(commands_[command].places);
  }
  /// What a line of the module may tell or cause; it still has to match. `rule` is the production that fits
  /// the line, or no_rule.
  [[nodiscard]] std::span<const TriggerPlace> of_line(std::string_view line, grammar::RuleId rule);
  /// Transitions at a start of the module.
  [[nodiscard]] std::span<const TriggerPlace> of_boot() const { return part(boot_); }

 private:
  struct Range {
    std::uint32_t begin = 0, end = 0;
  };
  struct CommandEntry {
    CommandUse use;
    Range places;
  };
  struct LeadSlot {
    std::uint32_t hash = 0;
    Range places;
    std::string token;  // empty: the slot is free
  };

  [[nodiscard]] std::span<const TriggerPlace> part(Range range) const {
    return std::span<const TriggerPlace>(places_).subspan(range.begin, range.end - range.begin);
  }
  Range add(std::vector<TriggerPlace> places);
  [[nodiscard]] Range find(std::string_view token) const;

  bool empty_ = true;
  std::vector<TriggerPlace> places_;
  std::vector<CommandEntry> commands_;  // by CommandId
  std::vector<LeadSlot> leads_;         // open addressing; at least half of it is free
  Range any_lead_;                      // for lines whose token has no slot
  // Nearly every rule has one token that its lines begin with: found once.
  struct RuleEntry {
    enum class State : std::uint8_t { unknown, one_token, many_tokens };
    State state = State::unknown;
    Range places;
  };
  const grammar::Dialect& dialect_;
  std::vector<RuleEntry> rules_;  // by RuleId
  Range boot_;
};

}  // namespace atscope::machine

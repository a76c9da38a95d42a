// SPDX-License-Identifier: MIT
// The settings of one channel, as the traffic sets and tells them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/grammar/settings.h"

namespace atscope::session {

class SettingsTracker {
 public:
  explicit SettingsTracker(const grammar::Dialect& dialect);

  [[nodiscard]] const grammar::Settings& values() const { return values_; }

  /// A success of this command changes settings.
  [[nodiscard]] bool set_by(grammar::CommandId command) const { return command_sets_[command]; }
  /// The command line ended with success: each of its commands takes effect, in order. Settings change at
  /// the result and not at the command (ATE0 is itself echoed).
  void command_succeeded(std::string_view command_line);
  /// A line of the module tells the settings whose parameters it carries.
  void answer(grammar::RuleId rule, std::string_view line);
  /// The module has started: everything falls back to its initial value.
  void restarted();
  void set(grammar::SettingId setting, std::int64_t value, grammar::Knowledge knowledge);

 private:
  const grammar::Dialect* dialect_;
  grammar::Settings values_;
  std::vector<bool> command_sets_;  // by CommandId: it has settings
  // A module that is polled says the same thing again: what a rule's line told last, and whether that still
  // stands.
  struct Told {
    std::string line;
    std::uint64_t version = 0;
  };
  std::vector<Told> told_;        // by RuleId
  std::uint64_t version_ = 1;     // of values_
  std::vector<bool> rule_tells_;  // by RuleId: its line carries the value of a setting
};

}  // namespace atscope::session

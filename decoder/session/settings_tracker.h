// SPDX-License-Identifier: MIT
// The settings of one channel, as the traffic sets and tells them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/grammar/settings.h"

namespace atscope::session {

class SettingsTracker {
 public:
  explicit SettingsTracker(const grammar::Dialect& dialect);

  [[nodiscard]] const grammar::Settings& values() const { return values_; }
  /// Another number whenever one of the values has changed.
  [[nodiscard]] std::uint64_t version() const { return version_; }

  /// A success of this command changes settings.
  [[nodiscard]] bool set_by(grammar::CommandId command) const { return command_sets_[command]; }
  /// The command line ended with success: each of its commands takes effect, in order. Settings change at
  /// the result and not at the command (ATE0 is itself echoed).
  void command_succeeded(std::string_view command_line);
  /// A line of the module that fits `rule` tells the settings whose parameters it carries.
  void answer(grammar::RuleId rule, std::string_view line);
  /// The module has started: everything falls back to its initial value.
  void restarted();
  void set(grammar::SettingId setting, std::int64_t value, grammar::Knowledge knowledge);

 private:
  const grammar::Dialect* dialect_;
  grammar::Settings values_;
  std::vector<bool> command_sets_;  // by CommandId: it has settings
  std::uint64_t version_ = 1;       // of values_
  struct Told {
    grammar::SettingId setting = 0;
    std::string_view parameter;  // of the dialect
  };
  struct ToldByRule {
    std::uint32_t begin = 0, end = 0;  // of told_
  };
  std::vector<Told> told_;
  std::vector<ToldByRule> told_by_;  // by RuleId: the settings whose value its line carries
};

}  // namespace atscope::session

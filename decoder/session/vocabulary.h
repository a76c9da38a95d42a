// SPDX-License-Identifier: MIT
// What the session asks of a dialect for every line, looked up once.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"

namespace atscope::session {

/// What a value must look like to be one of its parameter.
struct ValueCheck {
  bool integer = false;  ///< a bare integer, between the bounds
  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] bool fits(std::string_view text) const;
};

/// Immutable; shared by all channels of a session.
class Vocabulary {
 public:
  explicit Vocabulary(std::shared_ptr<const grammar::Dialect> dialect);

  [[nodiscard]] const grammar::Dialect& dialect() const { return *dialect_; }
  [[nodiscard]] const std::shared_ptr<const grammar::Dialect>& shared_dialect() const { return dialect_; }
  /// Null, when nothing of the dialect puts payload behind a head on the same line.
  [[nodiscard]] const grammar::Dialect* payload_heads() const {
    return dialect_->inline_payload_rules().empty() ? nullptr : dialect_.get();
  }

  /// The rule of a result code under V0; no_rule when the digits are none.
  [[nodiscard]] grammar::RuleId numeric_result(std::string_view digits) const;
  /// The rule of "OK"; no_rule in a dialect without result codes.
  [[nodiscard]] grammar::RuleId ok_rule() const { return ok_rule_; }

  /// Number of captured values that do not fit their parameters.
  [[nodiscard]] unsigned misfits(grammar::RuleId rule, const grammar::Captures& captures) const;
  /// The rule's notation begins with a tag: "+CREG:".
  /// URCs that are payload without a head.
  [[nodiscard]] const std::vector<grammar::RuleId>& raw_rules() const { return raw_rules_; }
  [[nodiscard]] bool has_tag(grammar::RuleId rule) const { return facts_[rule].has_tag; }
  /// An answer of the command begins with a value: "<imei>". Such rules are candidates for every line.
  [[nodiscard]] bool answers_without_tag(grammar::CommandId command) const {
    return command != grammar::no_command && untagged_[command];
  }

  [[nodiscard]] std::optional<grammar::SettingId> echo() const { return echo_; }
  [[nodiscard]] std::optional<grammar::SettingId> verbose() const { return verbose_; }
  [[nodiscard]] std::optional<grammar::SettingId> quiet() const { return quiet_; }

 private:
  struct RuleFacts {
    bool has_tag = false;
    std::vector<ValueCheck> checks;  // by ParameterName of the notation
  };

  std::shared_ptr<const grammar::Dialect> dialect_;
  std::vector<RuleFacts> facts_;  // by RuleId
  std::vector<bool> untagged_;    // by CommandId
  std::vector<grammar::RuleId> raw_rules_;
  std::array<grammar::RuleId, 100> numeric_;
  grammar::RuleId ok_rule_ = grammar::no_rule;
  std::optional<grammar::SettingId> echo_, verbose_, quiet_;
};

/// "+CREG" of "+CREG: 1"; empty when the line carries no tag.
[[nodiscard]] std::string_view tag_of(std::string_view line);
/// Blanks and NULs at both ends do not count in any comparison.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Letters compare without case.
[[nodiscard]] bool same_letters(std::string_view left, std::string_view right);
/// Everything is printable ASCII, or UTF-8 that is no control character.
[[nodiscard]] bool is_readable(std::string_view text);

}  // namespace atscope::session

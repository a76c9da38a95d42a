// SPDX-License-Identifier: MIT
// The list of rules.
#pragma once

#include <memory>
#include <span>

#include "decoder/lint/rule.h"

namespace atscope::lint {

/// What the list holds of a rule; each rule's file defines a function that gives it.
struct RuleEntry {
  const RuleInfo* info = nullptr;
  std::unique_ptr<Rule> (*make)() = nullptr;
};

/// For a rule class with `static constexpr RuleInfo rule`.
template <typename RuleClass>
[[nodiscard]] RuleEntry rule_entry() {
  return {&RuleClass::rule, [] { return std::unique_ptr<Rule>(std::make_unique<RuleClass>()); }};
}

/// All rules, in order of their codes.
[[nodiscard]] std::span<const RuleEntry> all_rules();

}  // namespace atscope::lint

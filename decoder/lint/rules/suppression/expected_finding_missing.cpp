// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/all_rules.h"

namespace atscope::lint {
namespace {

// Found by the policy (policy_run.h) and reported by the engine.
class ExpectedFindingMissing final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SUP002",
      .name = "expected-finding-missing",
      .severity = Severity::error,
      .needs = {},
      .summary = "A finding that had to happen did not.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }
};

}  // namespace

RuleEntry expected_finding_missing() {
  return rule_entry<ExpectedFindingMissing>();
}

}  // namespace atscope::lint

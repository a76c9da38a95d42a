// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/all_rules.h"

namespace atscope::lint {
namespace {

// Found by the policy (policy_run.h) and reported by the engine.
class ExpiredWaiver final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SUP003",
      .name = "expired-waiver",
      .severity = Severity::warning,
      .needs = {},
      .summary = "A waiver is past its last day and hides nothing any more.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }
};

}  // namespace

RuleEntry expired_waiver() {
  return rule_entry<ExpiredWaiver>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/all_rules.h"

namespace atscope::lint {
namespace {

// Found by the policy (policy_run.h) and reported by the engine.
class UnusedWaiver final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SUP001",
      .name = "unused-waiver",
      .severity = Severity::warning,
      .needs = {},
      .summary = "A waiver or an ignore marker hides nothing.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }
};

}  // namespace

RuleEntry unused_waiver() {
  return rule_entry<UnusedWaiver>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/all_rules.h"

namespace atscope::lint {
namespace {

// Found by the policy (policy_run.h) and reported by the engine.
class MarkerMistake final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SUP004",
      .name = "marker-mistake",
      .severity = Severity::warning,
      .needs = {},
      .summary = "A marker in the log cannot be used.",
      .interest = {},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }
};

}  // namespace

RuleEntry marker_mistake() {
  return rule_entry<MarkerMistake>();
}

}  // namespace atscope::lint

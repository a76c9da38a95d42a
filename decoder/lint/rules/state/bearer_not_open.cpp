// SPDX-License-Identifier: MIT
#include <array>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{
    Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"},
    Consequence{"ORD007"}, Consequence{"DAT001"}, Consequence{"TIM003"},
};

class BearerNotOpen final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA505",
      .name = "bearer-not-open",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A service was used while its bearer was not open.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    report_lack(reporter_, grammar::Need::bearer, {.lacks = "its bearer was not open"}, transaction, context,
                reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry bearer_not_open() {
  return rule_entry<BearerNotOpen>();
}

}  // namespace atscope::lint

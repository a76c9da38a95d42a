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

class SendWithoutSession final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA504",
      .name = "send-without-session",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A command that needs a connection or a session was sent while there was none.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    report_lack(reporter_, grammar::Need::session, {.lacks = "there was no session"}, transaction, context,
                reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry send_without_session() {
  return rule_entry<SendWithoutSession>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{
    Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"},
    Consequence{"ORD007"}, Consequence{"DAT001"},
};

class WrongStateForCommand final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA501",
      .name = "wrong-state-for-command",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A command was sent in a state of the module in which its manual does not allow it.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    const WrongState* verdict = context.states.verdict(transaction.id);
    if (verdict == nullptr || !verdict->is(grammar::Need::state)) return;
    Finding finding;
    finding.message = fmt::format("AT{} was sent in state {}; it is allowed only in {}",
                                  verdict->command->name, verdict->state, joined(verdict->allowed->states));
    finding.help = verdict->allowed->way_out.empty()
                       ? fmt::format("bring the module to {} first", joined(verdict->allowed->states))
                       : verdict->allowed->way_out;
    reporter_.report(std::move(finding), *verdict, transaction, context, reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry wrong_state_for_command() {
  return rule_entry<WrongStateForCommand>();
}

}  // namespace atscope::lint

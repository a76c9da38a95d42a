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

// Its name tells the case that made it: a lost bearer must be shut before anything else. Which state that
// is, and which command leaves it, the dialect's machine says.
class ShutMissingAfterDeact final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA502",
      .name = "shut-missing-after-deact",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary =
          "A command was sent in a state that the module fell into (a lost bearer) and that only another "
          "command leaves.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    const WrongState* verdict = context.states.verdict(transaction.id);
    if (verdict == nullptr || verdict->kind != WrongState::Kind::only_exit) return;
    Finding finding;
    finding.message = fmt::format("AT{} was sent in state {}, which only AT{} leaves", verdict->command->name,
                                  verdict->state, verdict->exit->name);
    finding.help = fmt::format("send AT{} first, and begin again after it", verdict->exit->name);
    finding.source = cite(context.dialect, verdict->exit->section);
    reporter_.report(std::move(finding), *verdict, transaction, context, reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry shut_missing_after_deact() {
  return rule_entry<ShutMissingAfterDeact>();
}

}  // namespace atscope::lint

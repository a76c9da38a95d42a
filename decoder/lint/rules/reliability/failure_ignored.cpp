// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/state/wrong_state_finding.h"

namespace atscope::lint {
namespace {

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"ERR002"}, Consequence{"TIM001"},
                                  Consequence{"ORD007"}, Consequence{"TIM003"}};

class FailureIgnored final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "REL002",
      .name = "failure-ignored",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A command failed, and the host went on with the one that depends on it.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context,
                      Reporter& reporter) override {
    const WrongState* verdict = context.states.verdict(transaction.id);
    if (verdict == nullptr || verdict->kind != WrongState::Kind::not_allowed || !verdict->entered.by_failure)
      return;
    Finding finding;
    finding.message =
        fmt::format("AT{} was sent although the command before it had failed: {}", verdict->command->name,
                    state_text(*verdict->machine, verdict->instance, verdict->state));
    finding.help = "handle the failure first: " + (verdict->allowed->way_out.empty()
                                                       ? "repeat the failed command, with growing pauses"
                                                       : verdict->allowed->way_out);
    reporter_.report(std::move(finding), *verdict, transaction, context, reporter);
  }

 private:
  WrongStateReporter reporter_;
};

}  // namespace

RuleEntry failure_ignored() {
  return rule_entry<FailureIgnored>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using grammar::DataPhase;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"TIM001", 0}, Consequence{"ORD001"}, Consequence{"ERR001"},
                                  Consequence{"ORD002", 2}};

class PromptTimeout final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM003",
      .name = "prompt-timeout",
      .severity = Severity::error,
      .needs = {.direction = true, .time = true},
      .summary = "The module did not ask for the payload of a command within five seconds.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.outcome != Outcome::no_answer && transaction.outcome != Outcome::open) return;
    const grammar::FormRule* form = transaction.form_rule;
    if (form == nullptr || !form->data || transaction.data_phase || transaction.info_lines > 0) return;
    if (form->data->start != DataPhase::Start::prompt && form->data->start != DataPhase::Start::line) return;
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    if (channel.interrupted_since(transaction.id)) return;
    const Asked* asked = channel.asked(transaction.id);
    const bool went_on = asked != nullptr && asked->is_superseded;
    const std::int64_t waited =
        between(transaction.sent, went_on ? asked->next.time : context.history.last_time());
    if (waited - context.source.time_resolution_ns < patience) return;

    Finding finding = at_command(transaction, context);
    finding.message =
        fmt::format("no {} within {} after {}", form->data->announce, duration(waited), finding.command);
    finding.help =
        "look whether the module still answers AT and whether the connection is up; send ESC before "
        "the next command, in case the module waits for payload after all";
    finding.source = cite(context.dialect, transaction);
    if (went_on) finding.related.push_back(with_message(asked->next, "the host went on"));
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::int64_t patience = 5'000'000'000;
};

}  // namespace

RuleEntry prompt_timeout() {
  return rule_entry<PromptTimeout>();
}

}  // namespace atscope::lint

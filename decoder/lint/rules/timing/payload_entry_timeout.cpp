// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"DAT001"}, Consequence{"ERR001"}, Consequence{"TIM001"},
                                  Consequence{"ORD001"}};

class PayloadEntryTimeout final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM004",
      .name = "payload-entry-timeout",
      .severity = Severity::error,
      .needs = {.direction = true, .time = true, .dialect = true},
      .summary = "The payload of a command did not come within the time that the command gives it.",
      .interest = {.events = Interest::of(EventKind::prompt),
                   .transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context&, Reporter&) override {
    if (event.txn == 0) return;
    if (event.channel >= phases_.size()) phases_.resize(std::size_t{event.channel} + 1);
    Phase& phase = phases_[event.channel];
    if (phase.txn != event.txn) phase = {event.txn, {}};
    if (!phase.prompt.known()) phase.prompt = event.time;
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.outcome != Outcome::error || transaction.channel >= phases_.size()) return;
    const Phase& phase = phases_[transaction.channel];
    const grammar::FormRule* form = transaction.form_rule;
    if (phase.txn != transaction.id || form == nullptr || !form->data) return;
    const bool incomplete = transaction.data_declared > transaction.data_sent;
    if (!incomplete || !form->data->time) return;
    const std::int64_t given = evaluate(*form->data->time, transaction.command, *form);
    const std::int64_t took = between(phase.prompt, transaction.result_time);
    // Before the time was over, the module had another reason.
    if (given <= 0 || took < 0 || took + step < given) return;

    Finding finding = at_command(transaction, context);
    finding.message =
        fmt::format("{} of {} bytes came within the {} that {} gives its payload", transaction.data_sent,
                    transaction.data_declared, duration(given), finding.command);
    const std::int64_t slowest = static_cast<std::int64_t>(transaction.data_declared) * 1'042'000;
    finding.help = slowest > given
                       ? fmt::format(
                             "give it more time: at 9600 Bd these bytes need {}; is the value meant in "
                             "another unit?",
                             duration(slowest))
                       : std::string("send the payload at once behind the prompt, or give it more time");
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.related.push_back(result_of(transaction, fmt::format("{} after the prompt", duration(took))));
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::int64_t step = 200'000'000;

  struct Phase {
    session::TransactionId txn = 0;
    session::Timestamp prompt;
  };
  std::vector<Phase> phases_;  // by channel
};

}  // namespace

RuleEntry payload_entry_timeout() {
  return rule_entry<PayloadEntryTimeout>();
}

}  // namespace atscope::lint

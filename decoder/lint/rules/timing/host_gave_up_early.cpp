// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Transaction;

constexpr std::array consequences{
    Consequence{"ORD001"},
    Consequence{"ORD002", 8},
    Consequence{"ORD003", 8},
    Consequence{"ERR001"},
};

class HostGaveUpEarly final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM002",
      .name = "host-gave-up-early",
      .severity = Severity::error,
      .needs = {.sides = true, .time = true},
      .summary =
          "The host went on before the command's maximum response time was over, and the answer came "
          "later.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (!transaction.late || transaction.limit <= 0 || is_probe(transaction.command)) return;
    const Asked* asked = context.history.channel(transaction.channel).asked(transaction.id);
    if (asked == nullptr || !asked->is_superseded) return;
    const std::int64_t waited = between(transaction.sent, asked->next.time);
    const std::int64_t answered = transaction.latency_ns();
    // Who does not wait at all has not given up (ORD001).
    if (waited < patience || waited >= transaction.limit || answered < waited) return;

    // An abortable command that ends right behind the next byte was ended by it, as it was meant (V.250
    // clause 5.6.1); one that goes on was given up.
    const bool abortable = transaction.command_id != grammar::no_command &&
                           context.dialect.command(transaction.command_id).abortable;
    const bool aborts = abortable && answered - waited < abort_time;
    Finding finding;
    finding.channel = transaction.channel;
    finding.txn = transaction.id;
    finding.other_txn = asked->next_txn;
    finding.origin = asked->next.origin;
    finding.time = asked->next.time;
    finding.text = asked->next.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.command = command_name(transaction.command);
    finding.message =
        fmt::format("the host gave {} up after {}; the final result came after {}, and its maximum is {}",
                    finding.command, duration(waited), duration(answered), duration(transaction.limit));
    finding.help =
        fmt::format("wait up to {} for {}; what comes late is taken for the answer to the next command",
                    duration(transaction.limit), finding.command);
    finding.source = cite(context.dialect, transaction);
    finding.confidence = confidence_of(transaction.confidence);
    finding.related.push_back(command_of(transaction, context, {}));
    finding.related.push_back(result_of(transaction, fmt::format("the final result of {}", finding.command)));
    reporter.report(std::move(finding), aborts ? Severity::note : rule.severity);
  }

 private:
  static constexpr std::int64_t patience = 1'000'000'000;
  static constexpr std::int64_t abort_time = 2'000'000'000;
};

}  // namespace

RuleEntry host_gave_up_early() {
  return rule_entry<HostGaveUpEarly>();
}

}  // namespace atscope::lint

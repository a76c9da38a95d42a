// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

// A module that does not answer leaves what follows unanswered or answered in the wrong place.
constexpr std::array consequences{
    Consequence{"TIM001", 0}, Consequence{"ORD001", 0}, Consequence{"TIM002"}, Consequence{"ORD002", 8},
    Consequence{"ERR001"},    Consequence{"ORD003", 8}, Consequence{"TIM006"},
};

class ResponseTimeout final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "TIM001",
      .name = "response-timeout",
      .severity = Severity::error,
      .needs = {.sides = true, .time = true},
      .summary = "No final result came within the command's maximum response time.",
      .interest = {.transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const bool answered = transaction.outcome == Outcome::ok || transaction.outcome == Outcome::error;
    if (answered && !early_probes_.empty()) forget_probe(transaction.channel);
    if (transaction.limit <= 0) return;
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    const bool silent = transaction.outcome == Outcome::no_answer || transaction.outcome == Outcome::open;
    if (!answered && !silent) return;
    if (answered && transaction.latency_ns() <= transaction.limit) return;
    if (silent && channel.interrupted_since(transaction.id)) return;
    if (!answered && waits_for_payload(transaction)) return;

    const std::int64_t waited = wait(transaction, context, channel);
    // A coarse clock can show one step more than went by.
    if (waited - step(context) <= transaction.limit + payload_allowance(transaction)) return;

    Finding finding = at_command(transaction, context);
    if (answered) {
      finding.message = fmt::format("the final result came {} after {}; its maximum is {}", duration(waited),
                                    payload(transaction, channel) ? "the payload" : "the command",
                                    duration(transaction.limit));
      finding.related.push_back(result_of(transaction, "the final result"));
      finding.help =
          "find out what kept the module busy; a host that waits less long takes this for no answer";
    } else {
      finding.message = fmt::format("no final result {} after the command; its maximum is {}",
                                    duration(waited), duration(transaction.limit));
      finding.help =
          "look whether the module still answers AT (power, sleep, rate, data mode); if not, restart it";
    }
    finding.source = cite(context.dialect, transaction);
    finding.confidence =
        payload(transaction, channel) ? Confidence::medium : confidence_of(transaction.confidence);
    const Asked* asked = channel.asked(transaction.id);
    if (asked != nullptr && asked->is_superseded)
      finding.related.push_back(with_message(asked->next, "the host went on"));
    if (!answered && !channel.is_paired() && is_probe(transaction.command)) {
      keep_probe(std::move(finding));
      return;
    }
    reporter.report(std::move(finding));
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    for (Finding& finding : early_probes_) reporter.report(std::move(finding));
  }

 private:
  static constexpr std::size_t max_probes = 64;

  static std::int64_t step(const Context& context) { return context.source.time_resolution_ns; }

  static bool payload(const Transaction& transaction, const ChannelHistory& channel) {
    return transaction.data_phase && channel.payload_time(transaction.id).known();
  }

  // The module waits for the host: its time has not begun.
  static bool waits_for_payload(const Transaction& transaction) {
    return transaction.data_phase &&
           (transaction.data_sent == 0 || transaction.data_sent < transaction.data_declared);
  }

  // The time is that of the payload's first byte; the slowest usual line, 9600 Bd, needs 1.04 ms for each.
  static std::int64_t payload_allowance(const Transaction& transaction) {
    constexpr std::uint64_t most = 1 << 24;
    return static_cast<std::int64_t>(std::min(transaction.data_sent, most)) * 1'050'000;
  }

  // How long the host waited, or how long the log shows that nothing came. The time begins when the module
  // has the payload and has ended what it did before.
  static std::int64_t wait(const Transaction& transaction, const Context& context,
                           const ChannelHistory& channel) {
    session::Timestamp from =
        payload(transaction, channel) ? channel.payload_time(transaction.id) : transaction.sent;
    const Asked* asked = channel.asked(transaction.id);
    const session::Timestamp until = !transaction.result.empty()                ? transaction.result_time
                                     : asked != nullptr && asked->is_superseded ? asked->next.time
                                                                                : context.history.last_time();
    const session::Timestamp free = channel.busy_until(transaction.id);
    if (between(from, free) > 0 && between(free, until) >= 0) from = free;
    return between(from, until);
  }

  // The first AT of a log often finds a module that starts or sleeps: no finding, unless it never answers.
  void keep_probe(Finding finding) {
    for (const Finding& kept : early_probes_) {
      if (kept.channel == finding.channel) return;
    }
    if (early_probes_.size() < max_probes) early_probes_.push_back(std::move(finding));
  }
  void forget_probe(session::ChannelId channel) {
    std::erase_if(early_probes_, [&](const Finding& finding) { return finding.channel == channel; });
  }

  std::vector<Finding> early_probes_;
};

}  // namespace

RuleEntry response_timeout() {
  return rule_entry<ResponseTimeout>();
}

}  // namespace atscope::lint

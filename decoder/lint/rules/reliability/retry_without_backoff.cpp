// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

class RetryWithoutBackoff final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "REL001",
      .name = "retry-without-backoff",
      .severity = Severity::warning,
      .needs = {.sides = true, .time = true},
      .summary = "The same request fails again and again, and the host repeats it without growing pauses.",
      .interest = {.transactions = Interest::Transactions::all},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    // Waiting for an answer to a question is no attempt at anything.
    if (transaction.form == grammar::Form::read || transaction.form == grammar::Form::test) return;
    const bool promise_failed = std::any_of(transaction.deferred.begin(), transaction.deferred.end(),
                                            [](const session::DeferredResult& result) { return !result.ok; });
    const bool failed = transaction.outcome == Outcome::error || promise_failed;
    if (!failed && chains_.empty()) return;
    const std::size_t hash = std::hash<std::string_view>()(transaction.command);
    auto chain = std::find_if(chains_.begin(), chains_.end(), [&](const Chain& entry) {
      return entry.channel == transaction.channel && entry.hash == hash;
    });
    if (!failed) {
      if (chain == chains_.end() || transaction.outcome != Outcome::ok) return;
      finish(*chain, reporter);
      chains_.erase(chain);
      return;
    }
    if (chain == chains_.end()) {
      if (chains_.size() == max_chains) {
        finish(chains_.front(), reporter);
        chains_.erase(chains_.begin());
      }
      chains_.push_back({transaction.channel, hash, transaction.sent, -1, 1, false, {}});
      return;
    }
    const std::int64_t gap = between(chain->last, transaction.sent);
    const bool steady = gap >= 0 && gap < long_pause && chain->gap >= 0 && gap <= chain->gap + chain->gap / 4;
    if (gap < 0 || gap >= long_pause || (chain->gap >= 0 && !steady)) {  // a pause that grows
      finish(*chain, reporter);
      *chain = {transaction.channel, hash, transaction.sent, gap >= long_pause ? -1 : gap, 1, false, {}};
      return;
    }
    chain->last = transaction.sent;
    chain->gap = gap;
    if (++chain->count == least) {
      chain->finding = at_command(transaction, context);
      chain->finding.error = transaction.result;
    }
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    for (Chain& chain : chains_) finish(chain, reporter);
  }

 private:
  static constexpr std::size_t max_chains = 16;
  static constexpr unsigned least = 4;
  static constexpr std::int64_t long_pause = 30'000'000'000;

  struct Chain {
    session::ChannelId channel = 0;
    std::size_t hash = 0;
    session::Timestamp last;
    std::int64_t gap = -1;
    unsigned count = 0;
    bool reported = false;
    Finding finding;
  };

  static void finish(Chain& chain, Reporter& reporter) {
    if (chain.count < least || chain.reported) return;
    chain.reported = true;
    Finding finding = std::move(chain.finding);
    finding.message = fmt::format("{} failed {} times in a row, repeated every {}", finding.command,
                                  chain.count, duration(chain.gap));
    finding.help =
        "wait longer before each repetition (twice the pause, up to hours), and give up after some: networks "
        "block devices that insist";
    finding.source = "GSMA TS.34";
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

  std::vector<Chain> chains_;
};

}  // namespace

RuleEntry retry_without_backoff() {
  return rule_entry<RetryWithoutBackoff>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class NextCommandTooSoon final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD008",
      .name = "next-command-too-soon",
      .severity = Severity::note,
      .needs = {.direction = true, .time = true},
      .summary = "Commands follow a final result within less than a tenth of a second.",
      .interest = {.transactions = Interest::Transactions::all},
      .preset = Preset::pedantic,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const session::Transaction& transaction, const Context& context, Reporter&) override {
    if (context.source.time_resolution_ns >= pause) return;
    if (transaction.channel >= channels_.size()) channels_.resize(std::size_t{transaction.channel} + 1);
    Channel& channel = channels_[transaction.channel];
    const std::int64_t waited = between(channel.result.time, transaction.sent);
    if (channel.result.time.known() && waited >= 0 && waited < pause && ++channel.count == 1) {
      channel.first = at_command(transaction, context);
      channel.first.related.push_back(channel.result);
      channel.waited = waited;
    }
    channel.result = result_of(transaction, "the final result before");
  }

  void on_finish(const capture::SourceStats&, const Context&, Reporter& reporter) override {
    for (Channel& channel : channels_) {
      if (channel.count == 0) continue;
      channel.first.message =
          fmt::format("{} came less than 100 ms after the final result before, the first after {}",
                      counted(channel.count, "command"), duration(channel.waited));
      channel.first.help = "wait a tenth of a second: some modules lose what comes sooner";
      channel.first.source = "V.250 §5.5";
      reporter.report(std::move(channel.first));
    }
  }

 private:
  static constexpr std::int64_t pause = 100'000'000;

  struct Channel {
    Related result;
    std::uint64_t count = 0;
    std::int64_t waited = 0;
    Finding first;
  };
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry next_command_too_soon() {
  return rule_entry<NextCommandTooSoon>();
}

}  // namespace atscope::lint

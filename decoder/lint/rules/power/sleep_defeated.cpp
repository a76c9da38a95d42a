// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Transaction;

class SleepDefeated final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "PWR002",
      .name = "sleep-defeated",
      .severity = Severity::warning,
      .needs = {.sides = true, .time = true, .dialect = true},
      .summary = "Sleep is switched on, and the host never pauses long enough for it.",
      .interest = {.transactions = Interest::Transactions::all},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= channels_.size()) channels_.resize(std::size_t{transaction.channel} + 1);
    Channel& channel = channels_[transaction.channel];
    const grammar::SleepRule* sleep = sleep_of(transaction, context);
    const session::Timestamp end = transaction.result.empty() ? transaction.sent : transaction.result_time;
    if (sleep == nullptr || channel.told) {
      channel.sleep = nullptr;
      return;
    }
    const bool paused = between(channel.end, transaction.sent) >= sleep->after;
    if (channel.sleep != sleep || paused || between(channel.end, transaction.sent) < 0) {
      channel.sleep = sleep;
      channel.begin = at_command(transaction, context);
      channel.since = end;
    }
    channel.end = end;
    const std::int64_t lasted = between(channel.since, end);
    if (lasted < pauses * sleep->after) return;
    channel.told = true;
    channel.begin.message =
        fmt::format("in {} of traffic no pause reached the {} after which the module sleeps",
                    duration(lasted), duration(sleep->after));
    channel.begin.help =
        "ask less often, let the module report by itself, or leave sleep off; what USB and pins do is not in "
        "the log";
    channel.begin.source = cite(context.dialect, sleep->section);
    channel.begin.related.push_back(command_of(transaction, context, "still no pause"));
    reporter.report(std::move(channel.begin));
  }

 private:
  static constexpr std::int64_t pauses = 12;  // so many missed chances are no accident

  struct Channel {
    const grammar::SleepRule* sleep = nullptr;
    Finding begin;
    session::Timestamp since, end;
    bool told = false;
  };

  const grammar::SleepRule* sleep_of(const Transaction& transaction, const Context& context) {
    if (!searched_) {
      searched_ = true;
      for (const grammar::Command& command : context.dialect.commands()) {
        if (command.sleeps) sleeps_.push_back(&*command.sleeps);
      }
    }
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    const auto found = std::find_if(sleeps_.begin(), sleeps_.end(), [&](const grammar::SleepRule* sleep) {
      return sleep->when.holds(settings);
    });
    return found == sleeps_.end() ? nullptr : *found;
  }

  bool searched_ = false;
  std::vector<const grammar::SleepRule*> sleeps_;
  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry sleep_defeated() {
  return rule_entry<SleepDefeated>();
}

}  // namespace atscope::lint

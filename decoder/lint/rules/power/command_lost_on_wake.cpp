// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"TIM001"}, Consequence{"ORD001"}, Consequence{"TIM003"},
                                  Consequence{"SYN001"}};

class CommandLostOnWake final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "PWR001",
      .name = "command-lost-on-wake",
      .severity = Severity::error,
      .needs = {.direction = true, .time = true, .dialect = true},
      .summary = "The first command after a pause was not answered: the module slept.",
      .interest = {.transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= last_.size()) last_.resize(std::size_t{transaction.channel} + 1);
    const session::Timestamp before = last_[transaction.channel];
    last_[transaction.channel] = !transaction.result.empty() ? transaction.result_time : transaction.sent;
    if (transaction.outcome != Outcome::no_answer || is_probe(transaction.command)) return;
    const grammar::SleepRule* sleep = sleep_of(transaction, context);
    const std::int64_t idle = between(before, transaction.sent);
    if (sleep == nullptr || idle < sleep->after) return;
    if (context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;
    Finding finding = at_command(transaction, context);
    finding.message = fmt::format("{} was not answered after a pause of {}: the module sleeps after {}",
                                  finding.command, duration(idle), duration(sleep->after));
    finding.help = "send AT a few times, until it answers OK, before the first command after a pause";
    finding.source = cite(context.dialect, sleep->section);
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

 private:
  // The sleep that is switched on, as far as the traffic says so.
  const grammar::SleepRule* sleep_of(const Transaction& transaction, const Context& context) {
    if (!searched_) {
      searched_ = true;
      for (const grammar::Command& command : context.dialect.commands()) {
        if (command.sleeps) sleeps_.push_back(&*command.sleeps);
      }
    }
    const grammar::Settings& settings = context.history.channel(transaction.channel).settings();
    for (const grammar::SleepRule* sleep : sleeps_) {
      if (sleep->when.holds(settings)) return sleep;
    }
    return nullptr;
  }

  bool searched_ = false;
  std::vector<const grammar::SleepRule*> sleeps_;
  std::vector<session::Timestamp> last_;  // by channel
};

}  // namespace

RuleEntry command_lost_on_wake() {
  return rule_entry<CommandLostOnWake>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

// A setting switches a report on that says the same.
bool has_report(const grammar::Command& command, const grammar::Dialect& dialect) {
  return std::any_of(command.rules.begin(), command.rules.end(), [&](grammar::RuleId id) {
    const grammar::LineRule& line = dialect.rule(id);
    return line.role == grammar::LineRole::urc && !line.when.empty();
  });
}

std::vector<bool> with_report(const grammar::Dialect& dialect) {
  return commands_where(dialect,
                        [&](const grammar::Command& command) { return has_report(command, dialect); });
}

class BusyPolling final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "REL004",
      .name = "busy-polling",
      .severity = Severity::note,
      .needs = {.sides = true, .time = true},
      .summary =
          "The host asks the same question for a minute and more, every two seconds or faster, where a "
          "report exists.",
      .interest = {.transactions = Interest::Transactions::all, .commands = with_report},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.form != grammar::Form::read || transaction.command_id == grammar::no_command ||
        transaction.outcome != Outcome::ok || transaction.info.empty())
      return;
    if (transaction.commands > 1 &&
        !has_report(context.dialect.command(transaction.command_id), context.dialect))
      return;
    auto poll = std::find_if(polls_.begin(), polls_.end(), [&](const Poll& entry) {
      return entry.channel == transaction.channel && entry.command == transaction.command_id;
    });
    const std::size_t answer = std::hash<std::string>()(transaction.info.front());
    const std::int64_t gap = poll == polls_.end() ? -1 : between(poll->last, transaction.sent);
    if (gap < 0 || gap > slow || poll->answer != answer) {
      if (poll == polls_.end()) poll = polls_.insert(polls_.end(), Poll{});
      const bool told = poll->told;
      *poll = {
          transaction.channel, transaction.command_id, answer, transaction.sent, transaction.sent, 1, told};
      return;
    }
    poll->last = transaction.sent;
    ++poll->count;
    const std::int64_t since = between(poll->first, poll->last);
    if (poll->told || since < long_time) return;
    poll->told = true;
    Finding finding = at_command(transaction, context);
    finding.message = fmt::format("{} was asked {} times in {}, always with the same answer", finding.command,
                                  poll->count, duration(since));
    finding.help = fmt::format("switch the report on (AT{}=…) and wait for it, or ask less often",
                               context.dialect.command(transaction.command_id).name);
    finding.source = cite(context.dialect, transaction);
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::int64_t slow = 2'000'000'000, long_time = 60'000'000'000;

  struct Poll {
    session::ChannelId channel = 0;
    grammar::CommandId command = grammar::no_command;
    std::size_t answer = 0;
    session::Timestamp first, last;
    std::uint64_t count = 0;
    bool told = false;
  };

  std::vector<Poll> polls_;  // one for each such command
};

}  // namespace

RuleEntry busy_polling() {
  return rule_entry<BusyPolling>();
}

}  // namespace atscope::lint

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

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"REL001"}};

std::vector<bool> with_limited_tries(const grammar::Dialect& dialect) {
  return commands_where(dialect, [](const grammar::Command& command) { return command.limited_tries; });
}

class WrongPinRepeated final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "REL003",
      .name = "wrong-pin-repeated",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "A PIN was sent again after one had been refused: the third wrong one locks the SIM.",
      .interest = {.transactions = Interest::Transactions::all, .commands = with_limited_tries},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.command_id == grammar::no_command || transaction.form != grammar::Form::set) return;
    if (!context.dialect.command(transaction.command_id).limited_tries) return;
    auto refusal = std::find_if(refusals_.begin(), refusals_.end(), [&](const Refusal& entry) {
      return entry.channel == transaction.channel && entry.command == transaction.command_id;
    });
    if (transaction.outcome == Outcome::ok && refusal != refusals_.end()) {
      refusals_.erase(refusal);
      return;
    }
    // No SIM, or not ready yet: nothing was tried.
    if (transaction.outcome != Outcome::error || !was_tried(transaction)) return;
    if (refusal == refusals_.end()) {
      refusals_.push_back(
          {transaction.channel, transaction.command_id, 1, command_of(transaction, context, "refused here")});
      return;
    }
    ++refusal->count;
    Finding finding = at_command(transaction, context);
    finding.message =
        fmt::format("{} was sent and refused {} times in a row", finding.command, refusal->count);
    finding.help =
        "stop after one refusal and ask the user: the third wrong PIN locks the SIM, ten wrong PUKs destroy "
        "it";
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.related.push_back(refusal->first);
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

 private:
  struct Refusal {
    session::ChannelId channel = 0;
    grammar::CommandId command = grammar::no_command;
    unsigned count = 0;
    Related first;
  };

  // 27.007 clause 9.2: 10 no SIM, 13 SIM failure, 14 busy; 3 and 4 are about the command itself.
  static bool was_tried(const Transaction& transaction) {
    for (const std::string_view other : {": 10", ": 13", ": 14", ": 3", ": 4", "SIM not inserted", "SIM busy",
                                         "SIM failure", "operation not allowed", "operation not supported"}) {
      if (transaction.result.ends_with(other)) return false;
    }
    return true;
  }

  std::vector<Refusal> refusals_;
};

}  // namespace

RuleEntry wrong_pin_repeated() {
  return rule_entry<WrongPinRepeated>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"TIM001"}, Consequence{"ORD001"},
                                  Consequence{"SYN502"}};

class MalformedLine final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SYN001",
      .name = "malformed-line",
      .severity = Severity::error,
      .needs = {.direction = true},
      .summary =
          "A command line that the module did not take does not begin with AT or at, or does not end in CR.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const bool refused = transaction.outcome == Outcome::error;
    if (!refused && transaction.outcome != Outcome::no_answer) return;
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    if (channel.interrupted_since(transaction.id)) return;
    Finding finding = at_command(transaction, context);
    const std::string_view line = transaction.command;
    const std::size_t begin = line.find_first_not_of(std::string_view(" \t\0", 3));
    const std::string_view prefix = begin == line.npos ? line : line.substr(begin, 2);
    const Asked* asked = channel.asked(transaction.id);
    if (prefix == "At" || prefix == "aT") {
      finding.message = fmt::format("the command line begins with {}", prefix);
      finding.help = "write AT or at: a mixed prefix is no command line, and does not train the rate";
      finding.source = "V.250 §5.2.1";
      mark(finding, finding.text, std::string_view(finding.text).substr(begin, 2));
    } else if (asked != nullptr && asked->lf_only && channel.shows_cr()) {
      // Only where other lines of the log end in CR: many logs keep none.
      finding.message = fmt::format("{} ends in LF without CR", finding.command);
      finding.help = "end the command line with CR (13, or what S3 holds): LF alone does not end it";
      finding.source = "V.250 §5.2.1";
    } else {
      return;
    }
    finding.message += refused ? fmt::format("; the module answered {}", transaction.result)
                               : std::string("; the module did not answer");
    finding.error = transaction.result;
    finding.confidence = refused ? Confidence::medium : Confidence::high;
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }
};

}  // namespace

RuleEntry malformed_line() {
  return rule_entry<MalformedLine>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001"}, Consequence{"SYN501"}, Consequence{"SYN502"},
                                  Consequence{"TIM001"}, Consequence{"REL003"}};

class BadQuotes final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SYN002",
      .name = "bad-quotes",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary =
          "A command line that the module did not take has a string without its closing quote, or "
          "typographic quotes.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const bool refused = transaction.outcome == Outcome::error;
    if (!refused && transaction.outcome != Outcome::no_answer) return;
    if (context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;
    const std::string_view line = transaction.command;
    const std::string_view curly = typographic(line);
    const bool odd = std::count(line.begin(), line.end(), '"') % 2 != 0;
    if (curly.empty() && !odd) return;

    Finding finding = at_command(transaction, context);
    if (!curly.empty()) {
      mark(finding, finding.text,
           std::string_view(finding.text)
               .substr(static_cast<std::size_t>(curly.data() - line.data()), curly.size()));
      finding.message = fmt::format("{} has typographic quotes", finding.command);
      finding.help = "write the straight quote, byte 0x22: others come from a word processor or a web page";
    } else {
      const std::size_t last = finding.text.rfind('"');
      mark(finding, finding.text, std::string_view(finding.text).substr(last, 1));
      finding.message = fmt::format("{} has a string that is not closed", finding.command);
      finding.help = "close the string; a quote inside it is written \\22 where the command has that escape";
    }
    finding.source = "V.250 §5.4.2.2";
    finding.error = transaction.result;
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    finding.confidence = refused ? confidence_of(transaction.confidence) : Confidence::medium;
    reporter.report(std::move(finding));
  }

 private:
  // U+201C to U+201F in UTF-8, outside a string in straight quotes.
  static std::string_view typographic(std::string_view line) {
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '"') quoted = !quoted;
      const std::string_view rest = line.substr(at);
      if (!quoted && rest.size() >= 3 && rest.starts_with("\xE2\x80") && rest[2] >= '\x9C' &&
          rest[2] <= '\x9F')
        return rest.substr(0, 3);
    }
    return {};
  }
};

}  // namespace

RuleEntry bad_quotes() {
  return rule_entry<BadQuotes>();
}

}  // namespace atscope::lint

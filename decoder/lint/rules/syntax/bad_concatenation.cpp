// SPDX-License-Identifier: MIT
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
                                  Consequence{"TIM001"}};

class BadConcatenation final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "SYN003",
      .name = "bad-concatenation",
      .severity = Severity::error,
      .needs = {.sides = true},
      .summary = "The commands of a line that the module refused are not joined as V.250 has it.",
      .interest = {.transactions = Interest::Transactions::troubled},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    const bool refused = transaction.outcome == Outcome::error;
    if (!refused && transaction.outcome != Outcome::no_answer) return;
    if (context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;
    Finding finding = at_command(transaction, context);
    const std::string_view line = finding.text;
    if (const std::string_view again = repeated_prefix(line); !again.empty()) {
      mark(finding, line, again);
      finding.message = fmt::format("AT stands a second time inside the line of {}", finding.command);
      finding.help = "write AT once, at the beginning: AT+CREG=2;+CSQ";
    } else if (const std::string_view glued = without_semicolon(line, context.dialect); !glued.empty()) {
      mark(finding, line, glued);
      finding.message = fmt::format("AT{} stands behind {} without a semicolon", glued, finding.command);
      finding.help = fmt::format("write ;{} : only basic commands are joined without one", glued);
    } else {
      return;
    }
    finding.source = "V.250 §5.4.4";
    finding.error = transaction.result;
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    finding.confidence = refused ? confidence_of(transaction.confidence) : Confidence::medium;
    reporter.report(std::move(finding));
  }

 private:
  static bool is_prefix(std::string_view text) {
    return text.size() > 2 && (text[0] == 'A' || text[0] == 'a') && (text[1] == 'T' || text[1] == 't') &&
           (text[2] == '+' || text[2] == '^' || text[2] == '*' || text[2] == '$' || text[2] == '&');
  }

  // "AT+" behind a ';' outside strings.
  static std::string_view repeated_prefix(std::string_view line) {
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '"') quoted = !quoted;
      if (quoted || line[at] != ';') continue;
      const std::size_t behind = line.find_first_not_of(' ', at + 1);
      if (behind != line.npos && is_prefix(line.substr(behind))) return line.substr(behind, 2);
    }
    return {};
  }

  // "+NAME" of a command that the dialect has, in the values of an extended one, outside strings.
  static std::string_view without_semicolon(std::string_view line, const grammar::Dialect& dialect) {
    std::string_view found;
    each_command(line, dialect, [&](const session::CommandItem& item, const grammar::Command*) {
      if (item.kind != grammar::CommandKind::extended || !found.empty()) return;
      bool quoted = false;
      for (std::size_t at = 1; at < item.arguments.size(); ++at) {
        if (item.arguments[at] == '"') quoted = !quoted;
        if (quoted || item.arguments[at] != '+') continue;
        std::size_t end = at + 1;
        while (end < item.arguments.size() && is_letter(item.arguments[end])) ++end;
        if (end == at + 1) continue;
        const std::string_view name = item.arguments.substr(at, end - at);
        const bool ends = end == item.arguments.size() || item.arguments[end] == '=' ||
                          item.arguments[end] == '?' || item.arguments[end] == ';';
        if (ends && dialect.find_command(name) != grammar::no_command) {
          found = name;
          return;
        }
      }
    });
    return found;
  }

  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
};

}  // namespace

RuleEntry bad_concatenation() {
  return rule_entry<BadConcatenation>();
}

}  // namespace atscope::lint

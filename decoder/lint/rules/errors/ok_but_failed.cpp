// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

std::vector<bool> telling_failure(const grammar::Dialect& dialect) {
  return commands_with_parameter(dialect,
                                 [](const grammar::Parameter& value) { return !value.failures.empty(); });
}

class OkButFailed final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ERR003",
      .name = "ok-but-failed",
      .severity = Severity::error,
      .needs = {.dialect = true},
      .summary = "A command ended with OK, but its answers say that it failed.",
      .interest = {.events = Interest::of(EventKind::information),
                   .transactions = Interest::Transactions::all,
                   .commands = telling_failure},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter&) override {
    if (event.rule == grammar::no_rule || event.command == grammar::no_command || event.txn == 0) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    const grammar::Command& command = context.dialect.command(event.command);
    grammar::Captures captures;
    if (!line.notation.match(event.text, captures)) return;
    if (event.channel >= answers_.size()) answers_.resize(std::size_t{event.channel} + 1);
    Answers& answers = answers_[event.channel];
    if (answers.txn != event.txn) answers = {event.txn, 0, 0, nullptr, {}};
    for (const grammar::Capture& capture : captures) {
      const grammar::Parameter* parameter = command.parameter(line.notation.names()[capture.name]);
      if (parameter == nullptr || parameter->failures.empty()) continue;
      ++answers.all;
      const std::string_view value = unquoted(capture.text);
      if (std::find(parameter->failures.begin(), parameter->failures.end(), value) ==
          parameter->failures.end())
        continue;
      if (++answers.failed > 1) continue;
      answers.parameter = parameter;
      answers.first = at_event(event);
      mark(answers.first, event.text, capture.text);
      answers.first.error = value;
    }
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= answers_.size()) return;
    Answers& answers = answers_[transaction.channel];
    if (answers.txn != transaction.id || answers.failed == 0) return;
    if (transaction.outcome != session::Outcome::ok || answers.failed < answers.all) return;
    Finding finding = answers.first;
    finding.command = command_name(transaction.command);
    finding.message = fmt::format("{} ended with {}, but failed: <{}> is {}", finding.command,
                                  transaction.result, answers.parameter->name, finding.error);
    if (!answers.parameter->meaning.empty())
      finding.message += fmt::format(" ({})", answers.parameter->meaning);
    finding.help = "look at the answer, not only at the result";
    finding.source = cite(context.dialect, transaction);
    finding.related.push_back(command_of(transaction, context, {}));
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

 private:
  struct Answers {
    session::TransactionId txn = 0;
    unsigned all = 0, failed = 0;
    const grammar::Parameter* parameter = nullptr;
    Finding first;
  };

  std::vector<Answers> answers_;
};

}  // namespace

RuleEntry ok_but_failed() {
  return rule_entry<OkButFailed>();
}

}  // namespace atscope::lint

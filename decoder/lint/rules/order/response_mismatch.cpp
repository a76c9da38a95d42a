// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

constexpr std::array consequences{Consequence{"ORD003", 8}};

class ResponseMismatch final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD003",
      .name = "response-mismatch",
      .severity = Severity::warning,
      .needs = {.sides = true},
      .summary = "A command was answered with the response of another command.",
      .interest = {.events = Interest::of(EventKind::information),
                   .transactions = Interest::Transactions::all},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter&) override {
    if (event.confidence != session::Confidence::guess || event.txn == 0 || event.rule == grammar::no_rule)
      return;
    // The session may know whose answer it is: a command that is closed. The host takes it for that of the
    // one that is open.
    session::TransactionId open = 0;
    context.history.channel(event.channel).each_open([&](const Asked& asked) {
      if (!asked.has_result) open = asked.txn;
    });
    if (event.channel >= strays_.size()) strays_.resize(std::size_t{event.channel} + 1);
    Stray& stray = strays_[event.channel];
    if (open == 0 || stray.txn == open) return;
    stray.txn = open;
    stray.command = event.command;
    stray.line = {event.origin, event.time, event.sender, std::string(event.text), {}};
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= strays_.size()) return;
    Stray& stray = strays_[transaction.channel];
    if (stray.txn != transaction.id) return;
    stray.txn = 0;
    // With an answer of its own the other line was just unsolicited; a command without an answer in the
    // dialect may well be answered so.
    if (transaction.outcome != session::Outcome::ok || transaction.info_lines > 0 ||
        transaction.form_rule == nullptr || transaction.form_rule->answers.empty() ||
        stray.command == transaction.command_id || stray.command == grammar::no_command) {
      return;
    }
    for (const grammar::RuleId id : transaction.form_rule->answers) {
      if (context.dialect.rule(id).text) return;  // free text holds anything
    }
    const ChannelHistory& channel = context.history.channel(transaction.channel);
    if (!channel.is_paired() || channel.interrupted_since(transaction.id)) return;
    Finding finding = at_command(transaction, context);
    finding.origin = stray.line.origin;
    finding.time = stray.line.time;
    finding.text = stray.line.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.message = fmt::format("{} was answered with the response of AT{}", finding.command,
                                  context.dialect.command(stray.command).name);
    finding.help =
        "the answer belongs to an earlier command: read until the module is silent, then ask again";
    finding.source = "V.250 §5.7";
    finding.confidence = Confidence::medium;
    finding.related.push_back(command_of(transaction, context, {}));
    finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

 private:
  struct Stray {
    session::TransactionId txn = 0;
    grammar::CommandId command = grammar::no_command;
    Related line;
  };
  std::vector<Stray> strays_;  // by channel
};

}  // namespace

RuleEntry response_mismatch() {
  return rule_entry<ResponseMismatch>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{Consequence{"DAT001"},    Consequence{"DAT003"}, Consequence{"TIM001", 0},
                                  Consequence{"ORD001", 0}, Consequence{"ERR001"}, Consequence{"ORD002", 2}};

class LeadingLfSwallowed final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT501",
      .name = "leading-lf-swallowed",
      .severity = Severity::error,
      .needs = {.direction = true, .raw_bytes = true, .dialect = true},
      .summary = "The first byte of a payload is taken for the end of its command line.",
      .interest = {.events = Interest::of(EventKind::data), .transactions = Interest::Transactions::payload},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter&) override {
    if (event.sender != session::Sender::dte || !event.text.starts_with('\n')) return;
    const Asked* asked = context.history.channel(event.channel).asked(event.txn);
    if (asked == nullptr || !asked->cr_only) return;
    if (event.channel >= firsts_.size()) firsts_.resize(std::size_t{event.channel} + 1);
    if (context.history.channel(event.channel).payload_time(event.txn).known() &&
        context.history.channel(event.channel).payload_time(event.txn).ns != event.time.ns)
      return;  // not the first burst
    firsts_[event.channel] = {
        event.txn, {event.origin, event.time, event.sender, std::string(event.text.substr(0, 64)), {}}};
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= firsts_.size()) return;
    First& first = firsts_[transaction.channel];
    if (first.txn != transaction.id) return;
    const grammar::FormRule* form = transaction.form_rule;
    if (form == nullptr || !form->data || !form->data->swallows_lf) return;
    // The module took all of it: it counted otherwise than its manual says.
    const bool counted_all = transaction.outcome == Outcome::ok && transaction.data_declared > 0;
    if (counted_all) return;
    Finding finding = at_command(transaction, context);
    finding.origin = first.place.origin;
    finding.time = first.place.time;
    finding.text = first.place.text;
    finding.bytes = 1;
    finding.message =
        transaction.data_declared > 0
            ? fmt::format("the LF counts as the end of the command line of {}: {} of {} bytes arrive",
                          finding.command, transaction.data_sent - 1, transaction.data_declared)
            : fmt::format("the LF counts as the end of the command line of {}: it does not arrive",
                          finding.command);
    finding.help = "end that command line with CR LF, or do not begin the payload with LF";
    finding.source = cite(context.dialect, transaction);
    finding.related.push_back(command_of(transaction, context, "ends in CR alone"));
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    const bool lost = transaction.outcome != Outcome::ok;
    finding.confidence = lost ? Confidence::high : Confidence::medium;
    reporter.report(std::move(finding), lost ? Severity::error : Severity::warning);
  }

 private:
  struct First {
    session::TransactionId txn = 0;
    Related place;
  };
  std::vector<First> firsts_;  // by channel
};

}  // namespace

RuleEntry leading_lf_swallowed() {
  return rule_entry<LeadingLfSwallowed>();
}

}  // namespace atscope::lint

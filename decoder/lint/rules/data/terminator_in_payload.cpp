// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using grammar::DataPhase;
using session::Event;
using session::EventKind;
using session::Transaction;

constexpr std::array consequences{Consequence{"ERR001", 1}, Consequence{"ORD001", 0},
                                  Consequence{"ORD002", 2}, Consequence{"TIM001"}};

class TerminatorInPayload final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT002",
      .name = "terminator-in-payload",
      .severity = Severity::error,
      .needs = {.direction = true, .raw_bytes = true},
      .summary = "A payload that Ctrl-Z ends has a Ctrl-Z or ESC in its middle.",
      .interest = {.events = Interest::of(EventKind::data), .transactions = Interest::Transactions::payload},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // The session ends the payload at the first terminator; what the host sends behind it is no command.
  void on_event(const Event& event, const Context&, Reporter&) override {
    if (event.sender != session::Sender::dte || event.txn == 0) return;
    if (event.channel >= phases_.size()) phases_.resize(std::size_t{event.channel} + 1);
    Phase& phase = phases_[event.channel];
    if (phase.txn != event.txn) phase = {event.txn, false, {}};
    if (event.confidence == session::Confidence::certain) {
      phase.ended = true;
    } else if (phase.ended && phase.behind.text.empty() &&
               event.text.find_first_not_of("\r\n\x1A\x1B") != event.text.npos) {
      phase.behind = {event.origin, event.time, event.sender, std::string(event.text.substr(0, 64)), {}};
    }
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= phases_.size()) return;
    const Phase& phase = phases_[transaction.channel];
    const grammar::FormRule* form = transaction.form_rule;
    if (phase.txn != transaction.id || phase.behind.text.empty() || form == nullptr || !form->data ||
        form->data->end != DataPhase::End::terminator) {
      return;
    }
    Finding finding = at_command(transaction, context);
    finding.origin = phase.behind.origin;
    finding.time = phase.behind.time;
    finding.text = phase.behind.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    finding.message =
        fmt::format("the payload of {} ended at a {} in its middle; this came behind it", finding.command,
                    transaction.outcome == session::Outcome::aborted ? "ESC" : "Ctrl-Z");
    finding.help = "send binary payload by the form that counts its bytes, or encode it";
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.related.push_back(command_of(transaction, context, {}));
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding));
  }

 private:
  struct Phase {
    session::TransactionId txn = 0;
    bool ended = false;
    Related behind;
  };
  std::vector<Phase> phases_;  // by channel
};

}  // namespace

RuleEntry terminator_in_payload() {
  return rule_entry<TerminatorInPayload>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using grammar::DataPhase;
using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

constexpr std::array consequences{
    Consequence{"DAT001"}, Consequence{"TIM001", 0}, Consequence{"ORD001", 0}, Consequence{"ERR001", 1},
    Consequence{"TIM003"}, Consequence{"ORD002", 2}, Consequence{"TIM002"},
};

class DataBeforePrompt final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "ORD005",
      .name = "data-before-prompt",
      .severity = Severity::error,
      .needs = {.direction = true},
      .summary = "The host sent payload before the module had asked for it.",
      .interest = {.events = Interest::of(EventKind::data, EventKind::prompt),
                   .transactions = Interest::Transactions::payload},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context&, Reporter&) override {
    if (event.txn == 0) return;
    if (event.channel >= phases_.size()) phases_.resize(std::size_t{event.channel} + 1);
    Phase& phase = phases_[event.channel];
    if (phase.txn != event.txn) phase = {event.txn, false, false, {}, {}};
    if (event.kind == EventKind::prompt) {
      if (phase.early && !phase.prompted) phase.prompt = {event.origin, event.time, event.sender, ">", {}};
      phase.prompted = true;
      return;
    }
    // What the session takes for payload by itself: more bytes than announced, or too early.
    if (event.sender != session::Sender::dte || event.confidence == session::Confidence::certain ||
        phase.prompted || phase.early)
      return;
    phase.early = true;
    phase.data = {event.origin, event.time, event.sender, std::string(event.text.substr(0, 64)), {}};
  }

  void on_transaction(const Transaction& transaction, const Context& context, Reporter& reporter) override {
    if (transaction.channel >= phases_.size()) return;
    Phase& phase = phases_[transaction.channel];
    if (phase.txn != transaction.id || !phase.early) return;
    const grammar::FormRule* form = transaction.form_rule;
    const bool asks =
        form != nullptr && form->data &&
        (form->data->start == DataPhase::Start::prompt || form->data->start == DataPhase::Start::line);
    const bool failed = transaction.outcome == Outcome::error || transaction.outcome == Outcome::no_answer;
    // Many logs drop prompts: only one that comes later, or a failure, shows that it was too early.
    if (!asks || (!phase.prompted && !failed)) return;
    if (context.history.channel(transaction.channel).interrupted_since(transaction.id)) return;

    Finding finding = at_command(transaction, context);
    finding.origin = phase.data.origin;
    finding.time = phase.data.time;
    finding.text = phase.data.text;
    finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    const std::int64_t early = phase.prompted ? between(phase.data.time, phase.prompt.time) : -1;
    const std::int64_t after = between(transaction.sent, phase.data.time);
    finding.message = fmt::format("payload was sent{} {}, before the module asked for it",
                                  after < 0 ? std::string() : " " + duration(after) + " after",
                                  after < 0 ? "behind " + finding.command : finding.command);
    if (early >= 0) finding.message += fmt::format("; the prompt came {} later", duration(early));
    const std::string prompt = form->data->announce.empty() ? ">" : form->data->announce;
    finding.help = fmt::format(
        "wait for {} before the first byte: what comes earlier is lost or ends the command", prompt);
    finding.source = cite(context.dialect, transaction);
    finding.error = transaction.result;
    finding.confidence = phase.prompted ? Confidence::high : Confidence::medium;
    finding.related.push_back(command_of(transaction, context, {}));
    if (phase.prompted) finding.related.push_back(with_message(phase.prompt, "the prompt"));
    if (!transaction.result.empty()) finding.related.push_back(result_of(transaction, {}));
    reporter.report(std::move(finding), failed ? Severity::error : Severity::warning);
  }

 private:
  struct Phase {
    session::TransactionId txn = 0;
    bool prompted = false, early = false;
    Related data, prompt;
  };
  std::vector<Phase> phases_;  // by channel
};

}  // namespace

RuleEntry data_before_prompt() {
  return rule_entry<DataBeforePrompt>();
}

}  // namespace atscope::lint

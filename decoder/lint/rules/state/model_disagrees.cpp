// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

class ModelDisagrees final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "STA508",
      .name = "model-disagrees",
      .severity = Severity::note,
      .needs = {.dialect = true},
      .summary = "The module tells another state than the one that its commands and lines had led to.",
      .interest = {.events = Interest::of(EventKind::command, EventKind::transition)},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.kind == EventKind::command) {
      if (forms_.size() <= event.channel) forms_.resize(event.channel + std::size_t{1});
      forms_[event.channel] = event.form;
      return;
    }
    if (event.transition == nullptr || event.because != "the module tells its state") return;
    const session::Transition& move = *event.transition;
    if (move.from == "unknown") return;
    const grammar::Machine* machine = context.dialect.find_machine(move.machine);
    if (machine == nullptr || !decides(*machine, context.dialect)) return;
    // Only an answer to a question: what the module reports by itself, or of what it was told to do, is the
    // news.
    if (event.txn == 0 || event.channel >= forms_.size() || forms_[event.channel] == grammar::Form::set)
      return;
    const Entered* entered = context.history.channel(event.channel).entered(move.machine, move.instance);
    Finding finding = at_event(event);
    if (entered != nullptr) {
      finding.text = entered->line.text;
      finding.bytes = static_cast<std::uint32_t>(finding.text.size());
    }
    finding.state = state_text(*machine, move.instance, move.to);
    finding.message = fmt::format("{}{}{}: the module says {}, but its traffic had led to {}",
                                  machine->title.empty() ? machine->name : machine->title,
                                  move.instance.empty() ? "" : " ", move.instance, move.to, move.from);
    finding.help =
        "a line of the module may be missing in the log; if this happens often, the dialect lacks a "
        "transition";
    finding.source = cite(context.dialect, machine->section);
    finding.confidence = Confidence::low;
    reporter.report(std::move(finding));
  }

 private:
  std::vector<grammar::Form> forms_;  // of the newest command, by channel

  // A machine that says where commands are allowed; others only follow what the module tells.
  static bool decides(const grammar::Machine& machine, const grammar::Dialect& dialect) {
    return std::any_of(
        dialect.commands().begin(), dialect.commands().end(), [&](const grammar::Command& command) {
          return std::any_of(command.allowed.begin(), command.allowed.end(),
                             [&](const grammar::AllowedRule& rule) {
                               return rule.machine == machine.name && rule.need != grammar::Need::network &&
                                      rule.need != grammar::Need::sim;
                             });
        });
  }
};

}  // namespace

RuleEntry model_disagrees() {
  return rule_entry<ModelDisagrees>();
}

}  // namespace atscope::lint

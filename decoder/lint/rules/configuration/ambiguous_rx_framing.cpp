// SPDX-License-Identifier: MIT
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

class AmbiguousRxFraming final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CFG501",
      .name = "ambiguous-rx-framing",
      .severity = Severity::warning,
      .needs = {.sides = true, .dialect = true},
      .summary = "Received data comes without a head, so that it cannot be told from result codes.",
      .interest = {.events = Interest::of(session::EventKind::urc, session::EventKind::data)},
      .preset = Preset::strict,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const session::Event& event, const Context& context, Reporter& reporter) override {
    if (event.rule == grammar::no_rule || !context.dialect.rule(event.rule).raw) return;
    if (event.channel >= told_.size()) told_.resize(std::size_t{event.channel} + 1);
    if (told_[event.channel]) return;
    told_[event.channel] = true;
    Finding finding = at_event(event);
    finding.message = "received data comes without a head: a server that sends OK looks like the module";
    finding.help = "switch the head of received data on, or fetch data with a command that says its length";
    finding.source = cite(context.dialect, context.dialect.rule(event.rule).section);
    reporter.report(std::move(finding));
  }

 private:
  std::vector<bool> told_;  // by channel
};

}  // namespace

RuleEntry ambiguous_rx_framing() {
  return rule_entry<AmbiguousRxFraming>();
}

}  // namespace atscope::lint

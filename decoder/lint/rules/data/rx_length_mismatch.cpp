// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <string>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

class RxLengthMismatch final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT005",
      .name = "rx-length-mismatch",
      .severity = Severity::error,
      .needs = {.direction = true, .raw_bytes = true},
      .summary = "Fewer bytes of received data came than the module had announced.",
      .interest = {.events = Interest::of(EventKind::information, EventKind::urc, EventKind::data,
                                          EventKind::result, EventKind::command, EventKind::note)},
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= heads_.size()) heads_.resize(std::size_t{event.channel} + 1);
    Head& head = heads_[event.channel];
    if (event.kind == EventKind::note) {
      head.announced = 0;  // bytes are missing, or the log begins again
      return;
    }
    if (event.kind == EventKind::data) {
      if (event.sender == session::Sender::dce) head.came += event.text.size();
      return;
    }
    // What follows the data tells that no more of it comes.
    if (head.announced > head.came && head.came > 0) report(head, context, reporter);
    head.announced = head.came = 0;
    if (event.rule == grammar::no_rule || event.kind == EventKind::command) return;
    const grammar::LineRule& line = context.dialect.rule(event.rule);
    if (line.payload.kind != grammar::Payload::Kind::counted) return;
    grammar::Captures captures;
    if (!line.notation.match(event.text, captures) && !line.notation.match_prefix(event.text, captures))
      return;
    const auto value = value_of(line.notation, captures, line.payload.length);
    const auto number = value ? number_of(*value) : std::nullopt;
    if (!number || *number <= 0) return;
    head.announced = static_cast<std::uint64_t>(*number) * line.payload.multiplier;
    head.finding = at_event(event);
    head.finding.source = cite(context.dialect, section_of(line, context.dialect));
  }

 private:
  struct Head {
    std::uint64_t announced = 0, came = 0;
    Finding finding;
  };

  static std::string_view section_of(const grammar::LineRule& line, const grammar::Dialect& dialect) {
    if (!line.section.empty() || line.command == grammar::no_command) return line.section;
    return dialect.command(line.command).section;
  }

  static void report(Head& head, const Context& context, Reporter& reporter) {
    Finding& finding = head.finding;
    finding.message = fmt::format("{} were announced, {} came", counted(head.announced, "byte"), head.came);
    finding.help =
        "look for lost bytes (flow control, buffer of the host), or for a host that counts characters "
        "instead "
        "of bytes";
    if (context.source.fidelity != capture::Fidelity::exact) finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

  std::vector<Head> heads_;  // by channel
};

}  // namespace

RuleEntry rx_length_mismatch() {
  return rule_entry<RxLengthMismatch>();
}

}  // namespace atscope::lint

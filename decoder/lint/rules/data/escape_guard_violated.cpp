// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

constexpr std::array consequences{Consequence{"DAT003", 0}, Consequence{"TIM001", 0},
                                  Consequence{"ORD001", 0}};

class EscapeGuardViolated final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "DAT004",
      .name = "escape-guard-violated",
      .severity = Severity::error,
      .needs = {.direction = true, .time = true},
      .summary = "The escape sequence +++ stands without silence around it, so the module takes it for data.",
      .interest = {.events = Interest::of(EventKind::data)},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  // An escape sequence that the module confirms has a result behind it and is certain or likely; here come
  // those that went out as data. Silence of a guard time parts two bursts.
  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.sender != session::Sender::dte) return;
    if (event.channel >= last_.size()) last_.resize(std::size_t{event.channel} + 1);
    const session::Timestamp before = last_[event.channel];
    last_[event.channel] = event.time;
    if (event.because.starts_with("escape")) return;
    if (context.history.channel(event.channel).is_open(event.txn)) return;  // counted payload

    constexpr std::string_view escape = "+++";
    const std::string_view text = event.text;
    const std::int64_t quiet = between(before, event.time);
    std::string_view fact, help;
    std::size_t at = 0;
    if (text.starts_with("+++\r") || text.starts_with("+++\n")) {
      fact = "+++ is followed by a line end";
      help = "send the three characters alone: no CR, and one second of silence before and after";
    } else if (text.starts_with("+++AT") || text.starts_with("+++at")) {
      fact = "+++ is followed by a command at once";
      help = "keep silent after +++ until the module says OK, then send the command";
    } else if (text.size() > escape.size() && text.ends_with(escape) && text[text.size() - 4] != '+') {
      fact = "+++ stands right behind data";
      help = "keep silent for one second before +++ (guard time, S12)";
      at = text.size() - escape.size();
    } else if (text == escape && quiet >= 0 && quiet < guard) {
      fact = "+++ came too soon behind data";
      help = "keep silent for one second before +++ (guard time, S12)";
    } else {
      return;
    }
    Finding finding = at_event(event);
    finding.column = static_cast<std::uint32_t>(at + 1);
    finding.bytes = escape.size();
    finding.message = fmt::format("{}: the module did not leave the data state", fact);
    finding.help = help;
    finding.source = "V.250 §5.2.4";
    finding.confidence = at == 0 ? Confidence::high : Confidence::medium;
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::int64_t guard = 900'000'000;
  std::vector<session::Timestamp> last_;  // by channel: of the host's last burst
};

}  // namespace

RuleEntry escape_guard_violated() {
  return rule_entry<EscapeGuardViolated>();
}

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/wording.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

constexpr std::array consequences{Consequence{"ERR001", 1}, Consequence{"TIM001", 1},
                                  Consequence{"ORD003", 2}, Consequence{"ORD001", 1},
                                  Consequence{"ORD002", 2}, Consequence{"SYN502", 1}};

class LostBytes final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CAP001",
      .name = "lost-bytes",
      .severity = Severity::error,
      .needs = {.direction = true},
      .summary =
          "The module echoed a command line with characters missing: bytes are lost on the line or in the "
          "log.",
      .interest = {.events = Interest::of(EventKind::information, EventKind::urc, EventKind::unparsed)},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.rule != grammar::no_rule || event.sender != session::Sender::dce || event.text.size() < 4)
      return;
    if ((event.text[0] != 'A' && event.text[0] != 'a') || (event.text[1] != 'T' && event.text[1] != 't'))
      return;
    const ChannelHistory& channel = context.history.channel(event.channel);
    const Asked* sent = nullptr;
    channel.each_open([&](const Asked& asked) {
      if (!asked.has_result) sent = &asked;
    });
    if (sent == nullptr || !is_cut(event.text, sent->text)) return;
    Finding finding = at_event(event);
    if (finding.txn == 0) finding.txn = sent->txn;
    finding.command = command_name(sent->text);
    finding.message = fmt::format("the echo of {} lacks {}", finding.command,
                                  counted(sent->text.size() - event.text.size(), "character"));
    finding.help =
        "the module did not get these bytes, or the log lost them: check flow control, rate and the "
        "host's buffers";
    finding.source = "V.250 §6.2.4";
    finding.related.push_back({sent->origin, sent->time, sent->sender, sent->text, "sent"});
    reporter.report(std::move(finding));
  }

 private:
  static constexpr std::size_t most_missing = 8;

  // `echo` is `line` with at most a few characters left out.
  static bool is_cut(std::string_view echo, std::string_view line) {
    // A log can cut a line where a read() ended: both ends must be there.
    if (line.starts_with(echo) || line.ends_with(echo) || echo.back() != line.back()) return false;
    if (echo.size() >= line.size() || line.size() - echo.size() > most_missing ||
        echo.size() * 2 < line.size())
      return false;
    std::size_t at = 0;
    for (const char c : line) {
      if (at < echo.size() && echo[at] == c) ++at;
    }
    return at == echo.size();
  }
};

}  // namespace

RuleEntry lost_bytes() {
  return rule_entry<LostBytes>();
}

}  // namespace atscope::lint

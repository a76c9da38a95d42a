// SPDX-License-Identifier: MIT
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "decoder/lint/rules/all_rules.h"
#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

constexpr std::array consequences{Consequence{"TIM001", 2}, Consequence{"ORD001", 2}};

class GarbledBytes final : public Rule {
 public:
  static constexpr RuleInfo rule{
      .code = "CAP002",
      .name = "garbled-bytes",
      .severity = Severity::warning,
      .needs = {.direction = true, .raw_bytes = true},
      .summary = "The module sent bytes that are no text while the line was in command state.",
      .interest = {.events = Interest::of(EventKind::unparsed, EventKind::information, EventKind::command,
                                          EventKind::result)},
      .consequences = consequences,
  };
  [[nodiscard]] const RuleInfo& info() const override { return rule; }

  void on_event(const Event& event, const Context& context, Reporter& reporter) override {
    if (event.channel >= channels_.size()) channels_.resize(std::size_t{event.channel} + 1);
    Channel& channel = channels_[event.channel];
    if (event.kind == EventKind::result) {
      channel.garbled = 0;  // they understand one another
      channel.reported = false;
      return;
    }
    if (event.kind == EventKind::command) {
      if (event.command != grammar::no_command && sets_rate(context.dialect.command(event.command)) &&
          event.form == grammar::Form::set) {
        channel.rate = {event.origin, event.time, event.sender, std::string(event.text), {}};
      }
      return;
    }
    if (event.sender != session::Sender::dce || event.rule != grammar::no_rule || !is_garbled(event.text))
      return;
    if (++channel.garbled == 1) {
      channel.first = at_event(event);
      channel.bytes = 0;
    }
    channel.bytes += event.text.size();
    if (channel.reported || channel.garbled < least_lines || channel.bytes < least_bytes) return;
    channel.reported = true;
    Finding finding = channel.first;
    finding.message = "the module sends bytes that are no text";
    if (!channel.rate.text.empty()) {
      finding.message += ", after the rate of the line was changed";
      finding.help =
          "change the host's rate too, as soon as the OK has come; the module answers it at the old rate";
      finding.related.push_back(with_message(channel.rate, "the rate is changed here"));
    } else {
      finding.help =
          "compare rate, parity and stop bits of host and module; a module that finds its rate by itself "
          "wants AT a few times first";
    }
    finding.source = "V.250 §6.2.10";
    finding.confidence = Confidence::medium;
    reporter.report(std::move(finding));
  }

 private:
  static constexpr unsigned least_lines = 2;
  static constexpr std::size_t least_bytes = 8;

  struct Channel {
    unsigned garbled = 0;
    std::size_t bytes = 0;
    bool reported = false;
    Finding first;
    Related rate;
  };

  static bool sets_rate(const grammar::Command& command) { return command.name == "+IPR"; }

  // Not PPP (flag 0x7E) and not the multiplexer of TS 27.010 (flag 0xF9): those mean something.
  static bool is_garbled(std::string_view text) {
    std::size_t odd = 0;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte == 0x7E || byte == 0xF9) return false;
      odd += byte >= 0x80 || (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n' && byte != 0);
    }
    return odd * 3 > text.size();
  }

  std::vector<Channel> channels_;
};

}  // namespace

RuleEntry garbled_bytes() {
  return rule_entry<GarbledBytes>();
}

}  // namespace atscope::lint

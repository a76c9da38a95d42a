// SPDX-License-Identifier: MIT
// Zephyr's modem_chat with debug messages, also behind the prompt of a shell:
//   [00:00:28.464,000] <dbg> modem_chat: modem_chat_script_next: sending: AT+CREG?
//   [00:00:28.494,000] <dbg> modem_chat: modem_chat_log_received_command: +CREG:  1 1
// What matched is shown as the matched text and its arguments with a blank between each: the separators are
// gone and are read as commas. What matched nothing is shown as it came. Times count from the boot.
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

/// "+CREG:  1 1" was "+CREG: 1,1"; an empty match leaves a blank in front.
void restore(std::string_view payload, bool sent, Unescaped& buffer, Segment& segment) {
  const std::size_t name = payload.find(":  ");
  if (sent || name == std::string_view::npos) {
    const std::size_t begin = sent ? 0 : std::min(payload.find_first_not_of(' '), payload.size());
    segment.bytes = payload.substr(begin);
    segment.origin.offset += begin;
    return;
  }
  const std::size_t begin = std::min(payload.find_first_not_of(' '), name);
  segment.origin.offset += begin;
  Unescaped::Writer writer = buffer.begin(payload.size());
  bool quoted = false;
  for (std::size_t at = begin; at < payload.size(); ++at) {
    if (at == name + 2) {
      writer.shift(1);
      continue;
    }
    const char c = payload[at];
    if (c == '"') quoted = !quoted;
    writer.append(c == ' ' && !quoted && at > name + 2 ? ',' : c);
  }
  segment.bytes = writer.bytes();
  segment.offset_steps = writer.steps();
}

constexpr std::array<LineRule, 3> kRules = {{
    {LineRole::sent, "<any>modem_chat_script_next: sending: <payload>"},
    {LineRole::received, "<any>modem_chat_log_received_command: <payload>"},
    {LineRole::received, "<any>modem_chat_on_unknown_command_received: <payload>"},
}};
constexpr PatternSpec kSpec = {.name = "zephyr-modem-chat",
                               .rules = kRules,
                               .since_boot = true,
                               .restore = restore,
                               .certainty = kCertain + 4};

constexpr std::array<ExpectedSegment, 5> kSegments = {{
    {Sender::dte, "AT+CREG?", 1, Clock::monotonic, 28'464'000'000},
    {Sender::dce, "AT+CREG?", 2, Clock::monotonic, 28'470'123'000},
    {Sender::dce, "+CREG: 1,\"a b\",1", 3, Clock::monotonic, 28'494'000'000},
    {Sender::dce, "OK", 4, Clock::monotonic, 28'495'000'000},
    {Sender::dce, "8901240270115000000", 6, Clock::monotonic, 28'496'000'000},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"[00:00:28.464,000] <dbg> modem_chat: modem_chat_script_next: sending: AT+CREG?\n"
     "[00:00:28.470,123] <dbg> modem_chat: modem_chat_on_unknown_command_received: AT+CREG?\n"
     "[00:00:28.494,000] <dbg> modem_chat: modem_chat_log_received_command: +CREG:  1 \"a b\" 1\n"
     "00> rtt:~$ [00:00:28.495,000] <dbg> modem_chat: modem_chat_log_received_command:  OK\n"
     "[00:00:28.495,000] <dbg> modem_cellular: modem_cellular_log_event: event script success\n"
     "[00:00:28.496,000] <dbg> modem_chat: modem_chat_log_received_command:  8901240270115000000\n",
     kSegments},
}};

}  // namespace

const Format zephyr_modem_chat = {"zephyr-modem-chat", "Zephyr log with modem_chat debug messages", kSamples,
                                  score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// python-gsmmodem with debug messages; the answer is a Python list of its lines.
//   DEBUG: write: AT+CSQ
//   DEBUG: response: ['+CSQ: 20,99', 'OK']
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

/// Takes the quotes off the items of a list and puts a line end behind each.
void restore(std::string_view payload, bool sent, Unescaped& buffer, Segment& segment) {
  if (sent) return;
  const std::uint64_t start = segment.origin.offset;
  Unescaped::Writer writer = buffer.begin(payload.size());
  std::size_t skipped = 0;  // bytes of the file since the last one given out
  bool first = true;
  char quote = '\0';
  for (std::size_t at = 0; at < payload.size();) {
    const char c = payload[at];
    if (quote == '\0') {
      if (c == '\'' || c == '"') quote = c;
      ++at;
      ++skipped;
      continue;
    }
    if (first) {
      segment.origin.offset = start + skipped;
    } else {
      writer.shift(skipped);
    }
    skipped = 0;
    first = false;
    if (c == quote) {
      writer.append('\n');
      quote = '\0';
      ++at;
      continue;
    }
    const bool escape = c == '\\' && at + 1 < payload.size();
    const char named = escape ? payload[at + 1] : c;
    const char byte = !escape ? c : named == 'r' ? '\r' : named == 'n' ? '\n' : named == 't' ? '\t' : named;
    if (escape && named == 'x' && at + 3 < payload.size() && hex_digit(payload[at + 2]) >= 0 &&
        hex_digit(payload[at + 3]) >= 0) {
      writer.put(static_cast<char>(hex_digit(payload[at + 2]) * 16 + hex_digit(payload[at + 3])), 4);
      at += 4;
      continue;
    }
    if (escape) {
      writer.put(byte, 2);
    } else {
      writer.append(byte);
    }
    at += escape ? 2 : 1;
  }
  segment.bytes = writer.bytes();
  segment.offset_steps = writer.steps();
}

constexpr std::array<LineRule, 3> kRules = {{
    {LineRole::sent, "<any>write: <payload>"},
    {LineRole::received, "<any>response: [<payload>]<any>"},
    {LineRole::nothing, "<any>handling notification: <any>"},
}};
constexpr PatternSpec kSpec = {.name = "gsmmodem", .rules = kRules, .restore = restore};

int score(std::string_view head) {
  bool sent = false;
  bool received = false;
  each_line(head, [&](std::string_view line) {
    constexpr std::string_view kWrite = "write: ";
    const std::size_t at = line.find(kWrite);
    sent = sent || (at != std::string_view::npos && is_plain_command(line.substr(at + kWrite.size())));
    received = received || line.find("response: ['") != std::string_view::npos ||
               line.find("response: [\"") != std::string_view::npos;
  });
  return sent && received ? kCertain : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 4> kSegments = {{
    {Sender::dte, "AT+CSQ", 1},
    {Sender::dce, "+CSQ: 20,99\nOK\n", 2},
    {Sender::dte, "AT+CMGS=\"1\"", 4},
    {Sender::dce, "it's\r\n", 5},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"DEBUG: write: AT+CSQ\n"
     "DEBUG: response: ['+CSQ: 20,99', 'OK']\n"
     "INFO: connected\n"
     "DEBUG: write: AT+CMGS=\"1\"\n"
     "DEBUG: response: [\"it's\\r\"]\n",
     kSegments},
}};

}  // namespace

const Format gsmmodem = {"gsmmodem", "python-gsmmodem with debug messages", kSamples, score,
                         make_pattern<kSpec>};

}  // namespace atscope::capture

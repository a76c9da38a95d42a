// SPDX-License-Identifier: MIT
// Android's radio log (logcat -b radio), as the reference RIL writes it:
//   07-12 01:10:33.860   945  1043 D AT      : AT> AT+CSQ
// AT> is sent by the host. One whole line is one record; CR and LF are gone. A PDU or text ends in ^Z. Also
// "AT[0]> " for a RIL with several channels, and the brief form "D/AT  (  945): AT> ".
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"
#include "capture/text/unescape.h"

namespace atscope::capture {
namespace {

constexpr std::string_view kLevels = "VDIWEF";

struct Record {
  std::string_view prefix;  ///< time, process, level, tag
  std::string_view channel;
  std::string_view payload;
  bool sent = false;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "… D TAG   " or "D/TAG  (  945)".
bool is_logcat_prefix(std::string_view prefix) {
  const auto trim = [&] {
    while (prefix.ends_with(' ')) prefix.remove_suffix(1);
  };
  trim();
  if (prefix.ends_with(')')) {
    const std::size_t open = prefix.rfind('(');
    if (open == std::string_view::npos) return false;
    prefix = prefix.substr(0, open);
    trim();
  }
  const std::size_t blank = prefix.rfind(' ');
  const std::string_view tag = prefix.substr(blank == std::string_view::npos ? 0 : blank + 1);
  if (tag.size() > 2 && tag[1] == '/' && kLevels.find(tag[0]) != std::string_view::npos) return true;
  return blank != std::string_view::npos && blank >= 2 && prefix[blank - 2] == ' ' &&
         kLevels.find(prefix[blank - 1]) != std::string_view::npos;
}

/// "AT> text", "AT[0]< text" behind the ": " that ends at `at`.
bool parse_message(std::string_view message, Record& record) {
  if (!message.starts_with("AT")) return false;
  std::size_t at = 2;
  if (message.substr(at).starts_with('[')) {
    ++at;
    while (at < message.size() && is_digit(message[at])) ++at;
    if (at >= message.size() || message[at] != ']') return false;
    ++at;
  }
  if (at >= message.size() || (message[at] != '>' && message[at] != '<')) return false;
  record.channel = message.substr(0, at);
  record.sent = message[at] == '>';
  record.payload = message.substr(at + 1);
  if (record.payload.starts_with(' ')) record.payload.remove_prefix(1);
  return true;
}

bool parse_record(std::string_view text, Record& record) {
  constexpr std::string_view kBefore = ": AT";
  for (std::size_t at = text.find(kBefore); at != std::string_view::npos; at = text.find(kBefore, at + 1)) {
    record.prefix = text.substr(0, at);
    if (parse_message(text.substr(at + 2), record) && is_logcat_prefix(record.prefix)) return true;
  }
  return false;
}

class RadioLogcatReader final : public TextSource {
 public:
  RadioLogcatReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input),
                   {.format = "radio-logcat", .fidelity = Fidelity::line_lossy, .channels = {}}) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Record record;
    if (!parse_record(strip_colour(line.text), record)) return Verdict::foreign;
    segment.channel = channel(record.channel);
    segment.sender = record.sent ? Sender::dte : Sender::dce;
    segment.framing = Framing::record;
    Stamp stamp;
    if (parse_stamp(record.prefix, stamp) != 0) segment.time = read_time(stamp);
    take(line, record.payload, segment);
    if (record.sent && record.payload.ends_with("^Z")) end_with_ctrl_z(record.payload, segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  void end_with_ctrl_z(std::string_view payload, Segment& segment) {
    Unescaped::Writer writer = unescaped_.begin(payload.size());
    const std::size_t plain = payload.copy(writer.cursor(), payload.size() - 2);
    writer.advance(plain);
    writer.put('\x1a', 2);
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  Unescaped unescaped_;
};

int score(std::string_view head) {
  Record record;
  return any_line(head, [&](std::string_view line) { return parse_record(strip_colour(line), record); })
             ? kCertain + 5
             : kNoEvidence;
}

constexpr std::int64_t kTime = ((70LL * 60 + 33) * 1000 + 860) * 1'000'000;

constexpr std::array<ExpectedSegment, 4> kThreadtime = {{
    {Sender::dte, "AT+COPS=3,0;+COPS?", 1, Clock::time_of_day, kTime, "AT"},
    {Sender::dce, "+COPS: 0,0,\"Android\"", 3, Clock::time_of_day, kTime + 1'000'000, "AT"},
    {Sender::dce, "> ", 4, Clock::time_of_day, kTime + kNsPerDay, "AT"},
    {Sender::dte, "0001000B\x1a", 5, Clock::time_of_day, kTime + kNsPerDay, "AT"},
}};
constexpr std::array<ExpectedSegment, 2> kBrief = {{
    {Sender::dte, "AT+CSQ", 1, Clock::none, 0, "AT[0]"},
    {Sender::dce, "OK", 2, Clock::none, 0, "AT[0]"},
}};

constexpr std::array<Sample, 2> kSamples = {{
    {"07-12 01:10:33.860   945  1043 D AT      : AT> AT+COPS=3,0;+COPS?\n"
     "07-12 01:10:33.860   945  1045 D RILJ    : [3657]> OPERATOR\n"
     "07-12 01:10:33.861   945  1045 D AT      : AT< +COPS: 0,0,\"Android\"\n"
     "07-13 01:10:33.860   945  1045 D AT      : AT< > \n"
     "07-13 01:10:33.860   945  1043 D AT      : AT> 0001000B^Z\n",
     kThreadtime},
    {"D/RIL     (  945): AT[0]> AT+CSQ\r\n"
     "D/RIL     (  945): AT[0]< OK\r\n",
     kBrief},
}};

}  // namespace

const Format radio_logcat = {"radio-logcat", "Android radio log with AT> and AT< lines", kSamples, score,
                             make_reader<RadioLogcatReader>};

}  // namespace atscope::capture

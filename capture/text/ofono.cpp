// SPDX-License-Identifier: MIT
// oFono's log with OFONO_AT_DEBUG=1:  [syslog] ofonod[PID]: CHANNEL: DIR PAYLOAD
// > is sent by the host. CHANNEL is what the driver calls the port ("Modem: ", "App", or nothing). CR, LF and
// tab are \r \n \t, 0x1A is <CtrlZ>, 0x19 is <ESC>, any other byte that is not printable is \ and three octal
// digits; the backslash itself is not escaped. Multiplexers print hexadecimal bytes instead: "> 41 54 0d",
// sixteen in a line with their characters from column 51 on in some versions.
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"
#include "capture/text/unescape.h"

namespace atscope::capture {
namespace {

constexpr std::string_view kProgram = "ofonod[";

struct Record {
  std::string_view before;   ///< everything before the program name
  std::string_view channel;  ///< without colon and blanks
  std::string_view dump;     ///< what follows the direction character, with its blank
  bool sent = false;
};

/// What follows "ofonod[PID]: ".
bool skip_program(std::string_view text, std::size_t program, std::size_t& at) {
  at = program + kProgram.size();
  const std::size_t digits = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == digits || text.substr(at, 3) != "]: ") return false;
  at += 3;
  return true;
}

bool parse_record(std::string_view text, Record& record) {
  const std::size_t program = text.find(kProgram);
  std::size_t at = 0;
  if (program == std::string_view::npos || !skip_program(text, program, at)) return false;
  record.before = text.substr(0, program);
  const std::string_view rest = text.substr(at);

  std::size_t arrow = rest.find_first_of("<>");
  while (arrow != std::string_view::npos &&
         !((arrow == 0 || rest[arrow - 1] == ' ') && rest.substr(arrow + 1).starts_with(' '))) {
    arrow = rest.find_first_of("<>", arrow + 1);
  }
  if (arrow == std::string_view::npos) return false;
  record.sent = rest[arrow] == '>';
  record.dump = rest.substr(arrow + 1);
  record.channel = rest.substr(0, arrow);
  while (record.channel.ends_with(' ') || record.channel.ends_with(':')) record.channel.remove_suffix(1);
  // "src/sim.c:sim_ready() a > b" is the daemon talking of itself.
  constexpr std::size_t kLongestName = 64;
  return record.channel.size() <= kLongestName && record.channel.find('(') == std::string_view::npos &&
         record.channel.find(".c:") == std::string_view::npos;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_hex_pair(std::string_view text) {
  return text.size() >= 3 && text[0] == ' ' && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

/// How many " xx" the dump begins with if it is the hexadecimal form, else 0.
std::size_t hex_pairs(std::string_view dump) {
  constexpr std::size_t kCharacterColumn = 50;  // column 51 of the line, which the direction character begins
  std::size_t pairs = 0;
  while (is_hex_pair(dump.substr(pairs * 3))) ++pairs;
  if (pairs * 3 == dump.size()) return pairs >= 2 ? pairs : 0;
  if (pairs == 0 || pairs > 16 || dump.size() < kCharacterColumn) return 0;
  const std::size_t text = dump.find_first_not_of(' ', pairs * 3);
  const bool in_place = text == std::string_view::npos || text >= kCharacterColumn;
  return in_place && dump.size() <= kCharacterColumn + pairs + 1 ? pairs : 0;
}

/// Length of the escape at the start of `text` and the byte it stands for; 0 if it is literal text.
std::size_t parse_escape(std::string_view text, char& byte) {
  constexpr std::string_view kCtrlZ = "<CtrlZ>";
  constexpr std::string_view kEsc = "<ESC>";
  if (text.starts_with(kCtrlZ)) {
    byte = '\x1a';
    return kCtrlZ.size();
  }
  if (text.starts_with(kEsc)) {
    byte = '\x19';  // sic: the real 0x1B is printed as \033
    return kEsc.size();
  }
  if (text.size() < 2 || text[0] != '\\') return 0;
  constexpr std::string_view kLetters = "rnt";
  constexpr std::string_view kBytes = "\r\n\t";
  const std::size_t letter = kLetters.find(text[1]);
  if (letter != std::string_view::npos) {
    byte = kBytes[letter];
    return 2;
  }
  const auto octal = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '7'; };
  if (!octal(1) || !octal(2) || !octal(3) || text[1] > '3') return 0;
  byte = static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
  return 4;
}

class OfonoReader final : public TextSource {
 public:
  OfonoReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input), {.format = "ofono", .fidelity = Fidelity::escaped, .channels = {}}) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Record record;
    if (!parse_record(strip_colour(line.text), record)) return Verdict::foreign;
    segment.channel = channel(record.channel);
    segment.sender = record.sent ? Sender::dte : Sender::dce;
    Stamp stamp;
    if (record.before.starts_with('[')) record.before.remove_prefix(1);
    if (parse_stamp(record.before, stamp) != 0) segment.time = read_time(stamp);
    if (const std::size_t pairs = hex_pairs(record.dump)) {
      take_hex(line, record.dump, pairs, segment);
    } else {
      take_text(line, record.dump.substr(1), segment);
    }
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  void take_hex(const Line& line, std::string_view dump, std::size_t pairs, Segment& segment) {
    take(line, dump.substr(1), segment);
    Unescaped::Writer writer = unescaped_.begin(dump.size());
    for (std::size_t i = 0; i < pairs; ++i) {
      const int value = hex_value(dump[i * 3 + 1]) * 16 + hex_value(dump[i * 3 + 2]);
      writer.put(static_cast<char>(value), 3);
    }
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  void take_text(const Line& line, std::string_view payload, Segment& segment) {
    take(line, payload, segment);
    Unescaped::Writer writer = unescaped_.begin(payload.size());
    while (!payload.empty()) {
      const std::size_t plain = copy_until(payload.data(), payload.size(), writer.cursor(), '<', '\\');
      writer.advance(plain);
      payload.remove_prefix(plain);
      if (payload.empty()) break;
      char byte = 0;
      const std::size_t length = parse_escape(payload, byte);
      if (length == 0) {
        writer.append(payload.front());
        payload.remove_prefix(1);
      } else {
        writer.put(byte, length);
        payload.remove_prefix(length);
      }
    }
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

constexpr std::int64_t kTime = ((9 * 60 + 5) * 60 + 1) * kNsPerSecond;

constexpr std::array<ExpectedSegment, 4> kPlain = {{
    {Sender::dte, "AT+CFUN?\r", 1, Clock::none, 0, "Modem"},
    {Sender::dce, "\r\n+CFUN: 1\r\n\r\nOK\r\n", 2, Clock::none, 0, "Modem"},
    {Sender::dte, "0011000B91\x1a", 4, Clock::none, 0, "App"},
    {Sender::dce, "a\\b\x1b\xe9\t", 5, Clock::none, 0, ""},
}};
constexpr std::array<ExpectedSegment, 3> kSyslog = {{
    {Sender::dte, "AT\r", 1, Clock::time_of_day, kTime, "Voice"},
    {Sender::dce, {"AT\r\0", 4}, 2, Clock::time_of_day, kTime, "Voice"},
    {Sender::dce, "\r\nOK\r\n", 3, Clock::time_of_day, kTime + kNsPerSecond, "/dev/ttyS0"},
}};

constexpr std::array<Sample, 2> kSamples = {{
    {"ofonod[12922]: Modem: > AT+CFUN?\\r\n"
     "ofonod[12922]: Modem: < \\r\\n+CFUN: 1\\r\\n\\r\\nOK\\r\\n\n"
     "ofonod[12922]: src/modem.c:set_online() a > b\n"
     "ofonod[12922]: App > 0011000B91<CtrlZ>\n"
     "ofonod[12922]: < a\\b\\033\\351\\t\n",
     kPlain},
    {"Oct 27 09:05:01 phone ofonod[301]: Voice: > AT\\r\n"
     "Oct 27 09:05:01 phone ofonod[301]: Voice: < 41 54 0d 00\n"
     "Oct 27 09:05:02 phone ofonod[301]: /dev/ttyS0: < 0d 0a 4f 4b 0d 0a                                "
     "..OK..\n",
     kSyslog},
}};

}  // namespace

const Format ofono = {"ofono", "oFono log with OFONO_AT_DEBUG=1, from a file, the journal or syslog",
                      kSamples, score, make_reader<OfonoReader>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Lines marked by hand or by a program with who sent them, as documents and test scripts do:
//   > AT+CSQ
//   < +CSQ: 20,99
// also >> and <<, -> and <-, TX: and RX: and their like, also behind a time. # starts a comment line.
// <CTRL-Z> and <ESC> are the bytes of that name. Where most commands end in \r, <CR> or [CR], the line ends
// are written out, and everything is read as escaped that way; where most are hex digits (41 54 0D), so is
// everything; else other escapes are left as they stand. One line is one record.
#include <algorithm>
#include <array>
#include <string>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"
#include "capture/text/unescape.h"
#include "capture/text/written_out.h"

namespace atscope::capture {
namespace {

struct Style {
  std::string_view sent;
  std::string_view received;
};
/// A mark that another one begins with stands behind it.
constexpr std::array<Style, 18> kStyles = {{
    {">>>", "<<<"},
    {">>", "<<"},
    {"-->", "<--"},
    {"->", "<-"},
    {"==>", "<=="},
    {"=>", "<="},
    {">", "<"},
    {"[TX]", "[RX]"},
    {"TX:", "RX:"},
    {"TX>", "RX<"},
    {"TX", "RX"},
    {"[SEND]", "[RECV]"},
    {"SEND:", "RECV:"},
    {"SENT:", "RECEIVED:"},
    {"DTE:", "DCE:"},
    {"HOST:", "MODEM:"},
    {"AT>", "AT<"},
    {"S:", "R:"},
}};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](char a, char b) { return lower(a) == lower(b); });
}

bool take_mark(std::string_view text, std::string_view mark, std::string_view& rest) {
  if (!starts_with_ignoring_case(text, mark)) return false;
  rest = text.substr(mark.size());
  const bool word = lower(mark.back()) != mark.back() || (mark.back() >= 'a' && mark.back() <= 'z');
  if (word && !rest.empty() && rest.front() != ' ' && rest.front() != '\t') return false;
  if (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
  return true;
}

/// The text behind a time, if there is one.
std::string_view skip_time(std::string_view line, Stamp& stamp) {
  stamp = Stamp{};
  const std::size_t open = line.starts_with('[') ? 1 : 0;
  const std::size_t size = parse_stamp(line.substr(open), stamp);
  if (size == 0) return line;
  std::string_view rest = line.substr(open + size);
  if (rest.starts_with(open == 1 ? ']' : ':')) {
    rest.remove_prefix(1);
  } else if (open == 1) {
    stamp = Stamp{};
    return line;
  }
  while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
  return rest;
}

struct Choice {
  const Style* style = nullptr;
  bool inverted = false;  ///< the log is the module's: what it received are the commands
};

/// As far as detection looks at most.
constexpr std::size_t kLongReach = std::size_t{1} << 20U;

/// The style that marks most lines, if both sides occur and one of them says mostly commands.
Choice choose_style(std::string_view head) {
  struct Count {
    int lines = 0;
    int commands = 0;
    [[nodiscard]] bool mostly_commands() const { return commands > 0 && commands * 2 >= lines; }
  };
  std::array<std::array<Count, 2>, kStyles.size()> counts{};
  each_line(head, [&](std::string_view line) {
    Stamp stamp;
    const std::string_view text = skip_time(line, stamp);
    std::string_view rest;
    for (std::size_t i = 0; i < kStyles.size(); ++i) {
      for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        if (!take_mark(text, side == 0 ? kStyles[i].sent : kStyles[i].received, rest)) continue;
        ++counts[i][side].lines;
        counts[i][side].commands += static_cast<int>(looks_like_command(rest) || is_hex_command(rest));
      }
    }
  });
  Choice best;
  int most = 0;
  for (std::size_t i = 0; i < kStyles.size(); ++i) {
    const Count& sent = counts[i][0];
    const Count& received = counts[i][1];
    const int lines = sent.lines + received.lines;
    if (sent.lines == 0 || received.lines == 0 || lines <= most) continue;
    const bool inverted = received.mostly_commands() && received.commands > sent.commands;
    if (!inverted && !sent.mostly_commands()) continue;
    best = {&kStyles[i], inverted};
    most = lines;
  }
  return best;
}

/// Length of "<CTRL-Z>" or "<ESC>" at the start of `text` and its byte; 0 if there is none.
std::size_t parse_name(std::string_view text, char& byte) {
  struct Name {
    std::string_view text;
    char byte;
  };
  constexpr std::array<Name, 4> kNames = {
      {{"<CTRL-Z>", '\x1a'}, {"<CTRL+Z>", '\x1a'}, {"<CTRLZ>", '\x1a'}, {"<ESC>", '\x1b'}}};
  for (const Name& name : kNames) {
    if (!starts_with_ignoring_case(text, name.text)) continue;
    byte = name.byte;
    return name.text.size();
  }
  // <0x07>
  if (text.size() >= 6 && text.starts_with("<0x") && text[5] == '>' && hex_digit(text[3]) >= 0 &&
      hex_digit(text[4]) >= 0) {
    byte = static_cast<char>(hex_digit(text[3]) * 16 + hex_digit(text[4]));
    return 6;
  }
  return 0;
}

class TranscriptReader final : public TextSource {
 public:
  TranscriptReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input),
                   {.format = "transcript", .fidelity = Fidelity::line_lossy, .channels = {""}}),
        options_(options) {}

  void use(Choice choice, Escapes escapes) {
    if (choice.style != nullptr) choice_ = choice;
    escapes_ = escapes;
    if (escapes != Escapes::none) info_.fidelity = Fidelity::escaped;
  }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Stamp stamp;
    const std::string_view text = skip_time(line.text, stamp);
    if (text.empty()) return Verdict::nothing;
    std::string_view payload;
    const bool sent = take_mark(text, choice_.style->sent, payload);
    if (!sent && !take_mark(text, choice_.style->received, payload)) return Verdict::foreign;
    segment.time = read_time(stamp);
    segment.sender = sender_of(sent != choice_.inverted, options_);
    segment.framing = Framing::record;
    take(line, payload, segment);
    if (escapes_ != Escapes::none) {
      capture::unescape(escapes_, payload, unescaped_, segment);
    } else if (payload.find('<') != std::string_view::npos) {
      unescape_names(payload, segment);
    }
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  void unescape_names(std::string_view payload, Segment& segment) {
    Unescaped::Writer writer = unescaped_.begin(payload.size());
    while (!payload.empty()) {
      char byte = 0;
      const std::size_t length = parse_name(payload, byte);
      if (length == 0) {
        writer.append(payload.front());
      } else {
        writer.put(byte, length);
      }
      payload.remove_prefix(std::max<std::size_t>(length, 1));
    }
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  OpenOptions options_;
  Choice choice_ = {&kStyles[6], false};
  Escapes escapes_ = Escapes::none;
  Unescaped unescaped_;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  std::string_view head = head_to_learn(*input, options);
  Choice choice = choose_style(head);
  if (choice.style == nullptr && options.head_bytes > kProbeSize) {
    head = input->peek(std::min(kLongReach, options.head_bytes)).substr(0, kLongReach);
    choice = choose_style(head);
  }
  const Escapes escapes =
      choice.style == nullptr ? Escapes::none : learn_written_out(head, [&](std::string_view line) {
        Stamp stamp;
        std::string_view rest;
        const std::string_view mark = choice.inverted ? choice.style->received : choice.style->sent;
        return take_mark(skip_time(line, stamp), mark, rest) ? rest : std::string_view{};
      });
  return make_configured<TranscriptReader>(std::move(input), options,
                                           [=](TranscriptReader& reader) { reader.use(choice, escapes); });
}

int score(std::string_view head) {
  return choose_style(head).style != nullptr ? kCertain - 10 : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 5> kPlain = {{
    {Sender::dte, "AT+CMGS=\"+441\"", 2},
    {Sender::dce, "> ", 3},
    {Sender::dte, "hello\\r\x1a", 4},
    {Sender::dce, "+CMGS: 12", 5},
    {Sender::dce, "OK", 6},
}};
constexpr std::int64_t kTime = ((9 * 60 + 5) * 60 + 1) * kNsPerSecond;
constexpr std::array<ExpectedSegment, 2> kTimed = {{
    {Sender::dte, "AT", 1, Clock::time_of_day, kTime + 250'000'000},
    {Sender::dce, "OK", 3, Clock::time_of_day, kTime + 300'000'000},
}};
constexpr std::array<ExpectedSegment, 3> kModuleSide = {{
    {Sender::dte, "AT+CSQ", 1, Clock::time_of_day, kTime},
    {Sender::dce, "+CSQ: 20,99", 2, Clock::time_of_day, kTime},
    {Sender::dce, "OK", 3, Clock::time_of_day, kTime},
}};

constexpr std::array<ExpectedSegment, 2> kWrittenOut = {{
    {Sender::dte, "AT+CSQ\r", 1, Clock::time_of_day, kTime},
    {Sender::dce, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n", 2, Clock::time_of_day, kTime},
}};

constexpr std::array<Sample, 6> kSamples = {{
    {"# send a message\n"
     "> AT+CMGS=\"+441\"\n"
     "< > \n"
     "> hello\\r<Ctrl-Z>\n"
     "< +CMGS: 12\n"
     "< OK\n"
     "and that was all\n",
     kPlain},
    {"[09:05:01.250] TX: AT\r\n"
     "\r\n"
     "[09:05:01.300] RX: OK\r\n",
     kTimed},
    {"09:05:01 << AT+CSQ\n"
     "09:05:01 >> +CSQ: 20,99\n"
     "09:05:01 >> OK\n",
     kModuleSide},
    {"09:05:01 TX: AT+CSQ\\r\n"
     "09:05:01 RX: \\r\\n+CSQ: 20,99\\r\\n\\r\\nOK\\r\\n\n",
     kWrittenOut},
    {"09:05:01 TX: AT+CSQ[CR]\n"
     "09:05:01 RX: [CR][LF]+CSQ: 20,99[CR][LF][CR][LF]OK[CR][LF]\n",
     kWrittenOut},
    {"09:05:01 TX: 41 54 2B 43 53 51 0D\n"
     "09:05:01 RX: 0D 0A 2B 43 53 51 3A 20 32 30 2C 39 39 0D 0A 0D 0A 4F 4B 0D 0A\n",
     kWrittenOut},
}};

}  // namespace

const Format transcript = {"transcript", "lines marked > and <, TX: and RX: or alike, with or without a time",
                           kSamples, score, make};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// pppd's chat -v, through syslog, on standard error, or in kppp's log:
//   Jun  1 16:37:24 host chat[8920]: send (ATE0V1^M)          Aug 22 20:35:43 [chat] send (ATZ^M)
//   Jun  1 16:37:24 host chat[8920]: expect (OK)
//   Jun  1 16:37:24 host chat[8920]: ATE0V1^M^M
//   Jun  1 16:37:24 host chat[8920]: OK
//   Jun  1 16:37:24 host chat[8920]:  -- got it
// What was received is shown as it came, control bytes as ^M; a LF ends the line of the log. chat stops
// reading where the expected text matches: no LF came yet behind a text that " -- got it" follows.
#include <algorithm>
#include <array>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Message {
  std::string_view prefix;
  std::string_view text;
};

/// "… chat[8920]: TEXT" or "… [chat] TEXT".
bool parse_marked(std::string_view line, Message& message) {
  constexpr std::string_view kProgram = "chat[";
  constexpr std::string_view kKppp = "[chat] ";
  if (const std::size_t at = line.find(kKppp); at != std::string_view::npos) {
    message = {line.substr(0, at), line.substr(at + kKppp.size())};
    return true;
  }
  const std::size_t at = line.find(kProgram);
  if (at == std::string_view::npos || (at > 0 && line[at - 1] != ' ' && line[at - 1] != '/')) return false;
  const std::size_t digits = at + kProgram.size();
  const std::size_t close = line.find_first_not_of("0123456789", digits);
  if (close == std::string_view::npos || close == digits || !line.substr(close).starts_with("]:"))
    return false;
  std::string_view text = line.substr(close + 2);
  if (text.starts_with(' ')) text.remove_prefix(1);
  message = {line.substr(0, at), text};
  return true;
}

std::string_view without_indent(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// The text behind "send (".
bool parse_sent(std::string_view text, std::string_view& sent) {
  constexpr std::string_view kSend = "send (";
  text = without_indent(text);
  if (!text.starts_with(kSend) || !text.ends_with(')')) return false;
  sent = text.substr(kSend.size(), text.size() - kSend.size() - 1);
  return true;
}

bool is_end_of_match(std::string_view text) {
  text = without_indent(text);
  return text.starts_with("-- got it") || text.starts_with("-- failed");
}

/// What chat says of itself.
bool is_remark(std::string_view text) {
  constexpr std::array<std::string_view, 8> kRemarks = {
      "abort on (", "clear abort on (",  "timeout set to ", "expect (",
      "report (",   "clear report on (", "alarm",           "Failed"};
  text = without_indent(text);
  return is_end_of_match(text) || std::any_of(kRemarks.begin(), kRemarks.end(), [&](std::string_view remark) {
           return text.starts_with(remark);
         });
}

bool ends_script(std::string_view text) {
  text = without_indent(text);
  return text.starts_with("Serial connection established") || text.starts_with("Failed") ||
         text.starts_with("Connect script failed");
}

bool has_marks(std::string_view head) {
  Message message;
  return any_line(head, [&](std::string_view line) { return parse_marked(line, message); });
}

class ChatReader final : public TextSource {
 public:
  ChatReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "chat", .fidelity = Fidelity::escaped, .channels = {""}}),
        options_(options) {}

  void expect_marks(bool marked) { marked_ = marked; }
  /// Blanks before each line, of a log without marks.
  void expect_indent(std::size_t indent) { indent_ = indent; }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Message message{{}, outdented(line.text)};
    if (marked_ && !parse_marked(line.text, message)) return Verdict::foreign;
    Stamp stamp;
    if (parse_stamp(message.prefix, stamp) != 0) segment.time = read_time(stamp);
    std::string_view sent;
    if (parse_sent(message.text, sent)) {
      running_ = true;
      segment.sender = sender_of(true, options_);
      take(line, sent, segment);
      unescape(Escapes::caret, sent, unescaped_, segment);
      return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
    }
    if (ends_script(message.text)) running_ = false;
    if (is_remark(message.text)) {
      if (!message.text.starts_with("Failed")) running_ = true;
      return Verdict::nothing;
    }
    if (!running_) return message.text.empty() && !marked_ ? Verdict::nothing : Verdict::foreign;
    segment.sender = sender_of(false, options_);
    take(line, message.text, segment);
    read_received(line, message.text, segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  [[nodiscard]] std::string_view outdented(std::string_view text) const {
    return text.substr(std::min({indent_, text.find_first_not_of(" \t"), text.size()}));
  }

  void read_received(Line& line, std::string_view text, Segment& segment) {
    const std::size_t begin = static_cast<std::size_t>(text.data() - line.text.data());
    const bool line_end = line.end_size() > 0 && !match_follows(line);
    text = line.text.substr(begin);  // looking ahead may have moved it
    Unescaped::Writer writer = unescaped_.begin(text.size() + 2);
    while (!text.empty()) {
      const bool control = text.size() > 1 && text[0] == '^' &&
                           (text[1] == 'M' || text[1] == '?' || text[1] == '@' || text[1] == 'Z' ||
                            (text[1] >= 'A' && text[1] <= '_' && (text.size() == 2 || text[2] == '^')));
      if (control) {
        writer.put(text[1] == '?' ? '\x7f' : static_cast<char>(text[1] - '@'), 2);
      } else {
        writer.append(text.front());
      }
      text.remove_prefix(control ? 2 : 1);
    }
    if (line_end) {
      writer.shift(line.end_size() - 1);
      writer.append('\n');
    }
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  /// The next line of chat's says that the expected text was found.
  bool match_follows(Line& line) {
    constexpr std::size_t kReach = 1024;
    std::string_view rest = following(line, kReach);
    bool found = false;
    (void)any_line(rest.substr(0, kReach), [&](std::string_view next) {
      Message message{{}, next};
      if (marked_ && !parse_marked(next, message)) return false;
      found = is_end_of_match(message.text);
      return true;
    });
    return found;
  }

  OpenOptions options_;
  bool marked_ = false;
  std::size_t indent_ = 0;
  bool running_ = false;
  Unescaped unescaped_;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  constexpr std::size_t kLongReach = std::size_t{1} << 20U;
  // A system log may say a lot before chat does.
  const bool marked = has_marks(input->peek(1).substr(0, kProbeSize)) ||
                      has_marks(input->peek(kProbeSize).substr(0, kLongReach));
  std::size_t indent = 0;
  (void)any_line(input->peek(1).substr(0, kProbeSize), [&](std::string_view line) {
    std::string_view sent;
    indent = std::min(line.find_first_not_of(" \t"), line.size());
    return parse_sent(line, sent) || without_indent(line).starts_with("abort on (");
  });
  return make_configured<ChatReader>(std::move(input), options, [=](ChatReader& reader) {
    reader.expect_marks(marked);
    if (!marked) reader.expect_indent(indent);
  });
}

int score(std::string_view head) {
  bool marked = false;
  bool sent = false;
  bool expected = false;
  each_line(head, [&](std::string_view line) {
    Message message{{}, line};
    const bool has_mark = parse_marked(line, message);
    std::string_view text;
    if (parse_sent(message.text, text)) sent = true;
    expected = expected || without_indent(message.text).starts_with("expect (");
    marked = marked || (has_mark && (sent || is_remark(message.text)));
  });
  return marked || (sent && expected) ? kCertain + 4 : kNoEvidence;
}

constexpr std::int64_t kTime = ((16 * 60 + 37) * 60 + 24) * kNsPerSecond;

constexpr std::array<ExpectedSegment, 6> kSyslog = {{
    {Sender::dte, "ATE0V1\r", 2, Clock::time_of_day, kTime},
    {Sender::dce, "ATE0V1\r\r\n", 4, Clock::time_of_day, kTime},
    {Sender::dce, "OK", 6, Clock::time_of_day, kTime},
    {Sender::dte, "AT^XMODE\r", 8, Clock::time_of_day, kTime + kNsPerSecond},
    {Sender::dce, "\r\n", 10, Clock::time_of_day, kTime + kNsPerSecond},
    {Sender::dce, "^XMODE:2,3\r\n", 11, Clock::time_of_day, kTime + kNsPerSecond},
}};
constexpr std::array<ExpectedSegment, 4> kPlain = {{
    {Sender::dte, "at\r", 2},
    {Sender::dce, "at\r\r\n", 4},
    {Sender::dce, "OK", 5},
    {Sender::dte, "\r", 7},
}};
constexpr std::array<ExpectedSegment, 3> kIndented = {{
    {Sender::dte, "ATZ\r", 2},
    {Sender::dce, "ATZ\r\r\n", 4},
    {Sender::dce, "OK", 5},
}};
constexpr std::array<ExpectedSegment, 1> kKppp = {{
    {Sender::dte, "ATZ\r", 1, Clock::time_of_day, kTime},
}};
constexpr std::array<Sample, 4> kSamples = {{
    {"Jun  1 16:37:24 host chat[8920]: abort on (ERROR)\n"
     "Jun  1 16:37:24 host chat[8920]: send (ATE0V1^M)\n"
     "Jun  1 16:37:24 host chat[8920]: expect (OK)\n"
     "Jun  1 16:37:24 host chat[8920]: ATE0V1^M^M\n"
     "Jun  1 16:37:24 host kernel: usb 1-1: reset\n"
     "Jun  1 16:37:24 host chat[8920]: OK\n"
     "Jun  1 16:37:24 host chat[8920]:  -- got it \n"
     "Jun  1 16:37:25 host chat[8920]: send (AT^XMODE^M)\n"
     "Jun  1 16:37:25 host chat[8920]: expect (OK)\n"
     "Jun  1 16:37:25 host chat[8920]: ^M\n"
     "Jun  1 16:37:25 host chat[8920]: ^XMODE:2,3^M\n"
     "Jun  1 16:38:10 host chat[8920]: alarm\n"
     "Jun  1 16:38:10 host chat[8920]: Failed\n",
     kSyslog},
    {"abort on (BUSY)\n"
     "send (at^M)\n"
     "expect (OK)\n"
     "at^M^M\n"
     "OK\n"
     " -- got it\n"
     "send (^M)\n"
     "Serial connection established.\n"
     "Using interface ppp0\n",
     kPlain},
    {"Aug 22 16:37:24 [chat] send (ATZ^M)\n"
     "Aug 22 16:37:24 [chat] expect (OK)\n",
     kKppp},
    {"    abort on (BUSY)\n"
     "    send (ATZ^M)\n"
     "    expect (OK)\n"
     "    ATZ^M^M\n"
     "    OK\n"
     "     -- got it\n",
     kIndented},
}};

}  // namespace

const Format chat = {"chat", "pppd's chat -v, from syslog, standard error or kppp", kSamples, score, make};

}  // namespace atscope::capture

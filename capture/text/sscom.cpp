// SPDX-License-Identifier: MIT
// SSCOM, the serial terminal most used in China, in UTF-8 or GBK:
//   [14:42:41.394]发→◇AT+CSQ
//   □
//   [14:42:41.398]收←◆AT+CSQ
// A record starts at its mark and runs to the next one, over several lines. 发→◇ was sent, 收←◆ was received.
// □ closes what was sent: on a line of its own CR LF went out before it, on the same line nothing did. What
// was received is shown as it came; a line end is then added, so that an empty line stands before the next
// mark if it ended in one.
#include <algorithm>
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Mark {
  std::string_view bytes;
  bool sent;
};
constexpr std::array<Mark, 4> kMarks = {{
    {"\xe5\x8f\x91\xe2\x86\x92\xe2\x97\x87", true},   // UTF-8
    {"\xe6\x94\xb6\xe2\x86\x90\xe2\x97\x86", false},  //
    {"\xb7\xa2\xa1\xfa\xa1\xf3", true},               // GBK
    {"\xca\xd5\xa1\xfb\xa1\xf4", false},
}};
constexpr std::array<std::string_view, 2> kBoxes = {"\xe2\x96\xa1", "\xa1\xf5"};

struct Header {
  Stamp stamp;
  bool sent = false;
  std::size_t size = 0;  ///< of time and mark
};

/// The longest time and mark, with some room for other time forms.
constexpr std::size_t kHeaderReach = 48;

bool parse_header(std::string_view text, Header& header) {
  std::size_t at = 0;
  header.stamp = Stamp{};
  if (text.starts_with('[')) {
    const std::size_t size = parse_stamp(text.substr(1), header.stamp);
    at = size + 1;
    if (size == 0 || at >= text.size() || text[at] != ']') return false;
    ++at;
  }
  for (const Mark& mark : kMarks) {
    if (!text.substr(at).starts_with(mark.bytes)) continue;
    header.sent = mark.sent;
    header.size = at + mark.bytes.size();
    return true;
  }
  return false;
}

std::size_t box_at_end(std::string_view text) {
  for (const std::string_view box : kBoxes) {
    if (text.ends_with(box)) return box.size();
  }
  return 0;
}

bool starts_with_box(std::string_view text) {
  return std::any_of(kBoxes.begin(), kBoxes.end(),
                     [&](std::string_view box) { return text.starts_with(box); });
}

/// Whether the log still has the line ends that the tool adds behind what was received: authors drop empty
/// lines.
bool has_separators(std::string_view head) {
  Header header;
  bool received = false;
  bool blank = false;
  int with = 0;
  int without = 0;
  each_line(head, [&](std::string_view line) {
    if (parse_header(line, header)) {
      if (received) ++(blank ? with : without);
      received = !header.sent;
    }
    blank = line.empty();
  });
  return with > 0 && with >= without;
}

bool is_final_result(std::string_view text) {
  constexpr std::array<std::string_view, 4> kFinal = {"OK", "ERROR", "NO CARRIER", "CONNECT"};
  return std::find(kFinal.begin(), kFinal.end(), text) != kFinal.end();
}

class SscomReader final : public TextSource {
 public:
  SscomReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "sscom", .channels = {""}}), options_(options) {
    takes_pieces_ = true;
  }

  void expect_separators(bool expected) { separators_ = expected; }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    const bool last = line.end != LineEnd::cut && parse_header(following(line, kHeaderReach), header_);
    std::string_view text = line.text;
    if (!line.continued) {
      if (parse_header(text, header_)) {
        state_ = header_.sent ? State::sent : State::received;
        time_ = read_time(header_.stamp);
        text.remove_prefix(header_.size);
      } else if (state_ == State::outside) {
        return text.empty() ? Verdict::nothing : Verdict::foreign;
      } else if (text.starts_with("//") || text.starts_with("/*")) {
        return Verdict::foreign;
      } else if (state_ == State::sent && starts_with_box(text)) {
        state_ = State::outside;
        return Verdict::nothing;
      }
    }
    segment.sender = sender_of(state_ == State::sent, options_);
    segment.time = time_;
    const std::string_view bytes =
        state_ == State::sent ? sent_bytes(line, text, last) : received_bytes(line, text, last);
    take(line, bytes, segment);
    return bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  std::string_view sent_bytes(const Line& line, std::string_view text, bool last) {
    if (const std::size_t box = line.end == LineEnd::cut ? 0 : box_at_end(text)) {
      state_ = State::outside;
      return text.substr(0, text.size() - box);
    }
    return text.empty() && last ? text : with_end(line, text);
  }

  std::string_view received_bytes(const Line& line, std::string_view text, bool last) const {
    const bool added = separators_ && last && !is_final_result(text);
    return added || (text.empty() && last) ? text : with_end(line, text);
  }

  static std::string_view with_end(const Line& line, std::string_view text) {
    return {text.data(), text.size() + line.end_size()};
  }

  enum class State : std::uint8_t { outside, sent, received };

  OpenOptions options_;
  State state_ = State::outside;
  Timestamp time_;
  Header header_;
  bool separators_ = false;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  const bool separators = has_separators(input->peek(kProbeSize).substr(0, kProbeSize));
  return make_configured<SscomReader>(std::move(input), options,
                                      [=](SscomReader& reader) { reader.expect_separators(separators); });
}

int score(std::string_view head) {
  Header header;
  return any_line(head, [&](std::string_view line) { return parse_header(line, header); }) ? kCertain + 5
                                                                                           : kNoEvidence;
}

constexpr std::int64_t at(std::int64_t hour, std::int64_t minute, std::int64_t ms) {
  return ((hour * 60 + minute) * 60'000 + ms) * 1'000'000;
}

constexpr std::array<ExpectedSegment, 7> kUtf8 = {{
    {Sender::dte, "AT+CGDCONT=1,\"IP\",\"internet.example\"\r\n", 1, Clock::time_of_day, at(14, 42, 41'394)},
    {Sender::dce, "AT+CGDCONT=1,\"IP\",\"internet.example\"\r\n", 3, Clock::time_of_day, at(14, 42, 41'398)},
    {Sender::dce, "\r\n", 4, Clock::time_of_day, at(14, 42, 41'398)},
    {Sender::dce, "OK\r\n", 5, Clock::time_of_day, at(14, 42, 41'398)},
    {Sender::dce, "\r\n", 7, Clock::time_of_day, at(14, 42, 41'789)},
    {Sender::dce, "CONNECT OK\r\n", 8, Clock::time_of_day, at(14, 42, 41'789)},
    {Sender::dte, "123", 10, Clock::none, 0},
}};
constexpr std::array<ExpectedSegment, 7> kGbk = {{
    {Sender::dte, "AT+CSQ\r\n", 1, Clock::time_of_day, at(23, 59, 59'900)},
    {Sender::dce, "\r\n", 3, Clock::time_of_day, at(23, 59, 59'950)},
    {Sender::dce, "+CSQ: 2", 4, Clock::time_of_day, at(23, 59, 59'950)},
    {Sender::dce, "0,99\r\n", 5, Clock::time_of_day, at(24, 0, 10)},
    {Sender::dce, "\r\n", 7, Clock::time_of_day, at(24, 0, 20)},
    {Sender::dce, "OK\r\n", 8, Clock::time_of_day, at(24, 0, 20)},
    {Sender::dte, "ATI\r\n", 10, Clock::time_of_day, at(24, 0, 500)},
}};

constexpr std::array<Sample, 2> kSamples = {{
    {"[14:42:41.394]发→◇AT+CGDCONT=1,\"IP\",\"internet.example\"\r\n"
     "□\r\n"
     "[14:42:41.398]收←◆AT+CGDCONT=1,\"IP\",\"internet.example\"\r\n"
     "\r\n"
     "OK\r\n"
     "\r\n"
     "[14:42:41.789]收←◆\r\n"
     "CONNECT OK\r\n"
     "\r\n"
     "发→◇123□\r\n"
     "// the server is a test server\r\n",
     kUtf8},
    {"[23:59:59.900]\xb7\xa2\xa1\xfa\xa1\xf3"
     "AT+CSQ\r\n"
     "\xa1\xf5\r\n"
     "[23:59:59.950]\xca\xd5\xa1\xfb\xa1\xf4\r\n"
     "+CSQ: 2\r\n"
     "[00:00:00.010]\xca\xd5\xa1\xfb\xa1\xf4"
     "0,99\r\n"
     "\r\n"
     "[00:00:00.020]\xca\xd5\xa1\xfb\xa1\xf4\r\n"
     "OK\r\n"
     "\r\n"
     "[00:00:00.500]\xb7\xa2\xa1\xfa\xa1\xf3"
     "ATI\r\n"
     "\xa1\xf5\r\n"
     "// comment\r\n",
     kGbk},
}};

}  // namespace

const Format sscom = {"sscom", "SSCOM terminal log in UTF-8 or GBK, with 发→◇ and 收←◆", kSamples, score,
                      make};

}  // namespace atscope::capture

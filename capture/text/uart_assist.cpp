// SPDX-License-Identifier: MIT
// UartAssist, and NetAssist for its network twin: a header, the bytes on the lines below it, an empty line.
//   [2019-05-15 16:32:52.893]# RECV ASCII>          # SEND HEX/26 >>>          # RECV ASCII 6B>
// Text is shown as it came, hex as pairs with blanks. A header can fall into the middle of a line. The number
// counts the bytes.
#include <array>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Header {
  std::size_t begin = 0;  ///< where it begins in its line
  Stamp stamp;
  bool sent = false;
  bool hex = false;
};

bool parse_header(std::string_view line, Header& header) {
  constexpr std::string_view kMark = "]# ";
  const std::size_t mark = line.find(kMark);
  if (mark == std::string_view::npos) return false;
  header.begin = line.rfind('[', mark);
  if (header.begin == std::string_view::npos) return false;
  if (parse_stamp(line.substr(header.begin + 1), header.stamp) != mark - header.begin - 1) return false;
  std::string_view rest = line.substr(mark + kMark.size());
  header.sent = rest.starts_with("SEND ");
  if (!header.sent && !rest.starts_with("RECV ")) return false;
  rest.remove_prefix(5);
  header.hex = rest.starts_with("HEX");
  return (header.hex || rest.starts_with("ASCII")) && rest.find_first_of("<>") != std::string_view::npos;
}

class UartAssistReader final : public TextSource {
 public:
  UartAssistReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "uartassist", .channels = {""}}), options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    constexpr std::size_t kReach = 128;
    const std::string_view next = following(line, kReach).substr(0, kReach);
    Header next_header;
    const bool last =
        next.empty() || (next.front() == '[' && parse_header(next.substr(0, next.find('\n')), next_header));
    segment.sender = sender_of(header_.sent, options_);
    segment.time = time_;
    Header header;
    if (parse_header(line.text, header)) {
      const bool within = started_ && header.begin > 0;
      if (within) read(line, line.text.substr(0, header.begin), segment);
      header_ = header;
      started_ = true;
      time_ = read_time(header.stamp);
      return within && !segment.bytes.empty() ? Verdict::segment : Verdict::nothing;
    }
    if (!started_) return line.text.empty() ? Verdict::nothing : Verdict::foreign;
    if (line.text.empty() && last) return Verdict::nothing;
    read(line, header_.hex ? line.text : line.with_end(), segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  void read(const Line& line, std::string_view payload, Segment& segment) {
    take(line, payload, segment);
    if (header_.hex) unescape(Escapes::hex, payload, unescaped_, segment);
  }

  OpenOptions options_;
  Header header_;
  bool started_ = false;
  Timestamp time_;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  Header header;
  return any_line(head,
                  [&](std::string_view line) { return parse_header(line, header) && header.begin == 0; })
             ? kCertain + 5
             : kNoEvidence;
}

constexpr std::int64_t kTime = 1'557'937'972'893'000'000;  // 2019-05-15 16:32:52.893

constexpr std::array<ExpectedSegment, 5> kText = {{
    {Sender::dte, "AT+CSQ\r\n", 2, Clock::utc, kTime},
    {Sender::dce, "\r\n", 5, Clock::utc, kTime + 7'000'000},
    {Sender::dce, "+CSQ: ", 6, Clock::utc, kTime + 7'000'000},
    {Sender::dce, "20,99\r\n", 7, Clock::utc, kTime + 8'000'000},
    {Sender::dce, "OK\r\n", 8, Clock::utc, kTime + 8'000'000},
}};
constexpr std::array<ExpectedSegment, 2> kHex = {{
    {Sender::dte, "AT\r\n", 2, Clock::utc, kTime},
    {Sender::dce, "\r\nOK\r\n", 5, Clock::utc, kTime + 7'000'000},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"[2019-05-15 16:32:52.893]# SEND ASCII>\r\n"
     "AT+CSQ\r\n"
     "\r\n"
     "[2019-05-15 16:32:52.900]# RECV ASCII 8B>\r\n"
     "\r\n"
     "+CSQ: [2019-05-15 16:32:52.901]# RECV ASCII/9 <<<\r\n"
     "20,99\r\n"
     "OK\r\n"
     "\r\n",
     kText},
    {"[2019-05-15 16:32:52.893]# SEND HEX/4 >>>\r\n"
     "41 54 0D 0A \r\n"
     "\r\n"
     "[2019-05-15 16:32:52.900]# RECV HEX FROM 192.0.2.7 :8080>\r\n"
     "0D 0A 4F 4B 0D 0A\r\n"
     "\r\n",
     kHex},
}};

}  // namespace

const Format uart_assist = {"uartassist", "UartAssist or NetAssist (# SEND ASCII>, # RECV HEX>)", kSamples,
                            score, make_reader<UartAssistReader>};

}  // namespace atscope::capture

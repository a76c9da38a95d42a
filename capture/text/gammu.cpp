// SPDX-License-Identifier: MIT
// gammu with logformat textall, or gammu-smsd's log of it; each line may have a time in front.
//   SENDING frame type 0x00/length 0x07/7
//   41A|54T|2B+|43C|53S|51Q|0D                                      AT+CSQ.
// A header says who and how many bytes. Rows hold up to 16 cells of four columns: two hex digits, the
// character (a blank if it cannot be printed), | (a blank behind the 16th). Lines of the form 1 "AT+CSQ" are
// gammu's own reading of the answer and come before it.
#include <array>
#include <optional>
#include <string>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Header {
  bool sent = false;
  std::size_t length = 0;
};

/// "SENDING frame type 0x00/length 0x07/7", also with "frametype".
std::optional<Header> parse_header(std::string_view text) {
  Header header;
  header.sent = text.starts_with("SENDING frame");
  if (!header.sent && !text.starts_with("RECEIVED frame")) return std::nullopt;
  constexpr std::string_view kLength = "length 0x";
  std::size_t at = text.find(kLength);
  if (at == std::string_view::npos) return std::nullopt;
  for (at += kLength.size(); at < text.size() && hex_digit(text[at]) >= 0; ++at) {
    if (header.length > 0xffffff) return std::nullopt;
    header.length = header.length * 16 + static_cast<std::size_t>(hex_digit(text[at]));
  }
  return header;
}

/// The text behind a time and, in the daemon's log, its name.
std::string_view without_prefix(std::string_view text, Stamp& stamp) {
  const std::size_t size = parse_stamp(text, stamp);
  if (size == 0) return text;
  constexpr std::string_view kDaemon = "gammu: ";
  const std::size_t daemon = text.find(kDaemon, size);
  if (daemon != std::string_view::npos) return text.substr(daemon + kDaemon.size());
  if (text.substr(size).starts_with(": ")) return text.substr(size + 2);
  return text;
}

class GammuReader final : public TextSource {
 public:
  GammuReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "gammu", .channels = {""}}), options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    Stamp stamp;
    const std::string_view text = without_prefix(line.text, stamp);
    if (const auto header = parse_header(text)) {
      const std::size_t missing = missing_;
      frame_ = *header;
      missing_ = header->length;
      time_ = read_time(stamp);
      if (missing == 0) return Verdict::nothing;
      note_ = std::to_string(missing) + " bytes of the frame before are not in the log";
      segment.kind = SegmentKind::gap;
      segment.note = note_;
      segment.time = time_;
      return Verdict::segment;
    }
    if (missing_ == 0) return Verdict::foreign;
    segment.sender = sender_of(frame_.sent, options_);
    segment.time = time_;
    take(line, text, segment);
    read_row(text, segment);
    if (segment.bytes.empty()) return Verdict::foreign;
    missing_ -= segment.bytes.size();
    return Verdict::segment;
  }

  void read_row(std::string_view text, Segment& segment) {
    constexpr std::size_t kCells = 16;
    constexpr std::size_t kColumns = 4;
    constexpr std::size_t kWidest = 7;  // the character in UTF-8
    Unescaped::Writer writer = unescaped_.begin(text.size());
    std::size_t at = 0;
    for (std::size_t cell = 0; cell < kCells && cell < missing_; ++cell) {
      if (at + 1 >= text.size() || hex_digit(text[at]) < 0 || hex_digit(text[at + 1]) < 0) break;
      std::size_t size = std::min(kColumns, text.size() - at);
      const bool last = cell + 1 == kCells || cell + 1 == missing_;
      if (!last && (size < kColumns || text[at + 3] != '|')) {
        const std::size_t bar = text.substr(0, std::min(text.size(), at + kWidest)).find('|', at + 3);
        if (bar == std::string_view::npos) break;
        size = bar + 1 - at;
      }
      writer.put(static_cast<char>(hex_digit(text[at]) * 16 + hex_digit(text[at + 1])), size);
      at += size;
    }
    segment.bytes = writer.bytes();
    segment.offset_steps = writer.steps();
  }

  OpenOptions options_;
  Header frame_;
  std::size_t missing_ = 0;  ///< bytes of the frame that are still to come
  Timestamp time_;
  std::string note_;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  Stamp stamp;
  return any_line(
             head,
             [&](std::string_view line) { return parse_header(without_prefix(line, stamp)).has_value(); })
             ? kCertain + 5
             : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 3> kPlain = {{
    {Sender::dte, "AT+CUSD=2\r", 2},
    {Sender::dce, "AT+CUSD=2\r\r\n+CM|", 6},
    {Sender::dce, "E\r\n", 7},
}};
constexpr std::int64_t kTime = 1'474'586'483'000'000'000;  // 2016-09-22 23:21:23
constexpr std::array<ExpectedSegment, 2> kDaemon = {{
    {Sender::dte, "AT+CSQ\r", 3, Clock::utc, kTime},
    {Sender::dce, "OK\r\n", 6, Clock::utc, kTime + kNsPerSecond},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"SENDING frametype 0x00/length 0x0A/10\n"
     "41A|54T|2B+|43C|55U|53S|44D|3D=|322|0D                          AT+CUSD=2.      \n"
     "1 \"AT+CUSD=2\"\n"
     "2 \"+CM|E\"\n"
     "RECEIVED frametype 0x00/length 0x13/19\n"
     "41A|54T|2B+|43C|55U|53S|44D|3D=|322|0D |0D |0A |2B+|43C|4DM|7C| AT+CUSD=2...+CM|\n"
     "45E|0D |0A                                                      E..             \n",
     kPlain},
    {"Thu 2016/09/22 23:21:23 gammu-smsd[29510]: gammu: Getting signal quality info\n"
     "Thu 2016/09/22 23:21:23 gammu-smsd[29510]: gammu: SENDING frame type 0x00/length 0x07/7\n"
     "Thu 2016/09/22 23:21:23 gammu-smsd[29510]: gammu: 41A|54T|2B+|43C|53S|51Q|0D                           "
     "           AT+CSQ.         \n"
     "Thu 2016/09/22 23:21:24 gammu-smsd[29510]: gammu: 3 \"OK\"\n"
     "Thu 2016/09/22 23:21:24 gammu-smsd[29510]: gammu: RECEIVED frame type 0x00/length 0x04/4\n"
     "Thu 2016/09/22 23:21:24 gammu-smsd[29510]: gammu: 4FO|4BK|0D |0A                                       "
     "           OK..            \n",
     kDaemon},
}};

}  // namespace

const Format gammu = {"gammu", "gammu or gammu-smsd log in the format textall", kSamples, score,
                      make_reader<GammuReader>};

}  // namespace atscope::capture

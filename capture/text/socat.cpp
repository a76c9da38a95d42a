// SPDX-License-Identifier: MIT
// socat -x -v, -x or -v: a header for each block, > from the first address to the second, < back.
//   > 2014/01/11 11:34:08.565031  length=4 from=0 to=3
//    41 54 0d 0a                                      AT..
//   --
// Rows hold up to 16 bytes and break behind each LF. With -v alone the text stands below the header, \r as
// such. Which address is the host is told by who sends the first command. Newer versions write microseconds
// in nine digits.
#include <algorithm>
#include <array>
#include <optional>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Header {
  bool forth = false;  ///< from the first address to the second
  Stamp stamp;
  std::size_t length = 0;
};

std::optional<Header> parse_header(std::string_view line) {
  Header header;
  header.forth = line.starts_with("> ");
  if (!header.forth && !line.starts_with("< ")) return std::nullopt;
  line.remove_prefix(2);
  const std::size_t size = parse_stamp(line, header.stamp);
  constexpr std::string_view kLength = "length=";
  const std::size_t at = line.find(kLength);
  if (size == 0 || at == std::string_view::npos) return std::nullopt;
  const std::string_view fraction = line.substr(std::min(line.find('.'), line.size()));
  constexpr std::int64_t kMillisecond = 1'000'000;
  if (header.stamp.resolution_ns == 1 && fraction.starts_with(".000")) {
    const std::int64_t micros = header.stamp.ns % kMillisecond;
    header.stamp.ns += micros * 1000 - micros;
    header.stamp.resolution_ns = 1000;
  }
  for (std::size_t i = at + kLength.size(); i < line.size() && line[i] >= '0' && line[i] <= '9'; ++i) {
    if (header.length > 0xffffff) return std::nullopt;
    header.length = header.length * 10 + static_cast<std::size_t>(line[i] - '0');
  }
  return header;
}

bool is_hex_row(std::string_view line) {
  return line.size() >= 3 && line[0] == ' ' && hex_digit(line[1]) >= 0 && hex_digit(line[2]) >= 0 &&
         (line.size() == 3 || line[3] == ' ');
}

/// Bytes in a row: 16 with the text behind them, any number without.
std::size_t columns_of(std::string_view line) {
  constexpr std::size_t kRow = 16;
  const std::size_t text = 1 + kRow * 3 - 1;
  return line.size() <= text || line.substr(text).starts_with("  ") ? kRow : 0;
}

class SocatReader final : public TextSource {
 public:
  SocatReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "socat", .channels = {""}}), options_(options) {}

  void host_is_first(bool first) { host_is_first_ = first; }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (const auto header = parse_header(line.text)) {
      header_ = *header;
      time_ = read_time(header->stamp);
      missing_ = header->length;
      return Verdict::nothing;
    }
    if (line.text == "--") {
      missing_ = 0;
      return Verdict::nothing;
    }
    if (missing_ == 0) return line.text.empty() ? Verdict::nothing : Verdict::foreign;
    segment.sender = sender_of(header_.forth == host_is_first_, options_);
    segment.time = time_;
    if (is_hex_row(line.text)) {
      take(line, line.text, segment);
      unescape(Escapes::hex, line.text, unescaped_, segment, columns_of(line.text));
    } else {
      take(line, line.with_end(), segment);
      unescape(Escapes::backslash, segment.bytes, unescaped_, segment);
    }
    segment.bytes = segment.bytes.substr(0, missing_);
    missing_ -= segment.bytes.size();
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  OpenOptions options_;
  bool host_is_first_ = true;
  Header header_;
  Timestamp time_;
  std::size_t missing_ = 0;
  Unescaped unescaped_;
};

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  SocatReader probe(Input::from_memory(input->peek(kProbeSize).substr(0, kProbeSize)), {});
  bool first = true;
  Segment segment;
  while (probe.next(segment)) {
    if (options.sent_by_given || !looks_like_command(segment.bytes)) continue;
    first = segment.sender == Sender::dte;
    break;
  }
  return make_configured<SocatReader>(std::move(input), options,
                                      [=](SocatReader& reader) { reader.host_is_first(first); });
}

int score(std::string_view head) {
  return any_line(head, [](std::string_view line) { return parse_header(line).has_value(); }) ? kCertain + 5
                                                                                              : kNoEvidence;
}

constexpr std::int64_t kTime = 1'389'440'048'565'031'000;  // 2014-01-11 11:34:08.565031

constexpr std::array<ExpectedSegment, 3> kHex = {{
    {Sender::dte, "AT+CGMI=?\r\n", 2, Clock::utc, kTime},
    {Sender::dce, "\r\n", 5, Clock::utc, kTime + 100'000'000},
    {Sender::dce, "12 34 56 78 9a 1", 6, Clock::utc, kTime + 100'000'000},
}};
constexpr std::array<ExpectedSegment, 3> kText = {{
    {Sender::dte, "AT\r\n", 2, Clock::utc, 1'700'000'000'172'082'000},
    {Sender::dce, "\r\n", 4, Clock::utc, 1'700'000'000'180'000'000},
    {Sender::dce, "OK\r\n", 5, Clock::utc, 1'700'000'000'180'000'000},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"> 2014/01/11 11:34:08.565031  length=11 from=0 to=10\n"
     " 41 54 2b 43 47 4d 49 3d 3f 0d 0a                 AT+CGMI=?..\n"
     "--\n"
     "< 2014/01/11 11:34:08.665031  length=18 from=0 to=17\n"
     " 0d 0a                                            ..\n"
     " 31 32 20 33 34 20 35 36 20 37 38 20 39 61 20 31  12 34 56 78 9a 1\n"
     "--\n",
     kHex},
    {"< 2023/11/14 22:13:20.000172082  length=4 from=0 to=3\n"
     "AT\\r\n"
     "> 2023/11/14 22:13:20.000180000  length=6 from=0 to=5\n"
     "\\r\n"
     "OK\\r\n",
     kText},
}};

}  // namespace

const Format socat = {"socat", "socat with -x, -v or both", kSamples, score, make};

}  // namespace atscope::capture

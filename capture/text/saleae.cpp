// SPDX-License-Identifier: MIT
// Saleae Logic's export of a serial line, one byte a row. Of Logic 1:
//   Time [s],Value,Parity Error,Framing Error
//   0.042980320000000,0x41,,
// Of Logic 2:
//   name,type,start_time,duration,data,error
//   "Async Serial","data",0.04298032,8.6e-05,"0x41",
// A value is hex, or the character itself, with ' ', COMMA, \r, \n and \t by name. One file is one line of
// the port: nothing tells who sent.
#include <array>
#include <optional>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Row {
  std::string_view time, value;
  std::string_view error;  ///< what the analyser complains of, or empty
};

/// The field up to the next comma, without its quotes. A comma as value stands in quotes.
std::string_view take_field(std::string_view& rest) {
  if (rest.starts_with('"')) {
    const std::size_t close = rest.find('"', 1);
    if (close != std::string_view::npos) {
      const std::string_view field = rest.substr(1, close - 1);
      rest.remove_prefix(std::min(rest.size(), close + 2));
      return field;
    }
  }
  const std::size_t comma = std::min(rest.find(','), rest.size());
  const std::string_view field = rest.substr(0, comma);
  rest.remove_prefix(std::min(rest.size(), comma + 1));
  return field;
}

enum class Version : std::uint8_t { none, logic1, logic2 };

Version version_of(std::string_view line) {
  if (line.starts_with("Time [s],Value,Parity Error,Framing Error")) return Version::logic1;
  if (line.starts_with("name,type,start_time,duration,")) return Version::logic2;
  return Version::none;
}

std::optional<char> parse_value(std::string_view value) {
  struct Name {
    std::string_view text;
    char byte;
  };
  constexpr std::array<Name, 7> kNames = {{{"' '", ' '},
                                           {"COMMA", ','},
                                           {"\\r", '\r'},
                                           {"\\n", '\n'},
                                           {"\\t", '\t'},
                                           {"\\0", '\0'},
                                           {"\\\\", '\\'}}};
  if (value.size() == 1) return value.front();
  for (const Name& name : kNames) {
    if (value == name.text) return name.byte;
  }
  const bool hex = value.size() == 4 && value.starts_with("0x");
  if (!hex || hex_digit(value[2]) < 0 || hex_digit(value[3]) < 0) return std::nullopt;
  return static_cast<char>(hex_digit(value[2]) * 16 + hex_digit(value[3]));
}

class SaleaeReader final : public TextSource {
 public:
  SaleaeReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input), {.format = "saleae", .has_direction = false, .channels = {""}}) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (const Version version = version_of(line.text); version != Version::none) {
      version_ = version;
      return Verdict::nothing;
    }
    if (line.text.empty()) return Verdict::nothing;
    if (version_ == Version::none) return Verdict::foreign;
    const Row row = parse_row(line.text);
    Stamp stamp;
    if (parse_stamp(row.time, stamp) == row.time.size() && !row.time.empty()) segment.time = read_time(stamp);
    if (!row.error.empty()) {
      segment.kind = SegmentKind::line_error;
      segment.note = row.error;
      return Verdict::segment;
    }
    const std::optional<char> byte = parse_value(row.value);
    if (!byte) return Verdict::foreign;
    take(line, row.value, segment);
    Unescaped::Writer writer = unescaped_.begin(1);
    writer.put(*byte, row.value.size());
    segment.bytes = writer.bytes();
    return Verdict::segment;
  }

  [[nodiscard]] Row parse_row(std::string_view rest) const {
    Row row;
    if (version_ == Version::logic1) {
      row.time = take_field(rest);
      row.value = take_field(rest);
      if (!take_field(rest).empty()) row.error = "parity error";
      if (!take_field(rest).empty()) row.error = "framing error";
    } else {
      (void)take_field(rest);
      if (take_field(rest) != "data") return row;
      row.time = take_field(rest);
      (void)take_field(rest);
      row.value = take_field(rest);
      row.error = take_field(rest);
    }
    return row;
  }

  Version version_ = Version::none;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  return any_line(head, [](std::string_view line) { return version_of(line) != Version::none; })
             ? kCertain + 5
             : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 5> kLogic1 = {{
    {Sender::unknown, "A", 2, Clock::monotonic, 42'980'320},
    {Sender::unknown, "T", 3, Clock::monotonic, 43'067'120},
    {Sender::unknown, " ", 4, Clock::monotonic, 43'153'920},
    {Sender::unknown, ",", 5, Clock::monotonic, 43'240'720},
    {Sender::unknown, "\r", 6, Clock::monotonic, 43'327'520},
}};
constexpr std::array<ExpectedSegment, 2> kLogic2 = {{
    {Sender::unknown, "O", 2, Clock::monotonic, 1'250'000'000},
    {Sender::unknown, "K", 3, Clock::monotonic, 1'250'086'800},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"Time [s],Value,Parity Error,Framing Error\n"
     "0.042980320000000,0x41,,\n"
     "0.043067120000000,T,,\n"
     "0.043153920000000,' ',,\n"
     "0.043240720000000,COMMA,,\n"
     "0.043327520000000,\\r,,\n",
     kLogic1},
    {"name,type,start_time,duration,data,error\n"
     "\"Async Serial\",\"data\",1.250000000,8.6e-05,\"0x4F\",\n"
     "\"Async Serial\",\"data\",1.250086800,8.6e-05,\"0x4B\",\n",
     kLogic2},
}};

}  // namespace

const Format saleae = {"saleae", "Saleae Logic's export of a serial line as CSV", kSamples, score,
                       make_reader<SaleaeReader>};

}  // namespace atscope::capture

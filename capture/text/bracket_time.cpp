// SPDX-License-Identifier: MIT
// Terminals that put the time before every line but not who sent it:
//   [14:17:35.895] AT+CSQ
// also with a date, with seconds since an unknown start, or without the brackets. The time is that of the
// chunk that starts the line, so that a chunk which begins inside a line breaks it in two. A time with
// nothing behind it is an empty line. Lines without a time go on with the chunk before.
#include <algorithm>
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Stamped {
  Stamp stamp;
  bool bracketed = false;
  std::string_view text;
};

bool parse_stamped(std::string_view line, Stamped& stamped) {
  stamped.bracketed = line.starts_with('[');
  const std::size_t open = stamped.bracketed ? 1 : 0;
  const std::size_t size = parse_stamp(line.substr(open), stamped.stamp);
  if (size == 0) return false;
  std::string_view rest = line.substr(open + size);
  if (stamped.bracketed) {
    if (!rest.starts_with(']')) return false;
    rest.remove_prefix(1);
  } else {
    constexpr std::int64_t kMillisecond = 1'000'000;
    // A bare number is a time only if it is written like one.
    if (stamped.stamp.kind == Stamp::Kind::monotonic && stamped.stamp.resolution_ns > kMillisecond)
      return false;
    if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t') return false;
  }
  if (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
  // The Arduino IDE writes "14:17:35.895 -> " before what it received.
  if (!stamped.bracketed && rest.starts_with("->")) rest.remove_prefix(rest.starts_with("-> ") ? 3 : 2);
  stamped.text = rest;
  return true;
}

bool has_open_quote(std::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 != 0;
}

class BracketTimeReader final : public TextSource {
 public:
  BracketTimeReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input), {.format = "bracket-time", .has_direction = false, .channels = {""}}) {
    takes_pieces_ = true;
  }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    const bool broken = is_broken(line);
    Stamped stamped;
    std::string_view text = line.text;
    if (!line.continued && is_stamped(text, stamped)) {
      started_ = true;
      bracketed_ = stamped.bracketed;
      time_ = read_time(stamped.stamp);
      text = stamped.text;
    } else if (!started_) {
      return text.empty() ? Verdict::nothing : Verdict::foreign;
    }
    segment.time = time_;
    take(line, {text.data(), text.size() + (broken ? 0 : line.end_size())}, segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  /// The first time of the log decides whether times stand in brackets.
  bool is_stamped(std::string_view text, Stamped& stamped) const {
    return parse_stamped(text, stamped) && (!started_ || stamped.bracketed == bracketed_);
  }

  /// A new chunk broke this line inside a quoted string: its line end is the tool's. Certain enough only if
  /// the quote closes in the next line, which comes at once and does not look like a line of its own.
  bool is_broken(Line& line) {
    constexpr std::size_t kReach = 512;
    constexpr std::int64_t kAtOnce = 50'000'000;
    if (line.is_piece() || !has_open_quote(line.text)) return false;
    std::string_view next = following(line, kReach).substr(0, kReach);
    next = next.substr(0, next.find('\n'));
    if (next.ends_with('\r')) next.remove_suffix(1);
    Stamped here;
    Stamped there;
    if (!is_stamped(line.text, here) || !is_stamped(next, there) || here.stamp.kind != there.stamp.kind)
      return false;
    return there.stamp.ns - here.stamp.ns <= kAtOnce && there.stamp.ns >= here.stamp.ns &&
           has_open_quote(there.text) && !looks_like_command(there.text) && !looks_like_response(there.text);
  }

  bool started_ = false;
  bool bracketed_ = true;
  Timestamp time_;
};

int score(std::string_view head) {
  int commands = 0;
  int responses = 0;
  Stamped stamped;
  each_line(head, [&](std::string_view line) {
    if (!parse_stamped(line, stamped)) return;
    commands += static_cast<int>(is_plain_command(stamped.text));
    responses += static_cast<int>(looks_like_response(stamped.text));
  });
  const bool evidence = commands > 0 ? commands + responses >= 2 : responses >= 3;
  return evidence ? kLikely + 20 : kNoEvidence;
}

constexpr std::int64_t at(std::int64_t ms) {
  return ((14 * 60 + 17) * 60'000LL + ms) * 1'000'000;
}

constexpr std::array<ExpectedSegment, 5> kTimeOfDay = {{
    {Sender::unknown, "AT+QMTOPEN=0,\"iot-x1.m", 1, Clock::time_of_day, at(35'904)},
    {Sender::unknown, "qtt.example.com\",1883\r\n", 2, Clock::time_of_day, at(35'908)},
    {Sender::unknown, "\r\n", 3, Clock::time_of_day, at(35'908)},
    {Sender::unknown, "OK  \r\n", 4, Clock::time_of_day, at(35'909)},
    {Sender::unknown, "+CREG: 1\r\n", 5, Clock::time_of_day, at(35'909)},
}};
constexpr std::array<ExpectedSegment, 2> kDated = {{
    {Sender::unknown, "AT\n", 1, Clock::utc, 1'548'904'515'159'000'000},
    {Sender::unknown, "OK\n", 2, Clock::utc, 1'548'904'515'170'000'000},
}};
constexpr std::array<ExpectedSegment, 2> kSeconds = {{
    {Sender::unknown, "AT+CSQ\n", 2, Clock::monotonic, 12'345'678'000},
    {Sender::unknown, "+CSQ: 20,99\n", 3, Clock::monotonic, 12'400'000'000},
}};
constexpr std::array<ExpectedSegment, 2> kBare = {{
    {Sender::unknown, "AT+CSQ\n", 1, Clock::time_of_day, at(35'895)},
    {Sender::unknown, "OK\n", 2, Clock::time_of_day, at(36'000)},
}};

constexpr std::array<ExpectedSegment, 3> kArrow = {{
    {Sender::unknown, "AT+CSQ\n", 1, Clock::time_of_day, at(35'895)},
    {Sender::unknown, "\n", 2, Clock::time_of_day, at(35'900)},
    {Sender::unknown, "OK\n", 3, Clock::time_of_day, at(36'000)},
}};

constexpr std::array<Sample, 5> kSamples = {{
    {"[14:17:35.904] AT+QMTOPEN=0,\"iot-x1.m\r\n"
     "[14:17:35.908] qtt.example.com\",1883\r\n"
     "[14:17:35.908] \r\n"
     "[14:17:35.909] OK  \r\n"
     "+CREG: 1\r\n",
     kTimeOfDay},
    {"[2019-01-31 03:15:15.159] AT\n"
     "[2019-01-31 03:15:15.170] OK\n",
     kDated},
    {"the port is open\n"
     "[   12.345678] AT+CSQ\n"
     "[   12.400000] +CSQ: 20,99\n",
     kSeconds},
    {"14:17:35.895 AT+CSQ\n"
     "14:17:36.000 OK\n",
     kBare},
    {"14:17:35.895 -> AT+CSQ\n"
     "14:17:35.900 -> \n"
     "14:17:36.000 -> OK\n",
     kArrow},
}};

}  // namespace

const Format bracket_time = {"bracket-time", "terminal log with a time before every line and no direction",
                             kSamples, score, make_reader<BracketTimeReader>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Particle Device OS, second generation: seconds since boot, direction, kind of answer, number of bytes, and
// the bytes with C escapes, where \x takes exactly two digits.
//        5.642 AT send      28 "AT+USOST=0,\"8.8.8.8\",53,58\r\n"
//        5.790 AT read OK    6 "\r\nOK\r\n"
// Other parts of the program log to the same port without a lock: a record can be cut anywhere, and the rest
// of it stands alone on a later line. The number of bytes tells.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

struct Record {
  Stamp stamp;
  bool sent = false;
  std::size_t length = 0;
  std::string_view payload;  ///< behind the opening quote
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Record> parse_record(std::string_view line) {
  Record record;
  const std::size_t size = parse_stamp(line, record.stamp);
  if (size == 0 || record.stamp.kind != Stamp::Kind::monotonic) return std::nullopt;
  std::string_view rest = line.substr(size);
  record.sent = rest.starts_with(" AT send ");
  if (!record.sent && !rest.starts_with(" AT read ")) return std::nullopt;
  rest.remove_prefix(9);
  const std::size_t digits = rest.find_first_of("0123456789");
  if (digits == std::string_view::npos || digits > 12) return std::nullopt;
  std::size_t at = digits;
  while (at < rest.size() && is_digit(rest[at]) && at - digits < 6) {
    record.length = record.length * 10 + static_cast<std::size_t>(rest[at++] - '0');
  }
  if (!rest.substr(at).starts_with(" \"")) return std::nullopt;
  record.payload = rest.substr(at + 2);
  return record;
}

/// Where another logger's line begins inside `text`: ten digits of milliseconds and a bracket.
std::size_t intrusion(std::string_view text) {
  constexpr std::size_t kDigits = 10;
  for (std::size_t at = text.find(" ["); at != std::string_view::npos; at = text.find(" [", at + 1)) {
    if (at < kDigits) continue;
    const std::string_view digits = text.substr(at - kDigits, kDigits);
    if (std::all_of(digits.begin(), digits.end(), is_digit)) return at - kDigits;
  }
  return text.size();
}

/// Length of the half escape at the end of `text`: "\", "\x", "\x1".
std::size_t half_escape(std::string_view text) {
  const std::size_t slash = text.rfind('\\');
  if (slash == std::string_view::npos) return 0;
  std::size_t slashes = 0;
  while (slashes <= slash && text[slash - slashes] == '\\') ++slashes;
  const std::string_view tail = text.substr(slash);
  if (slashes % 2 == 0) return 0;
  if (tail.size() == 1 || (tail[1] == 'x' && tail.size() < 4)) return tail.size();
  return 0;
}

std::string_view without_indent(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

class ParticleReader final : public TextSource {
 public:
  ParticleReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(std::move(input), {.format = "particle-gen2", .channels = {""}}), options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (const auto record = parse_record(line.text)) {
      missing_ = 0;
      half_.clear();
      sent_ = record->sent;
      time_ = read_time(record->stamp);
      read(line, record->payload, record->length, segment);
    } else if (missing_ > 0 && is_rest(line.text)) {
      read(line, line.text, missing_, segment);
    } else if (missing_ > 0 && is_rest(without_indent(line.text))) {
      read(line, without_indent(line.text), missing_, segment);
    } else {
      return line.text.empty() ? Verdict::nothing : Verdict::foreign;
    }
    segment.sender = sender_of(sent_, options_);
    segment.time = time_;
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  /// `text` ends in the closing quote and holds no more than what is missing.
  bool is_rest(std::string_view text) {
    if (!text.ends_with('"')) return false;
    Segment segment;
    const std::string joined = half_ + std::string(text.substr(0, text.size() - 1));
    unescape(Escapes::backslash, joined, unescaped_, segment);
    return segment.bytes.size() == missing_;
  }

  void read(const Line& line, std::string_view text, std::size_t length, Segment& segment) {
    std::string_view payload = text;
    const bool closed = payload.ends_with('"') && half_escape(payload.substr(0, payload.size() - 1)) == 0;
    if (closed) {
      payload.remove_suffix(1);
    } else {
      payload = payload.substr(0, intrusion(payload));
    }
    const std::size_t half = closed ? 0 : half_escape(payload);
    take(line, payload, segment);
    joined_ = half_ + std::string(payload.substr(0, payload.size() - half));
    half_ = std::string(payload.substr(payload.size() - half));
    unescape(Escapes::backslash, joined_, unescaped_, segment);
    if (!closed) segment.bytes = segment.bytes.substr(0, length);
    missing_ = closed || segment.bytes.size() >= length ? 0 : length - segment.bytes.size();
  }

  OpenOptions options_;
  bool sent_ = false;
  Timestamp time_;
  std::size_t missing_ = 0;  ///< bytes of a cut record
  std::string half_;         ///< the escape that it was cut in
  std::string joined_;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  return any_line(head, [](std::string_view line) { return parse_record(line).has_value(); }) ? kCertain + 5
                                                                                              : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 6> kSegments = {{
    {Sender::dte, "AT+USOST=0,\"192.0.2.8\",53,2\r\n", 1, Clock::monotonic, 5'642'000'000},
    {Sender::dce, "\r\n@", 2, Clock::monotonic, 5'650'000'000},
    {Sender::dte,
     "\x18"
     "43",
     3, Clock::monotonic, 5'651'000'000},
    {Sender::dce, "\r\n+USOST: 0,2", 4, Clock::monotonic, 5'790'000'000},
    {Sender::dce, "\r\n", 6, Clock::monotonic, 5'790'000'000},
    {Sender::dce, "\r\nOK\r\n", 7, Clock::monotonic, 5'800'000'000},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"     5.642 AT send      29 \"AT+USOST=0,\\\"192.0.2.8\\\",53,2\\r\\n\"\n"
     "     5.650 AT read  >    3 \"\\r\\n@\"\n"
     "     5.651 AT send       3 \"\\x1843\"\n"
     "     5.790 AT read  +   15 \"\\r\\n+USOST: 0,2\\0000005791 [system] INFO: hi\n"
     "Socket: 0\n"
     "r\\n\"\n"
     "     5.800 AT read OK    6 \"\\r\\nOK\\r\\n\"\n",
     kSegments},
}};

}  // namespace

const Format particle_gen2 = {"particle-gen2", "Particle Device OS log, second generation (AT send, AT read)",
                              kSamples, score, make_reader<ParticleReader>};

}  // namespace atscope::capture

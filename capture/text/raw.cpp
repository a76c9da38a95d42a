// SPDX-License-Identifier: MIT
// Bytes as a terminal showed them, or anything else: no time, no direction. One line of the file with its
// line end, byte for byte, is one segment.
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

class RawReader final : public TextSource {
 public:
  RawReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input),
                   {.format = "raw", .has_direction = false, .has_time = false, .channels = {""}}) {
    takes_pieces_ = true;
  }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    segment.bytes = line.with_end();
    return Verdict::segment;
  }
};

int score(std::string_view /*head*/) {
  return kFallback;
}

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  return std::make_unique<RawReader>(std::move(input), options);
}

constexpr std::array<ExpectedSegment, 5> kEcho = {{
    {Sender::unknown, "AT+CSQ\r\r\n", 1},
    {Sender::unknown, "+CSQ: 20,99\r\n", 2},
    {Sender::unknown, "\r\n", 3},
    {Sender::unknown, "OK\r\n", 4},
    {Sender::unknown, {"a\0b", 3}, 5},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {{"AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\na\0b", 31}, kEcho},
}};

}  // namespace

const Format raw = {"raw", "raw transcript of a terminal, with or without echo; takes any file", kSamples,
                    score, make};

}  // namespace atscope::capture

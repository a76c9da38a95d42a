// SPDX-License-Identifier: MIT
// Bytes as a terminal showed them, or anything else: no time, no direction. One line of the file with its
// line end, byte for byte, is one segment. Where most commands end in \r, <CR> or [CR], the line ends are
// written out, and those of the file mean nothing.
#include <array>

#include "capture/text/formats.h"
#include "capture/text/text_source.h"
#include "capture/text/unescape.h"
#include "capture/text/written_out.h"

namespace atscope::capture {
namespace {

class RawReader final : public TextSource {
 public:
  RawReader(std::unique_ptr<Input> input, const OpenOptions& /*options*/)
      : TextSource(std::move(input),
                   {.format = "raw", .has_direction = false, .has_time = false, .channels = {""}}) {
    takes_pieces_ = true;
  }

  void use(Escapes escapes) {
    escapes_ = escapes;
    if (escapes != Escapes::none) info_.fidelity = Fidelity::escaped;
  }

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    if (escapes_ == Escapes::none) {
      segment.bytes = line.with_end();
      return Verdict::segment;
    }
    unescape(escapes_, line.text, unescaped_, segment);
    return segment.bytes.empty() ? Verdict::nothing : Verdict::segment;
  }

  Escapes escapes_ = Escapes::none;
  Unescaped unescaped_;
};

int score(std::string_view /*head*/) {
  return kFallback;
}

std::unique_ptr<Source> make(std::unique_ptr<Input> input, const OpenOptions& options) {
  const Escapes escapes =
      learn_written_out(head_to_learn(*input, options), [](std::string_view line) { return line; });
  auto reader = std::make_unique<RawReader>(std::move(input), options);
  reader->use(escapes);
  return reader;
}

constexpr std::array<ExpectedSegment, 5> kEcho = {{
    {Sender::unknown, "AT+CSQ\r\r\n", 1},
    {Sender::unknown, "+CSQ: 20,99\r\n", 2},
    {Sender::unknown, "\r\n", 3},
    {Sender::unknown, "OK\r\n", 4},
    {Sender::unknown, {"a\0b", 3}, 5},
}};
constexpr std::array<ExpectedSegment, 3> kWrittenOut = {{
    {Sender::unknown, "AT+CSQ\r\r\n", 1},
    {Sender::unknown, "+CSQ: 20,99\r\n\r\nOK\r\n", 2},
    {Sender::unknown, "AT\r\r\nOK\r\n", 3},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {{"AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\na\0b", 31}, kEcho},
    {"AT+CSQ<CR><CR><LF>\n+CSQ: 20,99<CR><LF><CR><LF>OK<CR><LF>\nAT<CR><CR><LF>OK<CR><LF>\n", kWrittenOut},
}};

}  // namespace

const Format raw = {"raw", "raw transcript of a terminal, with or without echo; takes any file", kSamples,
                    score, make};

}  // namespace atscope::capture

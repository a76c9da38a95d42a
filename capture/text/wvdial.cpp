// SPDX-License-Identifier: MIT
// wvdial on a terminal. What it says itself begins with an arrow; lines without one came from the modem.
//   --> Sending: ATQ0 V1 E1
//   ATQ0 V1 E1
//   OK
// A byte that is not printable is its hex value in brackets; empty lines are dropped. There are no times.
#include <array>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/text_source.h"

namespace atscope::capture {
namespace {

constexpr std::array<std::string_view, 3> kSending = {"--> Sending: ", "--> Re-Sending: ", "--> Dialing: "};

/// The command behind "--> Sending: ".
bool parse_sent(std::string_view text, std::string_view& command) {
  for (const std::string_view mark : kSending) {
    if (!text.starts_with(mark)) continue;
    command = text.substr(mark.size());
    return true;
  }
  return false;
}

class WvdialReader final : public TextSource {
 public:
  WvdialReader(std::unique_ptr<Input> input, const OpenOptions& options)
      : TextSource(
            std::move(input),
            {.format = "wvdial", .fidelity = Fidelity::line_lossy, .has_time = false, .channels = {""}}),
        options_(options) {}

 private:
  Verdict interpret(Line& line, Segment& segment) override {
    std::string_view text = line.text;
    segment.framing = Framing::record;
    if (std::string_view command; parse_sent(text, command)) {
      started_ = true;
      segment.sender = sender_of(true, options_);
      take(line, command, segment);
      return command.empty() ? Verdict::nothing : Verdict::segment;
    }
    if (text.starts_with("-->")) {
      started_ = true;
      return Verdict::nothing;
    }
    if (text.empty()) return Verdict::nothing;
    if (!started_) return Verdict::foreign;
    segment.sender = sender_of(false, options_);
    take(line, text, segment);
    unescape(Escapes::brackets, text, unescaped_, segment);
    return Verdict::segment;
  }

  OpenOptions options_;
  bool started_ = false;
  Unescaped unescaped_;
};

int score(std::string_view head) {
  std::string_view command;
  return any_line(head,
                  [&](std::string_view line) {
                    return parse_sent(line, command) || line.starts_with("--> WvDial");
                  })
             ? kCertain + 4
             : kNoEvidence;
}

constexpr std::array<ExpectedSegment, 7> kSegments = {{
    {Sender::dte, "ATZ", 4},
    {Sender::dce, "ATZ", 5},
    {Sender::dce, "OK", 6},
    {Sender::dte, "ATDT*99#", 9},
    {Sender::dce, "CONNECT", 11},
    {Sender::dce, "~\x7f}#@!", 13},
    {Sender::dte, "ATZ", 14},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"# wvdial\n"
     "--> WvDial: Internet dialer version 1.60\n"
     "--> Initializing modem.\n"
     "--> Sending: ATZ\n"
     "ATZ\n"
     "OK\n"
     "--> Modem initialized.\n"
     "\n"
     "--> Sending: ATDT*99#\n"
     "--> Waiting for carrier.\n"
     "CONNECT\n"
     "--> Carrier detected.  Waiting for prompt.\n"
     "~[7f]}#@!\n"
     "--> Re-Sending: ATZ\n",
     kSegments},
}};

}  // namespace

const Format wvdial = {"wvdial", "wvdial on a terminal (--> Sending: …)", kSamples, score,
                       make_reader<WvdialReader>};

}  // namespace atscope::capture

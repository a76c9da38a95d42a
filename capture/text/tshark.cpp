// SPDX-License-Identifier: MIT
// tshark's fields of a hands-free connection: frame, time, direction, text.
//   39  3.141593  Rcvd AT+BRSF=159
// Sent and received are seen from the captured device; the host is the side that sends the commands.
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 4> kRules = {{
    {LineRole::sent, "<number> <time> Sent <payload>"},
    {LineRole::received, "<number> <time> Rcvd <payload>"},
    {LineRole::sent, " <number> <time> <any> Sent <payload>"},
    {LineRole::received, " <number> <time> <any> Rcvd <payload>"},
}};
constexpr PatternSpec kSpec = {.name = "tshark",
                               .rules = kRules,
                               .escapes = Escapes::backslash,
                               .role_by_content = true,
                               .certainty = kCertain};

constexpr std::array<ExpectedSegment, 3> kSegments = {{
    {Sender::dte, "AT+BRSF=159", 1, Clock::monotonic, 3'141'593'000},
    {Sender::dce, "+BRSF: 1023", 2, Clock::monotonic, 3'150'000'000},
    {Sender::dce, "OK", 3, Clock::monotonic, 3'151'000'000},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"39\t3.141593\tRcvd AT+BRSF=159\n"
     "40\t3.150000\tSent +BRSF: 1023\n"
     "41\t3.151000\tSent OK\n",
     kSegments},
}};

}  // namespace

const Format tshark = {"tshark", "tshark's text of a Bluetooth hands-free connection", kSamples,
                       score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture

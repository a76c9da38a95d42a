// SPDX-License-Identifier: MIT
// Mbed OS with cellular AT traces:
//   [DBG ][CELL]: AT TX (10): AT+CREG?<cr>
//   [DBG ][CELL]: AT RX (12): <cr><ln>+CREG: 0,1
// The number is the count of bytes. CR is <cr>, LF is <ln>, other control bytes are their hex value in <>.
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 4> kRules = {{
    {LineRole::sent, "<any>AT TX (<length>): <payload>"},
    {LineRole::sent, "<any>AT TX ( <length>): <payload>"},
    {LineRole::received, "<any>AT RX (<length>): <payload>"},
    {LineRole::received, "<any>AT RX ( <length>): <payload>"},
}};
constexpr PatternSpec kSpec = {.name = "mbed",
                               .rules = kRules,
                               .escapes = Escapes::angle,
                               .framing = Framing::stream,
                               .fidelity = Fidelity::escaped,
                               .certainty = kCertain + 4};

constexpr std::array<ExpectedSegment, 3> kSegments = {{
    {Sender::dte, "AT+CREG?\r", 1},
    {Sender::dce, "\r\n+CREG: 0,1\r\n\r\nOK\r\n", 3},
    {Sender::dte, "hi\x1a", 4},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"[DBG ][CELL]: AT TX ( 9): AT+CREG?<cr>\n"
     "[INFO][CELL]: RSSI -75 dBm\n"
     "[DBG ][CELL]: AT RX (20): <cr><ln>+CREG: 0,1<cr><ln><cr><ln>OK<cr><ln>\n"
     "[DBG ][CELL]: AT TX ( 3): hi<1a>\n",
     kSegments},
}};

}  // namespace

const Format mbed = {"mbed", "Mbed OS trace with AT TX and AT RX", kSamples, score_pattern<kSpec>,
                     make_pattern<kSpec>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Particle Device OS, third generation: milliseconds since boot, one line of the dialogue a record.
//   0000025600 [ncp.at] TRACE: > AT+CREG?
//   0000025640 [ncp.at] TRACE: < +CREG: 2,1
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 2> kRules = {{
    {LineRole::sent, "<ms> [<channel>.at] TRACE: > <payload>"},
    {LineRole::received, "<ms> [<channel>.at] TRACE: <<<payload>"},
}};
/// "< text", or "<" alone.
void restore(std::string_view payload, bool sent, Unescaped& /*buffer*/, Segment& segment) {
  if (sent || !payload.starts_with(' ')) return;
  segment.bytes = payload.substr(1);
  ++segment.origin.offset;
}
constexpr PatternSpec kSpec = {
    .name = "particle-gen3", .rules = kRules, .restore = restore, .certainty = kCertain + 4};

constexpr std::array<ExpectedSegment, 4> kSegments = {{
    {Sender::dte, "AT+CIMI", 1, Clock::monotonic, 25'600'000'000, "ncp"},
    {Sender::dce, "001010123456789", 3, Clock::monotonic, 25'640'000'000, "ncp"},
    {Sender::dce, "OK", 4, Clock::monotonic, 25'641'000'000, "ncp"},
    {Sender::dce, "+CREG: 2", 5, Clock::monotonic, 25'700'000'000, "ncp"},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"0000025600 [ncp.at] TRACE: > AT+CIMI\r\n"
     "0000025610 [system] INFO: Cloud: connecting\r\n"
     "0000025640 [ncp.at] TRACE: < 001010123456789\r\n"
     "0000025641 [ncp.at] TRACE: < OK\r\n"
     "0000025700 [ncp.at] TRACE: < +CREG: 2\r\n",
     kSegments},
}};

}  // namespace

const Format particle_gen3 = {"particle-gen3", "Particle Device OS log, third generation ([ncp.at] TRACE)",
                              kSamples, score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture

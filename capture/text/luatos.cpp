// SPDX-License-Identifier: MIT
// Luat's Lua scripts on a module: the log of ril.lua, which talks to the module's AT channel.
//   [I]-[ril.sendat] AT+CSQ
//   [I]-[ril.proatc] +CSQ: 20,0
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 2> kRules = {{
    {LineRole::sent, "<any>]-[ril.sendat] <payload>"},
    {LineRole::received, "<any>]-[ril.proatc] <payload>"},
}};
/// The script's log puts further blanks and tabs between its columns.
void restore(std::string_view payload, bool /*sent*/, Unescaped& /*buffer*/, Segment& segment) {
  const std::size_t begin = std::min(payload.find_first_not_of(" \t"), payload.size());
  segment.bytes = payload.substr(begin);
  segment.origin.offset += begin;
}
constexpr PatternSpec kSpec = {
    .name = "luatos", .rules = kRules, .restore = restore, .certainty = kCertain + 4};

constexpr std::int64_t kTime = 1'577'934'245'000'000'000;  // 2020-01-02 03:04:05

constexpr std::array<ExpectedSegment, 3> kPlain = {{
    {Sender::dte, "AT+CSQ", 1},
    {Sender::dce, "+CSQ: 20,0", 2},
    {Sender::dce, "OK", 4},
}};
constexpr std::array<ExpectedSegment, 1> kTimed = {{
    {Sender::dce, "+CREG: 1", 1, Clock::utc, kTime + 67'000'000},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"[I]-[ril.sendat] AT+CSQ\n"
     "[I]-[ril.proatc] +CSQ: 20,0\n"
     "[I]-[net] state REGISTERED\n"
     "[I]-[ril.proatc]\tOK\n",
     kPlain},
    {"[2020-01-02 03:04:05.067]: [I]-[ril.proatc] +CREG: 1\n", kTimed},
}};

}  // namespace

const Format luatos = {"luatos", "Luat log with [ril.proatc] and [ril.sendat]", kSamples,
                       score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// smsd of SMS Server Tools 3:
//   2018-12-13 12:24:40,7, GSM1: -> AT+CPIN?
//   2018-12-13 12:24:40,7, GSM1: <- +CPIN: READY OK
// The number behind the time is a level. An answer is one line: CR is gone, LF became a blank.
#include "capture/text/joined.h"
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

void restore(std::string_view payload, bool sent, Unescaped& buffer, Segment& segment) {
  if (!sent) split_joined(payload, buffer, segment);
}

constexpr std::array<LineRule, 2> kRules = {{
    {LineRole::sent, "<time>, <channel>: -> <payload>"},
    {LineRole::received, "<time>, <channel>: <<- <payload>"},
}};
constexpr PatternSpec kSpec = {.name = "smstools3",
                               .rules = kRules,
                               .whole_seconds = true,
                               .restore = restore,
                               .certainty = kCertain + 4};

constexpr std::int64_t kTime = 1'544'703'880'000'000'000;  // 2018-12-13 12:24:40

constexpr std::array<ExpectedSegment, 4> kSegments = {{
    {Sender::dte, "AT+CPIN?;+CSCS?", 1, Clock::utc, kTime, "GSM1"},
    {Sender::dce, "+CPIN: READY\n+CSCS: \"a +B: c\"\nOK", 3, Clock::utc, kTime, "GSM1"},
    {Sender::dte, "AT+CMGR=1", 4, Clock::utc, kTime + kNsPerSecond, "GSM2"},
    {Sender::dce, "+CMGR: 0,,29\n0791448720003023240D\nOK", 5, Clock::utc, kTime + kNsPerSecond, "GSM2"},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"2018-12-13 12:24:40,7, GSM1: -> AT+CPIN?;+CSCS?\n"
     "2018-12-13 12:24:40,7, GSM1: Command is sent, waiting for the answer. (10)\n"
     "2018-12-13 12:24:40,7, GSM1: <- +CPIN: READY +CSCS: \"a +B: c\" OK\n"
     "2018-12-13 12:24:41,7, GSM2: -> AT+CMGR=1\n"
     "2018-12-13 12:24:41,7, GSM2: <- +CMGR: 0,,29 0791448720003023240D OK\n",
     kSegments},
}};

}  // namespace

const Format smstools3 = {"smstools3", "smsd log of SMS Server Tools 3, log level 7", kSamples,
                          score_pattern<kSpec>, make_pattern<kSpec>};

}  // namespace atscope::capture

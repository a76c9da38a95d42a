// SPDX-License-Identifier: MIT
// Kannel's bearerbox, which names the modem in brackets:
//   2012-01-19 15:09:56 [4726] [6] DEBUG: AT2[huawei]: --> AT^M
// What it sent is shown with its control bytes (^M, ^Z), what it received line by line without line ends.
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

constexpr std::array<LineRule, 2> kRules = {{
    {LineRole::sent, "<any>AT2[<channel>]: --> <payload>"},
    {LineRole::received, "<any>AT2[<channel>]: <<-- <payload>"},
}};
constexpr PatternSpec kSpec = {.name = "kannel", .rules = kRules, .escapes = Escapes::caret};

constexpr std::int64_t kTime = 1'326'985'796'000'000'000;  // 2012-01-19 15:09:56

constexpr std::array<ExpectedSegment, 5> kSegments = {{
    {Sender::dte, "AT^XMODE\r", 1, Clock::utc, kTime, "huawei"},
    {Sender::dce, "^XMODE:2,3", 2, Clock::utc, kTime, "huawei"},
    {Sender::dce, "OK", 3, Clock::utc, kTime, "huawei"},
    {Sender::dte, "0001000C91\x1a", 5, Clock::utc, kTime + kNsPerSecond, "/dev/ttyS1"},
    {Sender::dce, "> ", 6, Clock::utc, kTime + kNsPerSecond, "/dev/ttyS1"},
}};
constexpr std::array<Sample, 1> kSamples = {{
    {"2012-01-19 15:09:56 [4726] [6] DEBUG: AT2[huawei]: --> AT^XMODE^M\n"
     "2012-01-19 15:09:56 [4726] [6] DEBUG: AT2[huawei]: <-- ^XMODE:2,3\n"
     "2012-01-19 15:09:56 [4726] [6] DEBUG: AT2[huawei]: <-- OK\n"
     "2012-01-19 15:09:56 [4726] [6] INFO: AT2[huawei]: AT SMSC successfully opened.\n"
     "2012-01-19 15:09:57 [4726] [7] DEBUG: AT2[/dev/ttyS1]: --> 0001000C91^Z\n"
     "2012-01-19 15:09:57 [4726] [7] DEBUG: AT2[/dev/ttyS1]: <-- > \n",
     kSegments},
}};

}  // namespace

const Format kannel = {"kannel", "Kannel bearerbox log (smsc = at)", kSamples, score_pattern<kSpec>,
                       make_pattern<kSpec>};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// RT-Thread's AT client. With raw output it dumps what passes, 32 bytes a row; without, only a command that
// found no answer is seen, when the client gave up.
//   [D/AT] send: 0000-0020: 41 54 2B 43 53 51                                      AT+CSQ
//   [D/AT] recvline: 0000-0020: 4F 4B 0D 0A                                        OK..
//   [D/at.clnt] execute command (ATE0) timeout (5000 ticks)!
#include "capture/text/pattern_format.h"

namespace atscope::capture {
namespace {

/// A command in parentheses stands as it is and ends its line; dumps are bytes.
void restore(std::string_view payload, bool /*sent*/, Unescaped& buffer, Segment& segment) {
  constexpr std::size_t kColumns = 32;
  if (is_plain_command(payload) || looks_like_command(payload)) {
    segment.framing = Framing::record;
  } else {
    unescape(Escapes::hex, payload, buffer, segment, kColumns);
  }
}

constexpr std::array<LineRule, 5> kRules = {{
    {LineRole::sent, "<any>send: <number>-<number>: <payload>"},
    {LineRole::sent, "<any>sendline: <number>-<number>: <payload>"},
    {LineRole::received, "<any>recvline: <number>-<number>: <payload>"},
    {LineRole::received, "<any>urc_recv: <number>-<number>: <payload>"},
    {LineRole::sent, "<any>execute command (<payload>) timeout (<any>"},
}};
constexpr PatternSpec kSpec = {.name = "rt-thread",
                               .rules = kRules,
                               .framing = Framing::stream,
                               .fidelity = Fidelity::exact,
                               .restore = restore,
                               .certainty = kCertain + 2};

constexpr std::array<ExpectedSegment, 4> kDump = {{
    {Sender::dte, "AT+CSQ", 1},
    {Sender::dce, "+QIURC: \"dnsgip\",\"192.0.2.115.11", 2},
    {Sender::dce, "0\"\r\n", 3},
    {Sender::dce, "OK\r\n", 4},
}};
constexpr std::array<ExpectedSegment, 1> kTimeout = {{
    {Sender::dte, "ATE0", 2},
}};
constexpr std::array<Sample, 2> kSamples = {{
    {"[D/AT] send: 0000-0020: 41 54 2B 43 53 51                                                              "
     "            AT+CSQ\n"
     "[D/AT] recvline: 0000-0020: 2B 51 49 55 52 43 3A 20  22 64 6E 73 67 69 70 22  2C 22 31 39 32 2E 30 2E  "
     "32 2E 31 31 35 2E 31 31    +QIURC: \"dnsgip\",\"192.0.2.115.11\n"
     "[D/AT] recvline: 0020-0040: 30 22 0D 0A                                                              "
     "                  0\"..\n"
     "[D/AT] recvline: 0000-0020: 4F 4B 0D 0A                                                              "
     "                  OK..\n",
     kDump},
    {"[I/at.clnt] AT client(V1.3.1) on device uart3 initialize success.\n"
     "[D/at.clnt] execute command (ATE0) timeout (5000 ticks)!\n",
     kTimeout},
}};

}  // namespace

const Format rt_thread = {"rt-thread", "RT-Thread log of its AT client", kSamples, score_pattern<kSpec>,
                          make_pattern<kSpec>};

}  // namespace atscope::capture

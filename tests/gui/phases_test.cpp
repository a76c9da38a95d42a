// SPDX-License-Identifier: MIT
#include "gui/timeline/phases.h"

#include <fmt/format.h>

#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

class Phases : public Traffic {
 protected:
  std::string phases(session::TransactionId id, Spacing spacing = Spacing::time) {
    session_.finish();
    const std::int64_t unit = spacing == Spacing::time ? ms : 1;
    std::string out;
    for (const PhaseSpan& span : phases_of(trace_, id, spacing)) {
      out += fmt::format("{} {}-{} ", to_string(span.phase), span.begin / unit, span.end / unit);
    }
    return out;
  }
};

TEST_F(Phases, TellsEchoWaitInformationAndResultApart) {
  host(1000, "AT+CSQ\r").module(1004, "AT+CSQ\r").module(1050, "\r\n+CSQ: 15\r\n");
  module(1060, "\r\n+CSQ: 16\r\n").module(1100, "\r\nOK\r\n");
  EXPECT_EQ(phases(1), "echo 1000-1004 wait 1004-1050 info 1050-1060 wait 1060-1100 result 1100-1100 ");
}

TEST_F(Phases, KeepsASingleInformationLineAsAnInstant) {
  host(1000, "AT+CSQ\r").module(1050, "\r\n+CSQ: 15\r\n").module(1050, "\r\nOK\r\n");
  EXPECT_EQ(phases(1), "wait 1000-1050 info 1050-1050 result 1050-1050 ");
}

TEST_F(Phases, WaitsToTheEndWhenNoAnswerComes) {
  host(1000, "AT+CSQ\r").host(3000, "AT+CSQ\r").module(3010, "\r\nERROR\r\n");
  EXPECT_EQ(phases(2), "wait 3000-3010 result 3010-3010 ");
  EXPECT_EQ(phases(1), "") << "nothing but the command";
}

TEST_F(Phases, GivesEachLineAStepOnTheEventAxis) {
  host(1000, "AT+CSQ\r").module(1004, "AT+CSQ\r").module(1010, "\r\n+RING: 1\r\n");
  module(1050, "\r\n+CSQ: 15\r\n\r\nOK\r\n");
  EXPECT_EQ(phases(1, Spacing::event), "command 0-1 echo 1-2 wait 2-3 info 3-4 result 4-5 ");
}

TEST_F(Phases, LeavesOutADeferredResult) {
  host(1000, "AT+LINK\r").module(1020, "\r\nOK\r\n").module(1500, "\r\nLINK OK\r\n");
  EXPECT_EQ(phases(1), "wait 1000-1020 result 1020-1020 ");
}

}  // namespace
}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/timeline/lane_set.h"

#include <gtest/gtest.h>
#include <string>

#include "gui/timeline/draw_list.h"
#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

class LaneSetTest : public Traffic {
 protected:
  const Lane* lane(std::string_view title) {
    for (const Lane* candidate : lanes_.lanes()) {
      if (candidate->title() == title) return candidate;
    }
    return nullptr;
  }
  std::string drawn(std::string_view title) {
    const Lane* found = lane(title);
    if (found == nullptr) return "no lane\n";
    return to_text(lay_out(*found, {1000.0 * ms, 1.0 * ms, 1000}, Spacing::time, {}));
  }
};

TEST_F(LaneSetTest, DrawsAnExchangeFromTheCommandToItsResult) {
  host(1000, "AT+CSQ\r").module(1050, "\r\n+CSQ: 15\r\n").module(1100, "\r\nOK\r\n");
  host(1200, "AT+CSQ\r").module(1300, "\r\nERROR\r\n");
  session_.finish();
  EXPECT_EQ(drawn("exchanges"),
            "0.0-100.0 ok\n"
            "200.0-300.0 error\n");
  EXPECT_EQ((*lane("exchanges"))[0].ratio, 100) << "100 ms of the second that the dialect allows";
}

TEST_F(LaneSetTest, EndsAnExchangeAtItsResultWhileADeferredOneIsAwaited) {
  host(1000, "AT+LINK\r").module(1020, "\r\nOK\r\n");
  host(1100, "AT+CSQ\r").module(1150, "\r\n+CSQ: 15\r\n").module(1160, "\r\nOK\r\n");
  module(1500, "\r\nLINK OK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("exchanges"),
            "0.0-20.0 ok\n"
            "100.0-160.0 ok\n");
  EXPECT_EQ(drawn("urcs"), "495.5-504.5 deferred\n");
}

TEST_F(LaneSetTest, KeepsUrcsInALaneOfTheirOwn) {
  host(1000, "AT+CSQ\r").module(1010, "\r\n+RING: 1\r\n").module(1100, "\r\n+CSQ: 15\r\n\r\nOK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("urcs"), "5.5-14.5 urc\n");
  EXPECT_EQ(drawn("exchanges"), "0.0-100.0 ok\n");
}

TEST_F(LaneSetTest, ShowsAStateFromItsEvidenceOnAndWhatIsUnknownAsSuch) {
  host(1000, "AT\r").module(1010, "\r\nOK\r\n");
  host(1100, "AT+LED=1\r").module(1200, "\r\nOK\r\n");
  host(1300, "AT+LED=0\r").module(1400, "\r\nOK\r\n");
  session_.finish();
  EXPECT_EQ(drawn("lamp"),
            "0.0-200.0 unknown\n"
            "200.0-400.0 state\n");
  const std::vector<OpenItem> open = lanes_.open_items();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].lane->state_names.at(open[0].item.code), "off");
}

TEST_F(LaneSetTest, KeepsSilencesWithTheEventThatEndsThem) {
  host(1000, "AT+CSQ\r").module(1020, "\r\n+CSQ: 15\r\n").module(1900, "\r\nOK\r\n");
  host(2900, "AT+CSQ\r").module(3000, "\r\nOK\r\n");
  host(3999, "AT\r").module(4000, "\r\nOK\r\n");
  session_.finish();
  ASSERT_NE(lane("gaps"), nullptr);
  ASSERT_EQ(lane("gaps")->size(), 1U) << "880 ms and 999 ms are none";
  const LaneItem& gap = (*lane("gaps"))[0];
  EXPECT_EQ(gap.end - gap.begin, 1000 * ms);
  EXPECT_EQ(text(gap.first), "AT+CSQ");
}

TEST_F(LaneSetTest, HoldsACommandOpenUntilItsAnswerComes) {
  host(1000, "AT+CSQ\r").module(1020, "\r\n+CSQ: 15\r\n");
  const std::vector<OpenItem> open = lanes_.open_items();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].item.id, 1U);
  session_.finish();
  EXPECT_TRUE(lanes_.open_items().empty());
  EXPECT_EQ((*lane("exchanges"))[0].verdict, Verdict::open);
}

}  // namespace
}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/timeline/ruler.h"

#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

constexpr std::int64_t second = 1000 * ms;

class Ruler : public Traffic {};

TEST(TickStep, IsRoundAndWideEnough) {
  EXPECT_EQ(tick_step(1e6, 100), 100 * ms);
  EXPECT_EQ(tick_step(1.01e6, 100), 200 * ms);
  EXPECT_EQ(tick_step(1e8, 100), 10 * second);
  EXPECT_EQ(tick_step(6e8, 100), 60 * second);
  EXPECT_EQ(tick_step(1e11, 100), 3 * 3600 * second);
  EXPECT_EQ(tick_step(1e-3, 100), 1);
  EXPECT_GE(static_cast<double>(tick_step(1e15, 100)), 1e17);
}

TEST_F(Ruler, HasTicksAtRoundTimesOfTheClockOrAfterZero) {
  const Axis axis{0.5 * second, second / 100.0, 300};
  const Ticks clock = ticks_of(trace_, axis, Spacing::time, 0, 90);
  ASSERT_EQ(clock.ticks.size(), 3U);
  EXPECT_EQ(clock.step, second);
  EXPECT_EQ(clock.ticks[0].position, second);
  EXPECT_DOUBLE_EQ(clock.ticks[0].pixel, 50);
  const Ticks since = ticks_of(trace_, axis, Spacing::time, 700 * ms, 90);
  ASSERT_EQ(since.ticks.size(), 3U);
  EXPECT_EQ(since.ticks[0].position, 700 * ms);
  EXPECT_EQ(since.ticks[2].position, 2700 * ms);
}

// Today in ns has more digits than a double: the next tick may be no greater number.
TEST_F(Ruler, EndsWhereAPixelIsLessThanANumberCanTell) {
  const Axis axis{1.773e18, 1e-6, 1000};
  EXPECT_LE(ticks_of(trace_, axis, Spacing::time, 0).ticks.size(), 12U);
}

TEST_F(Ruler, NumbersOnlyEventsThatAreThere) {
  for (int n = 0; n < 6; ++n) host(n, "AT\r").module(n, "\r\nOK\r\n");
  session_.finish();
  ASSERT_EQ(trace_.size(), 12U);
  const Ticks ticks = ticks_of(trace_, {-5, 0.1, 300}, Spacing::event, 0, 40);
  ASSERT_EQ(ticks.ticks.size(), 3U);
  EXPECT_EQ(ticks.ticks[0].event, 0U);
  EXPECT_EQ(ticks.ticks[1].event, 5U);
  EXPECT_EQ(ticks.ticks[2].event, 10U);
}

}  // namespace
}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "capture/pcap/time_scale.h"

#include <gtest/gtest.h>

namespace atscope::capture::pcap {
namespace {

constexpr Timestamp utc(std::int64_t ns) {
  return {ns, Clock::utc};
}

TEST(TimeScale, CountsDecimalTicksOfEverySize) {
  EXPECT_EQ((TimeScale{0, 0}.at(7)), utc(7'000'000'000));
  EXPECT_EQ((TimeScale{3, 0}.at(1'500)), utc(1'500'000'000));
  EXPECT_EQ((TimeScale{6, 0}.at(1'700'000'000'123'456)), utc(1'700'000'000'123'456'000));
  EXPECT_EQ((TimeScale{9, 0}.at(1'700'000'000'123'456'789)), utc(1'700'000'000'123'456'789));
  EXPECT_EQ((TimeScale{12, 0}.at(1'234'567'890'123)), utc(1'234'567'890));
  EXPECT_EQ((TimeScale{19, 0}.at(15'000'000'000'000'000'000U)), utc(1'500'000'000));
  EXPECT_EQ((TimeScale{25, 0}.at(30'000'000'000'000'000)), utc(3));
  EXPECT_EQ((TimeScale{127, 0}.at(UINT64_MAX)), utc(0));
}

TEST(TimeScale, CountsBinaryTicksOfEverySize) {
  EXPECT_EQ((TimeScale{0x80, 0}.at(7)), utc(7'000'000'000));
  EXPECT_EQ((TimeScale{0x80 | 10, 0}.at(1'536)), utc(1'500'000'000));
  EXPECT_EQ((TimeScale{0x80 | 32, 0}.at((std::uint64_t{5} << 32) | 0x80000000)), utc(5'500'000'000));
  EXPECT_EQ((TimeScale{0x80 | 63, 0}.at(std::uint64_t{3} << 62)), utc(1'500'000'000));
  EXPECT_EQ((TimeScale{0x80 | 64, 0}.at(std::uint64_t{1} << 63)), utc(500'000'000));
  EXPECT_EQ((TimeScale{0x80 | 127, 0}.at(UINT64_MAX)), utc(0));
}

TEST(TimeScale, AddsTheOffsetOfTheInterface) {
  EXPECT_EQ((TimeScale{6, 1'700'000'000}.at(5)), utc(1'700'000'000'000'005'000));
  EXPECT_EQ((TimeScale{6, -10}.at(3'000'000)), utc(-7'000'000'000));
}

TEST(TimeScale, TimesThatDoNotFitAreUnknown) {
  EXPECT_FALSE((TimeScale{0, 0}.at(UINT64_MAX)).known());
  EXPECT_FALSE((TimeScale{0, 0}.at(10'000'000'000)).known());
  EXPECT_FALSE((TimeScale{6, INT64_MAX}.at(5'000'000)).known());
  EXPECT_FALSE((TimeScale{6, INT64_MIN}.at(0)).known());
  EXPECT_TRUE((TimeScale{0, 0}.at(9'000'000'000)).known());
}

TEST(TimeScale, KnowsItsTick) {
  EXPECT_EQ((TimeScale{6, 0}.tick_ns()), 1000);
  EXPECT_EQ((TimeScale{9, 0}.tick_ns()), 1);
  EXPECT_EQ((TimeScale{12, 0}.tick_ns()), 1);
  EXPECT_EQ((TimeScale{0x80 | 10, 0}.tick_ns()), 976'562);
  EXPECT_EQ((TimeScale{0x80 | 60, 0}.tick_ns()), 1);
}

}  // namespace
}  // namespace atscope::capture::pcap

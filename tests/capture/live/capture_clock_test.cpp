// SPDX-License-Identifier: MIT
#include "capture/live/capture_clock.h"

#include <gtest/gtest.h>

namespace atscope::capture::live {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'773'480'437 * kSecond;

TEST(CaptureClock, AStepOfTheWallClockDoesNotDisturbTheTimes) {
  CaptureClock::Reading machine{5 * kSecond, kStart};
  CaptureClock clock([&] { return machine; });
  EXPECT_EQ(clock.now(), (Timestamp{kStart, Clock::utc}));
  machine.monotonic_ns += 100;
  machine.wall_ns -= 3600 * kSecond;
  EXPECT_EQ(clock.now(), (Timestamp{kStart + 100, Clock::utc}));
  machine.monotonic_ns += 100;
  machine.wall_ns += 90'000 * kSecond;
  EXPECT_EQ(clock.now(), (Timestamp{kStart + 200, Clock::utc}));
}

TEST(CaptureClock, AStepIsToldOnceAndWithItsSize) {
  CaptureClock::Reading machine{5 * kSecond, kStart};
  CaptureClock clock([&] { return machine; });
  EXPECT_FALSE(clock.wall_step());
  machine.monotonic_ns += kSecond;
  machine.wall_ns += kSecond - 2 * kSecond;
  EXPECT_EQ(clock.wall_step(), -2 * kSecond);
  EXPECT_FALSE(clock.wall_step());
}

TEST(CaptureClock, SlowDriftIsNoStep) {
  CaptureClock::Reading machine{5 * kSecond, kStart};
  CaptureClock clock([&] { return machine; });
  for (int second = 0; second < 1000; ++second) {
    machine.monotonic_ns += kSecond;
    machine.wall_ns += kSecond + 500'000;  // 500 ppm, as far as NTP slews
    ASSERT_FALSE(clock.wall_step());
  }
}

}  // namespace
}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
#include "capture/live/line_watch.h"

#include <climits>
#include <gtest/gtest.h>

#include "capture/pcap/rtac_serial.h"

namespace atscope::capture::live {
namespace {

using namespace pcap::rtac;

TEST(LineWatch, TheFirstLookTellsHowTheLinesStandAndNoOldErrors) {
  LineWatch watch;
  LineCounts counts;
  counts.overrun = 17;
  const LineChange change = watch.look(counts, kCts);
  EXPECT_TRUE(change.lines_changed);
  EXPECT_EQ(change.lines, kCts);
  EXPECT_EQ(change.overruns, 0U);
}

TEST(LineWatch, NothingChangedIsNothingToTell) {
  LineWatch watch;
  static_cast<void>(watch.look(LineCounts{}, kCts));
  const LineChange change = watch.look(LineCounts{}, kCts);
  EXPECT_FALSE(change.lines_changed);
  EXPECT_EQ(change.unseen, 0);
}

TEST(LineWatch, AChangeIsSeenOnceAndPulsesBetweenTwoLooksAreCounted) {
  LineWatch watch;
  LineCounts counts;
  static_cast<void>(watch.look(counts, kCts));
  counts.cts = 1;
  LineChange change = watch.look(counts, std::uint8_t{0});
  EXPECT_TRUE(change.lines_changed);
  EXPECT_EQ(change.unseen, 0);
  counts.cts = 3;
  change = watch.look(counts, std::uint8_t{0});
  EXPECT_FALSE(change.lines_changed);
  EXPECT_EQ(change.unseen, 2);
}

TEST(LineWatch, LostBytesAreCountedAlsoWhenTheCounterWraps) {
  LineWatch watch;
  LineCounts counts;
  counts.buffer_overrun = INT_MAX;
  static_cast<void>(watch.look(counts, kCts));
  counts.overrun = 2;
  counts.buffer_overrun = INT_MIN + 4;
  const LineChange change = watch.look(counts, kCts);
  EXPECT_EQ(change.overruns, 2U);
  EXPECT_EQ(change.buffer_losses, 5U);
}

TEST(LineWatch, APortWithoutLinesOrCountersHasNothingToTell) {
  LineWatch watch;
  for (int look = 0; look < 2; ++look) {
    const LineChange change = watch.look(std::nullopt, std::nullopt);
    EXPECT_FALSE(change.lines_changed);
    EXPECT_EQ(change.overruns + change.buffer_losses, 0U);
  }
}

}  // namespace
}  // namespace atscope::capture::live

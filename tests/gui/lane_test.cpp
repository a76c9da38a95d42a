// SPDX-License-Identifier: MIT
#include "gui/timeline/lane.h"

#include <gtest/gtest.h>

namespace atscope::gui {
namespace {

LaneItem item(std::int64_t begin, std::int64_t end, Verdict verdict = Verdict::ok, Ratio ratio = no_ratio) {
  LaneItem out;
  out.begin = begin;
  out.end = end;
  out.first = static_cast<std::uint32_t>(begin / 10);
  out.last = static_cast<std::uint32_t>(end / 10);
  out.verdict = verdict;
  out.ratio = ratio;
  return out;
}

TEST(Fold, TakesTheGravestVerdictAndTheWorstLatency) {
  Fold fold;
  fold.add(item(0, 10, Verdict::ok, 20));
  fold.add(item(10, 50, Verdict::error));
  fold.add(item(20, 30, Verdict::urc, 900));
  EXPECT_EQ(fold.count, 3U);
  EXPECT_EQ(fold.verdict, Verdict::error);
  EXPECT_EQ(fold.ratio, 900);
  EXPECT_EQ(fold.begin, 0);
  EXPECT_EQ(fold.end, 50);
}

TEST(Lane, NodesSumUpWhatIsUnderThem) {
  trace::SpillFile file;
  Lane lane(file, LaneKind::exchanges, 0, "exchanges");
  for (int n = 0; n < 5000; ++n) {
    ASSERT_TRUE(lane.add(item(n * 10, n * 10 + 5, n == 300 ? Verdict::error : Verdict::ok)));
  }
  for (std::size_t level = 0; level < 3; ++level) {
    const std::size_t size = Lane::node_size(level);
    std::size_t nodes = 0;
    for (std::size_t index = 0; index < lane.size(); index += size) {
      const Fold* node = lane.node_at(level, index);
      if (index + size > lane.size()) {
        EXPECT_EQ(node, nullptr) << "a node that is not complete";
        continue;
      }
      ASSERT_NE(node, nullptr);
      Fold slow;
      for (std::size_t n = index; n < index + size; ++n) slow.add(lane[n]);
      EXPECT_EQ(node->count, slow.count);
      EXPECT_EQ(node->begin, slow.begin);
      EXPECT_EQ(node->end, slow.end);
      EXPECT_EQ(node->verdict, slow.verdict);
      ++nodes;
    }
    EXPECT_EQ(nodes, lane.size() / size);
  }
  EXPECT_EQ(lane.node_at(0, 5), nullptr) << "no node begins there";
}

TEST(Lane, FindsItsFirstItemAtAPlace) {
  trace::SpillFile file;
  Lane lane(file, LaneKind::exchanges, 0, "exchanges");
  for (int n = 0; n < 100; ++n) ASSERT_TRUE(lane.add(item(n * 100, n * 100 + 50)));
  EXPECT_EQ(lane.first_at(0, Spacing::time), 0U);
  EXPECT_EQ(lane.first_at(101, Spacing::time), 2U);
  EXPECT_EQ(lane.first_at(1'000'000, Spacing::time), 100U);
  EXPECT_EQ(lane.first_at(20, Spacing::event), 2U);
}

TEST(Lane, CountsWhatReachesIntoARange) {
  trace::SpillFile file;
  Lane lane(file, LaneKind::exchanges, 0, "exchanges");
  ASSERT_TRUE(lane.add(item(0, 10)));
  ASSERT_TRUE(lane.add(item(20, 5000)));
  ASSERT_TRUE(lane.add(item(30, 40)));
  ASSERT_TRUE(lane.add(item(6000, 6010)));
  EXPECT_EQ(lane.first_touching(1000, Spacing::time), 1U);
  EXPECT_EQ(lane.first_touching(5500, Spacing::time), 3U);
}

}  // namespace
}  // namespace atscope::gui

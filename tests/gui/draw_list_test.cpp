// SPDX-License-Identifier: MIT
#include "gui/timeline/draw_list.h"

#include <gtest/gtest.h>

namespace atscope::gui {
namespace {

LaneItem item(std::int64_t begin, std::int64_t end, Verdict verdict = Verdict::ok) {
  static std::uint32_t count = 0;
  LaneItem out;
  out.begin = begin;
  out.end = end;
  out.first = out.last = out.id = count++;
  out.verdict = verdict;
  return out;
}

class DrawList : public ::testing::Test {
 protected:
  Lane& exchanges() { return lane_; }
  std::string drawn(const Lane& lane, const Axis& axis) {
    return to_text(lay_out(lane, axis, Spacing::time, [](const LaneItem&) { return std::string("AT"); }));
  }
  trace::SpillFile file_;
  Lane lane_{file_, LaneKind::exchanges, 0, "exchanges"};
  Lane urcs_{file_, LaneKind::urcs, 0, "urcs"};
  Lane problems_{file_, LaneKind::problems, 0, "problems"};
};

TEST_F(DrawList, GivesAWideItemABodyAndALabel) {
  lane_.add(item(100, 200));
  lane_.add(item(300, 310, Verdict::error));
  EXPECT_EQ(drawn(lane_, {0, 1, 1000}),
            "100.0-200.0 ok 'AT'\n"
            "300.0-310.0 error 'AT'\n");
}

TEST_F(DrawList, FoldsWhatIsTooSmallAndKeepsTheGravestVerdict) {
  for (int n = 0; n < 40; ++n)
    lane_.add(item(1000 + n * 10, 1000 + n * 10 + 5, n == 17 ? Verdict::error : Verdict::ok));
  EXPECT_EQ(drawn(lane_, {0, 20, 1000}), "50.0-70.5 error ×40\n");
}

TEST_F(DrawList, LeavesApartWhatStandsApart) {
  for (int n = 0; n < 3; ++n) lane_.add(item(1000 + n * 1000, 1001 + n * 1000));
  EXPECT_EQ(drawn(lane_, {0, 20, 1000}),
            "50.0-53.0 ok 'AT'\n"
            "100.0-103.0 ok 'AT'\n"
            "150.0-153.0 ok 'AT'\n");
}

TEST_F(DrawList, MarksInstantsWithTheSameWidthEverywhere) {
  urcs_.add(item(100, 100, Verdict::urc));
  urcs_.add(item(500, 500, Verdict::urc));
  EXPECT_EQ(drawn(urcs_, {0, 1, 1000}),
            "95.5-104.5 urc 'AT'\n"
            "495.5-504.5 urc 'AT'\n");
}

TEST_F(DrawList, NeverDropsAProblem) {
  for (int n = 0; n < 100'000; ++n) {
    problems_.add(item(n * 10, n * 10, n == 54'321 ? Verdict::problem_error : Verdict::problem_note));
  }
  for (const double per_pixel : {1.0, 50.0, 1000.0, 1e6}) {
    const Axis axis{0, per_pixel, 1000};
    std::uint32_t count = 0;
    bool error = false;
    for (const DrawItem& drawn : lay_out(problems_, axis, Spacing::time, {})) {
      count += drawn.count;
      error = error || drawn.verdict == Verdict::problem_error;
    }
    const double in_sight = std::min(100'000.0, axis.span() / 10);
    EXPECT_GE(count, static_cast<std::uint32_t>(in_sight));
    EXPECT_EQ(error, axis.end() > 543'210) << per_pixel;
  }
}

TEST_F(DrawList, TearsWhatGoesOnOutsideTheView) {
  lane_.add(item(0, 5000));
  EXPECT_EQ(drawn(lane_, {1000, 1, 1000}), "-1.0-1001.0 ok 'AT' < >\n");
}

TEST_F(DrawList, PutsWhatOverlapsIntoASecondRow) {
  lane_.add(item(100, 300, Verdict::no_answer));
  lane_.add(item(200, 400));
  EXPECT_EQ(drawn(lane_, {0, 1, 1000}),
            "100.0-300.0 no-answer 'AT'\n"
            "200.0-400.0 ok row 1 'AT'\n");
}

TEST_F(DrawList, CostsWhatThePixelsCost) {
  for (int n = 0; n < 2'000'000; ++n) lane_.add(item(n * 10, n * 10 + 5));
  std::size_t labels = 0;
  const auto items = lay_out(lane_, {0, 20'000, 1000}, Spacing::time, [&](const LaneItem&) {
    ++labels;
    return std::string();
  });
  EXPECT_LE(items.size(), 1001U);
  EXPECT_EQ(labels, 0U);
  std::uint64_t count = 0;
  for (const DrawItem& drawn : items) count += drawn.count;
  EXPECT_EQ(count, 2'000'000U);
}

TEST_F(DrawList, GivesEveryEventAStepOnTheEventAxis) {
  for (int n = 0; n < 3; ++n) {
    LaneItem exchange = item(n * 1'000'000, n * 1'000'000 + 1);
    exchange.first = static_cast<std::uint32_t>(n * 4);
    exchange.last = static_cast<std::uint32_t>(n * 4 + 2);
    lane_.add(exchange);
  }
  EXPECT_EQ(to_text(lay_out(lane_, {0, 0.1, 1000}, Spacing::event, {})),
            "0.0-30.0 ok\n"
            "40.0-70.0 ok\n"
            "80.0-110.0 ok\n");
}

TEST_F(DrawList, HitsTheItemUnderThePointer) {
  lane_.add(item(100, 200));
  lane_.add(item(204, 300));
  const auto items = lay_out(lane_, {0, 1, 1000}, Spacing::time, {});
  EXPECT_EQ(hit(items, 150), 0);
  EXPECT_EQ(hit(items, 203), 1) << "the nearer one";
  EXPECT_EQ(hit(items, 250), 1);
  EXPECT_EQ(hit(items, 400), -1);
}

}  // namespace
}  // namespace atscope::gui

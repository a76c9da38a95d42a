// SPDX-License-Identifier: MIT
#include "gui/timeline/overview.h"

#include "tests/gui/traffic.h"

namespace atscope::gui {
namespace {

class Overview : public Traffic {
 protected:
  void SetUp() override {
    host(0, "AT+CSQ\r").module(900, "\r\nOK\r\n");
    host(5000, "AT+CSQ\r").module(5010, "\r\nERROR\r\n").module(5020, "\r\n+RING: 1\r\n");
    host(9900, "AT\r").module(10'000, "\r\nOK\r\n");
    session_.finish();
  }
  // Ten columns of a second each.
  [[nodiscard]] std::string overview(OverviewSource source, Spacing spacing = Spacing::time) const {
    const double per_pixel = spacing == Spacing::time ? 1000.0 * ms : static_cast<double>(trace_.size()) / 10;
    return to_text(make_overview(source, {0, per_pixel, 10}, spacing));
  }
};

TEST_F(Overview, ShowsTrafficWorstVerdictAndWorstLatency) {
  EXPECT_EQ(overview({trace_, lanes_}),
            "0: 1.0 ok 90%\n"
            "5: 2.0 error 1%\n"
            "9: 1.0 ok 10%\n");
}

TEST_F(Overview, ShowsHitsAndMarksWhereTheyStand) {
  const std::vector<trace::EventIndex> hits = {0, 2, 3, 6}, marks = {5};
  OverviewSource source{trace_, lanes_};
  source.hits = hits;
  source.marks = marks;
  EXPECT_EQ(overview(source),
            "0: 1.0 ok 90% 1 hits\n"
            "5: 2.0 error 1% 2 hits\n"
            "9: 1.0 ok 10% 1 hits mark\n");
  std::uint32_t count = 0;
  for (const OverviewColumn& column : make_overview(source, {0, 0.7, 10}, Spacing::event))
    count += column.hits;
  EXPECT_EQ(count, 4U);
}

TEST_F(Overview, TellsConsequencesFromCauses) {
  trace::SpillFile file;
  Lane problems(file, LaneKind::problems, 0, "problems");
  const auto add = [&](std::int64_t second, Verdict verdict, std::uint8_t code) {
    LaneItem item;
    item.begin = item.end = second * 1000 * ms;
    item.verdict = verdict;
    item.code = code;
    problems.add(item);
  };
  add(2, Verdict::problem_error, consequence);
  add(3, Verdict::problem_error, consequence);
  add(3, Verdict::problem_warning, 0);
  OverviewSource source{trace_, lanes_};
  source.problems = &problems;
  const std::string text = overview(source);
  EXPECT_NE(text.find("2: 0.0 state problem-error consequence\n"), std::string::npos) << text;
  EXPECT_NE(text.find("3: 0.0 state problem-error\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/timeline/arrangement.h"

#include <gtest/gtest.h>

namespace atscope::gui {
namespace {

const std::vector<std::string> keys = {"problems", "exchanges", "urcs", "data", "state tcp"};

std::string shown(const Arrangement& arrangement, const std::vector<std::string>& of = keys) {
  std::string out;
  for (const std::size_t index : arrangement.order(of)) {
    if (!arrangement.is_hidden(of[index])) out += of[index] + ' ';
  }
  return out;
}

TEST(Arrangement, LeavesLanesWhereTheyAreByNature) {
  EXPECT_EQ(shown({}), "problems exchanges urcs data state tcp ");
}

TEST(Arrangement, MovesALaneAmongItsNeighbours) {
  Arrangement lanes;
  lanes.move(keys, "state tcp", -2);
  EXPECT_EQ(shown(lanes), "problems exchanges state tcp urcs data ");
  lanes.move(keys, "problems", 1);
  EXPECT_EQ(shown(lanes), "exchanges problems state tcp urcs data ");
  lanes.move(keys, "exchanges", -1);
  EXPECT_EQ(shown(lanes), "exchanges problems state tcp urcs data ") << "it is the first";
  lanes.move(keys, "data", 3);
  EXPECT_EQ(shown(lanes), "exchanges problems state tcp urcs data ") << "it is the last";
  lanes.move(keys, "no such lane", 1);
  EXPECT_EQ(shown(lanes), "exchanges problems state tcp urcs data ");
}

TEST(Arrangement, StepsOverWhatIsHidden) {
  Arrangement lanes;
  lanes.set_hidden("urcs", true);
  lanes.move(keys, "data", -1);
  EXPECT_EQ(shown(lanes), "problems data exchanges state tcp ");
  lanes.show_all();
  EXPECT_EQ(shown(lanes), "problems data exchanges urcs state tcp ");
}

TEST(Arrangement, HoldsPinnedLanesAboveTheOthers) {
  Arrangement lanes;
  lanes.set_pinned("state tcp", true);
  EXPECT_EQ(shown(lanes), "state tcp problems exchanges urcs data ");
  lanes.move(keys, "problems", -1);
  EXPECT_EQ(shown(lanes), "state tcp problems exchanges urcs data ") << "only a pin leads above";
  lanes.set_pinned("urcs", true);
  lanes.move(keys, "state tcp", -1);
  EXPECT_EQ(shown(lanes), "state tcp urcs problems exchanges data ");
  lanes.set_pinned("state tcp", false);
  EXPECT_TRUE(shown(lanes).starts_with("urcs "));
}

TEST(Arrangement, TakesUpALaneThatComesLaterBehindItsNeighbour) {
  Arrangement lanes;
  lanes.move(keys, "exchanges", -1);
  const std::vector<std::string> more = {"problems", "exchanges", "urcs", "data", "other", "state tcp"};
  EXPECT_EQ(shown(lanes, more), "exchanges problems urcs data other state tcp ");
  const std::vector<std::string> fewer = {"exchanges", "data"};
  EXPECT_EQ(shown(lanes, fewer), "exchanges data ");
}

TEST(Arrangement, ComesBackFromItsText) {
  Arrangement lanes;
  lanes.set_folded("data", true);
  EXPECT_EQ(lanes.to_text(), "f data\n");
  EXPECT_EQ(Arrangement::from_text(lanes.to_text()).to_text(), lanes.to_text());
  lanes.set_pinned("state tcp", true);
  lanes.set_hidden("state tcp", true);
  lanes.move(keys, "exchanges", -1);
  lanes.set_hidden("other@ttyUSB1", true);
  const std::string text = "ph state tcp\n- exchanges\n- problems\n- urcs\nf data\nend\nh other@ttyUSB1\n";
  EXPECT_EQ(lanes.to_text(), text);
  EXPECT_EQ(Arrangement::from_text(text).to_text(), text);
}

TEST(Arrangement, IgnoresLinesThatAreNone) {
  EXPECT_EQ(Arrangement::from_text("rubbish\n\nx data\nf \n f\nf data\n\xff\n").to_text(), "f data\n");
  EXPECT_EQ(Arrangement::from_text("end\nend").to_text(), "");
}

}  // namespace
}  // namespace atscope::gui

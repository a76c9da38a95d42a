// SPDX-License-Identifier: MIT
#include "gui/timeline/axis.h"

#include <gtest/gtest.h>

namespace atscope::gui {
namespace {

TEST(Axis, ZoomKeepsThePlaceUnderThePointer) {
  Axis axis{1000, 10, 800};
  const double before = axis.to_position(200);
  axis.zoom(200, 0.5, 0.001, 1e9);
  EXPECT_DOUBLE_EQ(axis.to_position(200), before);
  EXPECT_DOUBLE_EQ(axis.per_pixel, 5);
}

TEST(Axis, ZoomStopsAtItsLimits) {
  Axis axis{0, 10, 800};
  axis.zoom(0, 1e-9, 2, 100);
  EXPECT_DOUBLE_EQ(axis.per_pixel, 2);
  axis.zoom(0, 1e9, 2, 100);
  EXPECT_DOUBLE_EQ(axis.per_pixel, 100);
}

TEST(Axis, FitShowsTheWholeRangeWithAMargin) {
  Axis axis{0, 1, 1000};
  axis.fit(5000, 7000, 0.001);
  EXPECT_GT(axis.to_pixel(5000), 0);
  EXPECT_LT(axis.to_pixel(7000), 1000);
  EXPECT_NEAR(axis.to_pixel(5000), 1000 - axis.to_pixel(7000), 1);
}

TEST(Axis, FitOfAnInstantKeepsItInTheMiddle) {
  Axis axis{0, 1, 1000};
  axis.fit(5000, 5000, 1);
  EXPECT_NEAR(axis.to_pixel(5000), 500, 1);
}

TEST(Axis, PixelsAndPlacesAreInverse) {
  const Axis axis{1.7e18, 12345.678, 1920};
  for (const double pixel : {0.0, 17.0, 960.5, 1920.0})
    EXPECT_NEAR(axis.to_pixel(axis.to_position(pixel)), pixel, 0.05);
}

}  // namespace
}  // namespace atscope::gui

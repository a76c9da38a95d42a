// SPDX-License-Identifier: MIT
#include "decoder/report/latency.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <vector>

namespace atscope::report {
namespace {

TEST(LatencyHistogram, KnowsNothingWithoutValues) {
  LatencyHistogram histogram;
  EXPECT_EQ(histogram.quantile(0.5), -1);
  histogram.add(-1);
  EXPECT_EQ(histogram.count(), 0U);
}

TEST(LatencyHistogram, IsExactForOneValue) {
  LatencyHistogram histogram;
  histogram.add(12'345'678);
  EXPECT_EQ(histogram.quantile(0.5), 12'345'678);
  EXPECT_EQ(histogram.quantile(0.95), 12'345'678);
  EXPECT_EQ(histogram.maximum(), 12'345'678);
}

TEST(LatencyHistogram, StaysWithinItsErrorOverTheWholeRange) {
  std::vector<std::int64_t> values;
  LatencyHistogram histogram;
  std::int64_t value = 2000;
  for (int index = 0; index < 500; ++index) {
    values.push_back(value);
    histogram.add(value);
    value += value / 17 + 1;
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.01, 0.25, 0.5, 0.9, 0.95, 0.999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * 500.0)) - 1;
    const auto exact = static_cast<double>(values[rank]);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(share)), exact, exact / 32 + 1) << share;
  }
  EXPECT_EQ(histogram.quantile(1), values.back());
}

TEST(LatencyHistogram, TakesTheExtremes) {
  LatencyHistogram histogram;
  histogram.add(0);
  histogram.add(INT64_MAX);
  EXPECT_EQ(histogram.minimum(), 0);
  EXPECT_EQ(histogram.maximum(), INT64_MAX);
  EXPECT_GE(histogram.quantile(0.5), 0);
}

}  // namespace
}  // namespace atscope::report

// SPDX-License-Identifier: MIT
// Latencies in bounded memory: a histogram with logarithmic buckets.
#pragma once

#include <cstdint>
#include <vector>

namespace atscope::report {

/// Quantiles are right to 1/32 of their value (16 buckets an octave); minimum and maximum are exact.
/// Values below 1 µs share a bucket.
class LatencyHistogram {
 public:
  void add(std::int64_t ns);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::int64_t minimum() const { return minimum_; }
  [[nodiscard]] std::int64_t maximum() const { return maximum_; }
  /// The value that `share` (0 to 1) of the values do not exceed; -1 without values.
  [[nodiscard]] std::int64_t quantile(double share) const;

 private:
  std::vector<std::uint32_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t minimum_ = 0, maximum_ = 0;
};

}  // namespace atscope::report

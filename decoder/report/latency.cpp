// SPDX-License-Identifier: MIT
#include "decoder/report/latency.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace atscope::report {
namespace {

constexpr int first_octave = 10;  // 2^10 ns is about 1 µs
constexpr std::uint32_t per_octave_bits = 4;
constexpr std::size_t bucket_count = std::size_t{64 - first_octave} << per_octave_bits;

std::size_t bucket_of(std::int64_t ns) {
  if (ns < (std::int64_t{1} << first_octave)) return 0;
  const auto value = static_cast<std::uint64_t>(ns);
  const auto octave = static_cast<std::uint32_t>(std::bit_width(value) - 1);
  const std::uint64_t part = (value >> (octave - per_octave_bits)) & ((1U << per_octave_bits) - 1U);
  return ((octave - first_octave) << per_octave_bits) + static_cast<std::size_t>(part);
}

// The middle of a bucket.
std::int64_t value_of(std::size_t bucket) {
  const std::uint32_t octave = first_octave + static_cast<std::uint32_t>(bucket >> per_octave_bits);
  const std::uint64_t part = bucket & ((1U << per_octave_bits) - 1U);
  const std::uint64_t width = std::uint64_t{1} << (octave - per_octave_bits);
  return static_cast<std::int64_t>((std::uint64_t{1} << octave) + part * width + width / 2);
}

}  // namespace

void LatencyHistogram::add(std::int64_t ns) {
  if (ns < 0) return;
  if (buckets_.empty()) buckets_.resize(bucket_count);
  ++buckets_[bucket_of(ns)];
  minimum_ = count_ == 0 ? ns : std::min(minimum_, ns);
  maximum_ = std::max(maximum_, ns);
  ++count_;
}

std::int64_t LatencyHistogram::quantile(double share) const {
  if (count_ == 0) return -1;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  if (wanted >= count_) return maximum_;
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= std::max<std::uint64_t>(wanted, 1)) return std::clamp(value_of(bucket), minimum_, maximum_);
  }
  return maximum_;
}

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
#include "capture/pcap/time_scale.h"

#include <algorithm>
#include <limits>

namespace atscope::capture::pcap {
namespace {

constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr unsigned kLargestPowerOfTen = 19;  // of those that 64 bits hold

constexpr std::uint64_t power_of_ten(unsigned exponent) {
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

struct Parts {
  std::uint64_t seconds = 0;
  std::uint64_t nanoseconds = 0;
};

Parts split_decimal(std::uint64_t ticks, unsigned exponent) {
  if (exponent > kLargestPowerOfTen) {
    const unsigned to_nanoseconds = exponent - 9;
    return {0, to_nanoseconds > kLargestPowerOfTen ? 0 : ticks / power_of_ten(to_nanoseconds)};
  }
  const std::uint64_t per_second = power_of_ten(exponent);
  const std::uint64_t rest = ticks % per_second;
  return {ticks / per_second,
          exponent <= 9 ? rest * power_of_ten(9 - exponent) : rest / power_of_ten(exponent - 9)};
}

Parts split_binary(std::uint64_t ticks, unsigned exponent) {
  // 34 bits of the fraction times 10^9 (30 bits) still fit into 64.
  constexpr unsigned kept_bits = 34;
  const std::uint64_t seconds = exponent < 64 ? ticks >> exponent : 0;
  std::uint64_t fraction = exponent < 64 ? ticks & ((std::uint64_t{1} << exponent) - 1) : ticks;
  if (exponent > kept_bits) {
    const unsigned drop = exponent - kept_bits;
    fraction = drop < 64 ? fraction >> drop : 0;
    exponent = kept_bits;
  }
  return {seconds, fraction * kNanosecondsPerSecond >> exponent};
}

}  // namespace

Timestamp utc_time(std::int64_t seconds, std::uint64_t nanoseconds) {
  constexpr auto limit =
      std::numeric_limits<std::int64_t>::max() / static_cast<std::int64_t>(kNanosecondsPerSecond) - 1;
  const auto whole = static_cast<std::int64_t>(nanoseconds / kNanosecondsPerSecond);
  if (seconds > limit - whole || seconds < -limit) return {};
  return {(seconds + whole) * static_cast<std::int64_t>(kNanosecondsPerSecond) +
              static_cast<std::int64_t>(nanoseconds % kNanosecondsPerSecond),
          Clock::utc};
}

Timestamp TimeScale::at(std::uint64_t ticks) const {
  const unsigned exponent = resolution & 0x7FU;
  const Parts parts =
      (resolution & 0x80U) != 0 ? split_binary(ticks, exponent) : split_decimal(ticks, exponent);
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (parts.seconds > largest) return {};
  const auto seconds = static_cast<std::int64_t>(parts.seconds);
  if (offset_seconds > 0 && seconds > std::numeric_limits<std::int64_t>::max() - offset_seconds) return {};
  return utc_time(seconds + offset_seconds, parts.nanoseconds);
}

std::int64_t TimeScale::tick_ns() const {
  const unsigned exponent = resolution & 0x7FU;
  if ((resolution & 0x80U) != 0) {
    return exponent >= 30 ? 1 : static_cast<std::int64_t>(kNanosecondsPerSecond >> exponent);
  }
  return exponent >= 9 ? 1 : static_cast<std::int64_t>(power_of_ten(9 - exponent));
}

}  // namespace atscope::capture::pcap

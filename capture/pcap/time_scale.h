// SPDX-License-Identifier: MIT
// What one tick of a capture file's clock is worth.
#pragma once

#include <cstdint>

#include "capture/segment.h"

namespace atscope::capture::pcap {

struct TimeScale {
  /// pcapng's if_tsresol: a tick is 10^-n s, or 2^-n s if the highest bit is set.
  std::uint8_t resolution = 6;
  /// pcapng's if_tsoffset: seconds to add.
  std::int64_t offset_seconds = 0;

  /// Clock::none when the time lies outside what 64 bits of nanoseconds hold (years 1678 to 2262).
  [[nodiscard]] Timestamp at(std::uint64_t ticks) const;
  /// One tick in nanoseconds, at least 1.
  [[nodiscard]] std::int64_t tick_ns() const;
};

/// `nanoseconds` may exceed a second.
[[nodiscard]] Timestamp utc_time(std::int64_t seconds, std::uint64_t nanoseconds);

}  // namespace atscope::capture::pcap

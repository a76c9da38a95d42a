// SPDX-License-Identifier: MIT
// The clock of a live capture: one for all ports, and no step of the wall clock disturbs it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "capture/segment.h"

namespace atscope::capture::live {

/// Tells the time of day as it was at the start plus the monotonic time that has passed since.
class CaptureClock {
 public:
  struct Reading {
    std::int64_t monotonic_ns = 0;  ///< CLOCK_BOOTTIME: goes on while the machine sleeps
    std::int64_t wall_ns = 0;       ///< CLOCK_REALTIME, since 1970
  };
  using Read = std::function<Reading()>;
  [[nodiscard]] static Reading read_system();

  explicit CaptureClock(Read read = read_system);

  [[nodiscard]] Timestamp now();
  [[nodiscard]] std::int64_t monotonic_ns() { return read_().monotonic_ns; }

  /// By how much the wall clock was set since the last call; nothing when it was not. Drift is not a step:
  /// only what exceeds kSmallestStep counts.
  [[nodiscard]] std::optional<std::int64_t> wall_step();
  static constexpr std::int64_t kSmallestStep = 100'000'000;

 private:
  Read read_;
  std::int64_t start_;       // wall - monotonic at the start
  std::int64_t difference_;  // the same when wall_step() looked last
};

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
#include "capture/live/capture_clock.h"

#include <ctime>
#include <utility>

namespace atscope::capture::live {
namespace {

std::int64_t read_clock(clockid_t id) {
  timespec time{};
  ::clock_gettime(id, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

CaptureClock::Reading CaptureClock::read_system() {
  return {read_clock(CLOCK_BOOTTIME), read_clock(CLOCK_REALTIME)};
}

CaptureClock::CaptureClock(Read read) : read_(std::move(read)) {
  const Reading reading = read_();
  start_ = difference_ = reading.wall_ns - reading.monotonic_ns;
}

Timestamp CaptureClock::now() {
  return {start_ + read_().monotonic_ns, Clock::utc};
}

std::optional<std::int64_t> CaptureClock::wall_step() {
  const Reading reading = read_();
  const std::int64_t difference = reading.wall_ns - reading.monotonic_ns;
  const std::int64_t step = difference - std::exchange(difference_, difference);
  if (step > -kSmallestStep && step < kSmallestStep) return std::nullopt;
  return step;
}

}  // namespace atscope::capture::live

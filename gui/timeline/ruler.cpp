// SPDX-License-Identifier: MIT
#include "gui/timeline/ruler.h"

#include <array>
#include <cmath>

namespace atscope::gui {
namespace {

constexpr std::int64_t second = 1'000'000'000, minute = 60 * second, hour = 60 * minute;

std::int64_t event_step(double per_pixel, double least_pixels) {
  for (std::int64_t unit = 1;; unit *= 10) {
    for (const std::int64_t factor : {1, 2, 5}) {
      if (static_cast<double>(unit * factor) >= per_pixel * least_pixels) return unit * factor;
    }
  }
}

}  // namespace

std::int64_t tick_step(double per_pixel, double least_pixels) {
  constexpr std::array<std::int64_t, 9> above_a_second = {1, 2, 5, 10, 15, 30, 60, 120, 300};
  const double least = per_pixel * least_pixels;
  for (std::int64_t unit = 1; unit < second; unit *= 10) {
    for (const std::int64_t factor : {1, 2, 5}) {
      if (static_cast<double>(unit * factor) >= least) return unit * factor;
    }
  }
  for (const std::int64_t seconds : above_a_second) {
    if (static_cast<double>(seconds * second) >= least) return seconds * second;
  }
  for (const std::int64_t minutes : {10, 15, 30, 60, 120, 180, 360, 720, 1440}) {
    if (static_cast<double>(minutes * minute) >= least) return minutes * minute;
  }
  std::int64_t days = 2;
  while (static_cast<double>(days * 24 * hour) < least) days *= 2;
  return days * 24 * hour;
}

Ticks ticks_of(const trace::Trace& trace, const Axis& axis, Spacing spacing, std::int64_t origin,
               double least_pixels) {
  Ticks out;
  out.step = spacing == Spacing::time ? tick_step(axis.per_pixel, least_pixels)
                                      : event_step(axis.per_pixel, least_pixels);
  const auto step = static_cast<double>(out.step);
  const auto first = static_cast<std::int64_t>(std::ceil((axis.begin - static_cast<double>(origin)) / step));
  const auto most = static_cast<std::int64_t>(axis.width / least_pixels) + 2;
  for (std::int64_t n = first; n < first + most; ++n) {
    Tick tick;
    tick.position = origin + n * out.step;
    tick.pixel = axis.to_pixel(static_cast<double>(tick.position));
    if (tick.pixel >= axis.width) break;
    if (spacing == Spacing::event) {
      if (tick.position < 0 || tick.position >= std::int64_t{trace.size()}) continue;
      tick.event = static_cast<trace::EventIndex>(tick.position);
    }
    out.ticks.push_back(tick);
  }
  return out;
}

}  // namespace atscope::gui

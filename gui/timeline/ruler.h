// SPDX-License-Identifier: MIT
// Where the ruler has its ticks.
#pragma once

#include <cstdint>
#include <vector>

#include "decoder/trace/trace.h"
#include "gui/timeline/axis.h"
#include "gui/timeline/lane.h"

namespace atscope::gui {

struct Tick {
  double pixel = 0;
  std::int64_t position = 0;                  ///< on the axis
  trace::EventIndex event = trace::no_event;  ///< event axis: the one that stands here
};

/// A round step so that labels stand at least `least_pixels` apart, in ns.
[[nodiscard]] std::int64_t tick_step(double per_pixel, double least_pixels);

struct Ticks {
  std::int64_t step = 1;  ///< between two, in axis units
  std::vector<Tick> ticks;
};
/// On the time axis round times after `origin` (0: round times of the clock), on the event axis round numbers
/// of events.
[[nodiscard]] Ticks ticks_of(const trace::Trace& trace, const Axis& axis, Spacing spacing,
                             std::int64_t origin, double least_pixels = 110);

}  // namespace atscope::gui

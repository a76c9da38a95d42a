// SPDX-License-Identifier: MIT
// Between places on the axis (nanoseconds, or events) and pixels.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace atscope::gui {

/// The part of the axis that a view shows.
struct Axis {
  double begin = 0;      ///< at pixel 0
  double per_pixel = 1;  ///< axis units of one pixel, > 0
  double width = 1;      ///< of the view in pixels

  [[nodiscard]] double to_pixel(double position) const { return (position - begin) / per_pixel; }
  [[nodiscard]] double to_position(double pixel) const { return begin + pixel * per_pixel; }
  [[nodiscard]] double end() const { return begin + width * per_pixel; }
  [[nodiscard]] double span() const { return width * per_pixel; }

  /// Keeps what is under `pixel` where it is; `factor` < 1 zooms in. Never finer than `least` a pixel.
  void zoom(double pixel, double factor, double least, double most) {
    const double fixed = to_position(pixel);
    per_pixel = std::clamp(per_pixel * factor, least, std::max(least, most));
    begin = fixed - pixel * per_pixel;
  }
  void pan(double pixels) { begin += pixels * per_pixel; }
  /// Shows [from, to] with a margin of a fortieth at both sides.
  void fit(double from, double to, double least) {
    const double span = std::max(to - from, least * width * 0.1);
    per_pixel = std::max(span * 1.05 / std::max(width, 1.0), least);
    begin = from - (width * per_pixel - (to - from)) / 2;
    if (to - from >= span) begin = from - span * 0.025;
  }
  friend bool operator==(const Axis&, const Axis&) = default;
};

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// Colours and signs of the window: safe for colour-blind eyes, and never the only carrier of a meaning.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>
#include <array>

#include "gui/timeline/lane.h"

namespace atscope::gui {

/// Made from the system's palette, so that light and dark follow it.
struct Colours {
  explicit Colours(const QPalette& system);

  bool dark;
  QColor background, lane, lane_odd, gutter, line, strong_line, text, faint_text, selection, cursor;

  [[nodiscard]] QColor of(Verdict verdict) const;
  /// The same as a light ground for text.
  [[nodiscard]] QColor ground(Verdict verdict) const;
  /// A ground for a state, by its number in the machine.
  [[nodiscard]] QColor state(std::uint8_t code) const;
  /// From cold (fast) to hot (at the maximum and over).
  [[nodiscard]] QColor heat(Ratio ratio) const;
};

/// One colour of the latency heat: from `from` up to `to`, in thousandths of what is allowed.
struct HeatStep {
  Ratio from = 0, to = no_ratio;  ///< no_ratio: and more
  QRgb colour = 0;
  int times = 0;  ///< the same of the command's median, from so many times on
};
[[nodiscard]] const std::array<HeatStep, 5>& heat_steps();
/// A ratio of the step that a latency has against a median; no_ratio when that is not known.
[[nodiscard]] Ratio heat_of_times(std::int64_t latency, std::int64_t median);

/// One sign for each verdict: "✓", "✗", "⌛" …; empty where the shape says it.
[[nodiscard]] QString sign_of(Verdict verdict);
/// That of a problem which follows from another one: the same shape, hollow.
[[nodiscard]] QString consequence_sign_of(Verdict verdict);
/// In words, for tooltips and screen readers.
[[nodiscard]] QString words_of(Verdict verdict);

}  // namespace atscope::gui

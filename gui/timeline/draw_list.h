// SPDX-License-Identifier: MIT
// What a view shows of a lane, before anything is painted.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gui/timeline/axis.h"
#include "gui/timeline/lane.h"
#include "gui/timeline/phases.h"

namespace atscope::gui {

/// A phase of an exchange's bar.
struct DrawPart {
  Phase phase = Phase::wait;
  double left = 0, right = 0;  ///< pixels; equal for a single line
};

struct DrawItem {
  double left = 0, right = 0;  ///< pixels; right > left
  double room = 0;             ///< pixels from `left` up to the next item, for the label
  std::uint32_t count = 1;     ///< 1: one item; more: a fold
  std::uint32_t index = 0;     ///< first item in the lane
  Verdict verdict = Verdict::ok;
  Ratio ratio = no_ratio;
  std::uint8_t row = 0;                        ///< 1: overlaps the item before it
  std::uint8_t code = 0;                       ///< LaneItem::code
  bool torn_left = false, torn_right = false;  ///< goes on outside the view
  std::string label;                           ///< empty where there is no room for one
  std::string end_label;        ///< exchange: the final result, where there is room for it, too
  std::string end_meaning;      ///< the same with what its code means, for more room; may be empty
  std::vector<DrawPart> parts;  ///< exchange: its phases, where they can be told apart
};

/// Pixels below which an item has no body of its own and folds with its neighbours.
inline constexpr double least_body = 3.0;
/// Pixels from which on an item is asked for its label.
inline constexpr double least_label = 24.0;

/// Its items are marks without length.
[[nodiscard]] bool is_instant(LaneKind kind);

using LabelOf = std::function<std::string(const LaneItem&)>;

/// Items of `lane` in sight, from left to right. The cost follows the pixels, not the items.
/// Instants are marks of `mark` pixels, centred; what has a body and is narrower than `least` folds. Grave
/// items (from Verdict::problem_note on) keep their place: they fold with each other only.
[[nodiscard]] std::vector<DrawItem> lay_out(const Lane& lane, const Axis& axis, Spacing spacing,
                                            const LabelOf& label_of, double mark = 9.0,
                                            double least = least_body);

/// One item a line: "12.0-45.5 error '+CIPSTART' {wait 12.0-45.5}", "50.0-58.0 ok ×12".
[[nodiscard]] std::string to_text(const std::vector<DrawItem>& items);

/// The item at a pixel, the last drawn first; -1 when there is none within `slack` pixels.
[[nodiscard]] int hit(const std::vector<DrawItem>& items, double pixel, double slack = 2.0, int row = -1);

}  // namespace atscope::gui

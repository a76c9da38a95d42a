// SPDX-License-Identifier: MIT
// Paints the draw list of one lane.
#pragma once

#include <QPainter>
#include <QRectF>
#include <vector>

#include "gui/timeline/draw_list.h"
#include "gui/view/palette.h"

namespace atscope::gui {

struct LanePaint {
  QRectF area;
  bool heat = false;  ///< recolour exchanges by latency
  static constexpr std::uint64_t none = ~std::uint64_t{0};
  std::uint64_t selected = none;  ///< LaneItem::id
  std::uint64_t hovered = none;
};

void paint_lane(QPainter& painter, const Lane& lane, const std::vector<DrawItem>& items, const LanePaint& how,
                const Colours& colours);

}  // namespace atscope::gui

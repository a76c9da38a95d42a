// SPDX-License-Identifier: MIT
// Paints one row of a picture.
#pragma once

#include <QPainter>
#include <QRectF>

#include "gui/timeline/medians.h"
#include "gui/timeline/picture.h"
#include "gui/view/palette.h"

namespace atscope::gui {

struct RowPaint {
  const trace::Trace& trace;
  QRectF area = {};
  bool heat = false;                        ///< recolour exchanges by latency
  const CommandMedians* medians = nullptr;  ///< heat: for commands without a limit
  trace::EventIndex selected = trace::no_event;
  std::uint32_t selected_exchange = 0;  ///< outlined in every row; 0: none
  trace::EventIndex hovered = trace::no_event;
  std::uint32_t hovered_exchange = 0;
};

void paint_row(QPainter& painter, const PictureRow& row, const RowPaint& how, const Colours& colours);

}  // namespace atscope::gui

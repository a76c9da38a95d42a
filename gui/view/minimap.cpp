// SPDX-License-Identifier: MIT
#include "gui/view/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/view/palette.h"

namespace atscope::gui {

Minimap::Minimap(TimelineView& timeline, QWidget* parent) : QWidget(parent), timeline_(timeline) {
  setFixedHeight(34);
  setAccessibleName(tr("Overview"));
  setAccessibleDescription(tr("The whole capture: traffic, problems and the part in sight"));
  setToolTip(tr("Click or drag to move the part in sight"));
  connect(&timeline, &TimelineView::axis_changed, this, qOverload<>(&QWidget::update));
}

void Minimap::show_document(const Document* document, const Problems* problems) {
  document_ = document;
  problems_ = problems;
  update();
}

Axis Minimap::axis() const {
  const auto [from, to] = timeline_.whole();
  Axis axis;
  axis.width = std::max(1, width());
  axis.begin = from;
  axis.per_pixel = std::max((to - from) / axis.width, 1e-9);
  return axis;
}

void Minimap::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Colours colours(palette());
  painter.fillRect(rect(), colours.gutter);
  if (document_ == nullptr || !document_->is_open() || document_->trace().size() == 0) return;
  const Axis all = axis();
  const double base = height() - 3;

  // Exchanges a pixel, on a scale of roots so that a few still show beside many.
  std::vector<double> load(static_cast<std::size_t>(width()) + 1, 0);
  std::vector<Verdict> worst(load.size(), Verdict::state);
  for (const Lane* lane : document_->lanes().lanes()) {
    if (lane->kind() == LaneKind::state) continue;
    for (const DrawItem& item : lay_out(*lane, all, timeline_.spacing(), {}, 1)) {
      const auto from = static_cast<std::size_t>(std::clamp(item.left, 0.0, all.width - 1));
      const auto to =
          static_cast<std::size_t>(std::clamp(std::max(item.right - 0.001, item.left), 0.0, all.width - 1));
      for (std::size_t x = from; x <= to; ++x) {
        load[x] += static_cast<double>(item.count) / static_cast<double>(to - from + 1);
        if (lane->kind() == LaneKind::exchanges) worst[x] = std::max(worst[x], item.verdict);
      }
    }
  }
  const double top = std::sqrt(std::max(*std::max_element(load.begin(), load.end()), 1.0));
  for (std::size_t x = 0; x < load.size(); ++x) {
    if (load[x] <= 0) continue;
    const double tall = std::max(2.0, std::sqrt(load[x]) / top * (base - 9));
    const bool bad = worst[x] >= Verdict::aborted;
    painter.fillRect(QRectF(static_cast<double>(x), base - tall, 1, tall),
                     bad ? colours.of(worst[x]) : colours.of(Verdict::state));
  }
  if (problems_ != nullptr && problems_->lane() != nullptr) {
    for (const DrawItem& item : lay_out(*problems_->lane(), all, timeline_.spacing(), {}, 3)) {
      painter.fillRect(QRectF(item.left, 1, std::max(item.right - item.left, 3.0), 5),
                       colours.of(item.verdict));
    }
  }
  for (const int which : {0, 1}) {
    if (const auto cursor = timeline_.cursor(which)) {
      painter.fillRect(QRectF(all.to_pixel(*cursor), 0, 1, height()), colours.cursor);
    }
  }

  const double left = std::clamp(all.to_pixel(timeline_.axis().begin), 0.0, all.width - 4);
  const double right = std::clamp(all.to_pixel(timeline_.axis().end()), left + 4, all.width);
  QColor outside = colours.background;
  outside.setAlpha(150);
  painter.fillRect(QRectF(0, 0, left, height()), outside);
  painter.fillRect(QRectF(right, 0, all.width - right, height()), outside);
  painter.setPen(colours.selection);
  painter.drawRect(QRectF(left + 0.5, 0.5, right - left - 1, height() - 1.5));
}

void Minimap::go_to(double pixel) {
  if (document_ == nullptr || !document_->is_open()) return;
  const double middle = axis().to_position(pixel);
  timeline_.pan((middle - (timeline_.axis().begin + timeline_.axis().span() / 2)) / timeline_.axis().span());
}

void Minimap::mousePressEvent(QMouseEvent* event) {
  go_to(event->position().x());
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) != 0) go_to(event->position().x());
}

}  // namespace atscope::gui

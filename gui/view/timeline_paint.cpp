// SPDX-License-Identifier: MIT
// Paints the rows of the timeline, and the links between them.
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>

#include "gui/view/lane_painter.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/view/timeline_view.h"

namespace atscope::gui {
namespace {

constexpr std::size_t most_gap_lines = 60;

// `direction` 1: the tip is below.
void arrow_head(QPainter& painter, const QPointF& tip, double direction) {
  QPolygonF head;
  head << tip << tip + QPointF(-3.5, -6 * direction) << tip + QPointF(3.5, -6 * direction);
  painter.drawPolygon(head);
}

}  // namespace

void TimelineView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  const Colours colours(palette());
  painter.fillRect(viewport()->rect(), colours.background);
  if (document_ == nullptr || !document_->is_open() || document_->trace().size() == 0) return;
  painter.setRenderHint(QPainter::Antialiasing);
  paint_rows(painter);
  paint_gaps(painter);
  paint_links(painter);
  paint_cursors(painter);
  paint_ruler(painter);
  paint_legend(painter);
}

void TimelineView::paint_rows(QPainter& painter) const {
  const Colours colours(palette());
  const Picture& now = picture();
  const double width = viewport()->width(), bottom = viewport()->height() - legend_height();
  const double scrolling_top = ruler_height + now.pinned_height;
  RowPaint how{document_->trace()};
  how.heat = heat_;
  how.medians = &medians_;
  how.selected = selected_;
  how.selected_exchange = exchange_of(selected_);
  if (hovered_) {
    how.hovered = hovered_->event;
    how.hovered_exchange = exchange_of(hovered_->event);
  }
  bool odd = false;
  for (const PictureRow& row : now.rows) {
    const double top = y_of(row), least = row.pinned ? ruler_height : scrolling_top;
    odd = !odd;
    if (top + row.height <= least || top >= bottom) continue;
    painter.save();
    painter.setClipRect(QRectF(0, std::max(top, least), width, top + row.height - std::max(top, least)));
    painter.fillRect(QRectF(0, top, width, row.height), odd ? colours.lane_odd : colours.lane);
    painter.save();
    painter.setClipRect(QRectF(gutter, std::max(top, least), width - gutter, row.height), Qt::IntersectClip);
    painter.translate(gutter, 0);
    how.area = QRectF(0, top, axis_.width, row.height);
    paint_row(painter, row, how, colours);
    painter.restore();
    paint_gutter(painter, row, top);
    painter.restore();
  }
  painter.setPen(colours.line);
  if (now.pinned_height > 0) {
    painter.setPen(QPen(colours.line, 2));
    painter.drawLine(QPointF(0, scrolling_top), QPointF(width, scrolling_top));
    painter.setPen(colours.line);
  }
  painter.drawLine(QPointF(gutter - 0.5, ruler_height), QPointF(gutter - 0.5, viewport()->height()));
}

void TimelineView::paint_gutter(QPainter& painter, const PictureRow& row, double top) const {
  const Colours colours(palette());
  const bool current = row.key == current_lane_;
  painter.fillRect(QRectF(0, top, gutter, row.height), colours.gutter);
  if (current) painter.fillRect(QRectF(0, top, 3, row.height), colours.selection);
  const double middle = top + row.height / 2.0;
  QPolygonF triangle;
  if (row.folded) {
    triangle << QPointF(8, middle - 4) << QPointF(13, middle) << QPointF(8, middle + 4);
  } else {
    triangle << QPointF(6, middle - 2.5) << QPointF(15, middle - 2.5) << QPointF(10.5, middle + 2.5);
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.faint_text);
  painter.drawPolygon(triangle);
  double right = gutter - 6;
  if (row.pinned) {
    right -= 10;
    painter.drawEllipse(QPointF(right + 5, middle - 2), 3, 3);
    painter.fillRect(QRectF(right + 4.5, middle, 1, 6), colours.faint_text);
  }
  QFont font = painter.font();
  const QFont before = font;
  if (row.folded) font.setPointSizeF(font.pointSizeF() * 0.85);
  font.setBold(current);
  painter.setFont(font);
  painter.setPen(colours.text);
  painter.drawText(
      QRectF(20, top, right - 22, row.height), Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(title_of(row), Qt::ElideRight, static_cast<int>(right) - 22));
  painter.setFont(before);
  painter.setPen(colours.line);
  painter.drawLine(QPointF(0, top + row.height - 0.5), QPointF(viewport()->width(), top + row.height - 0.5));
}

// The silences that the event axis folds.
void TimelineView::paint_gaps(QPainter& painter) const {
  const Colours colours(palette());
  const std::vector<DrawItem>& gaps = picture().gaps;
  if (gaps.size() > most_gap_lines) return;
  painter.setPen(QPen(colours.strong_line, 1, Qt::DashLine));
  for (const DrawItem& gap : gaps) {
    const double x = gutter + (gap.left + gap.right) / 2;
    if (x < gutter) continue;
    painter.drawLine(QPointF(x, ruler_height), QPointF(x, viewport()->height() - legend_height()));
  }
}

void TimelineView::paint_links(QPainter& painter) const {
  const Picture& now = picture();
  if (now.links.empty()) return;
  const Colours colours(palette());
  painter.save();
  painter.setClipRect(
      QRectF(gutter, ruler_height, axis_.width, viewport()->height() - ruler_height - legend_height()));
  for (const PictureLink& link : now.links) {
    const PictureRow &from = now.rows[link.from_row], &to = now.rows[link.to_row];
    const double x = gutter + link.from, tip = gutter + link.to;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.selection, 1.5, link.link.guessed ? Qt::DashLine : Qt::SolidLine));
    if (link.from_row == link.to_row) {  // under the bar that holds both
      const double under = y_of(from) + from.height - 2;
      if (std::abs(tip - x) >= 24) painter.drawLine(QPointF(x, under), QPointF(tip, under));
      continue;
    }
    // Out of the bar, along the edge of the other row, where no words stand, and into the mark.
    const double down = y_of(to) > y_of(from) ? 1 : -1;
    const double begin = down > 0 ? y_of(from) + from.height - 3 : y_of(from) + 3;
    const double edge = down > 0 ? y_of(to) + 1 : y_of(to) + to.height - 2;
    const double reach = to.kind == LaneKind::state || to.kind == LaneKind::exchanges ? 7 : 6;
    const QPointF end(tip, edge + reach * down);
    QPainterPath path(QPointF(x, begin));
    path.lineTo(x, edge);
    path.lineTo(tip, edge);
    path.lineTo(end);
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.selection);
    arrow_head(painter, end + QPointF(0, down), down);
  }
  painter.restore();
}

void TimelineView::paint_legend(QPainter& painter) const {
  if (!heat_) return;
  const Colours colours(palette());
  const double top = viewport()->height() - legend_height();
  painter.fillRect(QRectF(0, top, viewport()->width(), legend_height()), colours.gutter);
  painter.setPen(colours.line);
  painter.drawLine(QPointF(0, top + 0.5), QPointF(viewport()->width(), top + 0.5));
  // Two lines with the same colours: against the limit, and against the median where there is none.
  const QFontMetricsF metrics(painter.font());
  const QString limit = tr("Part of the time allowed:"),
                median = tr("No limit known, times the command's median:");
  const double line = (legend_height() - 2) / 2.0;
  const double first =
      10 + std::max(metrics.horizontalAdvance(limit), metrics.horizontalAdvance(median)) + 14;
  const double column = std::min((viewport()->width() - first) / (static_cast<double>(heat_steps().size()) + 1), 150.0);
  for (const bool by_median : {false, true}) {
    const double y = top + 1 + (by_median ? line : 0);
    painter.setPen(colours.text);
    painter.drawText(QRectF(10, y, first, line), Qt::AlignVCenter, by_median ? median : limit);
    double left = first;
    const auto step = [&](const QColor& colour, bool hatched, const QString& text) {
      const QRectF box(left, y + 4, 16, line - 8);
      painter.setPen(Qt::NoPen);
      if (colour.isValid())
        painter.fillRect(box, hatched ? QColor(colour.red(), colour.green(), colour.blue(), 90) : colour);
      if (hatched)
        painter.fillRect(box, QBrush(colour.isValid() ? colour : colours.faint_text, Qt::BDiagPattern));
      painter.setPen(colours.text);
      painter.drawText(QRectF(left + 21, y, column - 23, line), Qt::AlignVCenter | Qt::TextSingleLine, text);
      left += column;
    };
    for (std::size_t n = 0; n < heat_steps().size(); ++n) {
      const HeatStep& heat = heat_steps()[n];
      const bool last = n + 1 == heat_steps().size();
      QString text;
      if (by_median) {
        text = last ? tr("≥ %1×").arg(heat.times)
                    : tr("%1–%2×").arg(heat.times).arg(heat_steps()[n + 1].times);
      } else {
        text = last ? tr("≥ %1 %").arg(heat.from / 10)
                    : tr("%1–%2 %").arg(heat.from / 10).arg(heat.to / 10);
      }
      step(colours.heat(heat.from), by_median, text);
    }
    if (by_median) step({}, true, tr("neither"));
  }
}

}  // namespace atscope::gui

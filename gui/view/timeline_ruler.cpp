// SPDX-License-Identifier: MIT
// The ruler: wall clock above, time since zero below; on the event axis the silences that it folds.
#include <QPainter>
#include <algorithm>
#include <vector>

#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/view/timeline_view.h"

namespace atscope::gui {
namespace {

constexpr double half = TimelineView::ruler_height / 2.0;
constexpr double flag_width = 9;

}  // namespace

QString TimelineView::since_zero(std::int64_t time_position) const {
  const trace::Trace& trace = document_->trace();
  const std::int64_t zero = trace.event(zero_ < trace.size() ? zero_ : 0).position;
  return span_words(time_position - zero, true);
}

void TimelineView::paint_ruler(QPainter& painter) const {
  const Colours colours(palette());
  const trace::Trace& trace = document_->trace();
  painter.fillRect(QRectF(0, 0, viewport()->width(), ruler_height), colours.gutter);
  painter.setPen(colours.line);
  painter.drawLine(QPointF(0, ruler_height - 0.5), QPointF(viewport()->width(), ruler_height - 0.5));
  painter.drawLine(QPointF(gutter - 0.5, 0), QPointF(gutter - 0.5, ruler_height));
  paint_corner(painter);

  painter.save();
  painter.setClipRect(QRectF(gutter, 0, axis_.width, ruler_height));
  painter.translate(gutter, 0);
  const bool timed = trace.clock() != capture::Clock::none;
  std::vector<double> flags;  // of the marks in sight
  for (const trace::EventIndex mark : marks_) {
    if (mark >= trace.size()) continue;
    const double x = axis_.to_pixel(position_of(mark));
    if (x >= -flag_width && x <= axis_.width) flags.push_back(x);
  }
  // The tick stays; its neighbours tell what it says.
  const auto under_flag = [&flags](const QRectF& label) {
    return std::any_of(flags.begin(), flags.end(),
                       [&](double x) { return x + flag_width + 2 > label.left() && x - 2 < label.right(); });
  };
  for (const Tick& tick : picture().ticks.ticks) {
    QString label;
    if (spacing_ == Spacing::event) {
      label = QLatin1Char('#') + count_words(static_cast<std::uint64_t>(tick.position) + 1);
      if (timed) label += QStringLiteral("  ") + time_words(trace.time(tick.event)).left(8);
    } else {
      label = time_words({tick.position, trace.clock()});
      if (picture().ticks.step >= 1'000'000'000) label.chop(4);
    }
    painter.setPen(colours.line);
    painter.drawLine(QPointF(tick.pixel, 3), QPointF(tick.pixel, half - 2));
    const QRectF where(tick.pixel + 4, 0, painter.fontMetrics().horizontalAdvance(label), half);
    if (where.right() > axis_.width || under_flag(where)) continue;
    painter.setPen(colours.text);
    painter.drawText(where, Qt::AlignVCenter | Qt::TextDontClip, label);
  }
  const QRectF place = place_box(placed_event()).translated(-gutter, 0);
  for (const Tick& tick : picture().ticks_since_zero.ticks) {
    const QString label = since_zero(tick.position);
    const QRectF where(tick.pixel + 4, half - 2, painter.fontMetrics().horizontalAdvance(label), half);
    painter.setPen(colours.line);
    painter.drawLine(QPointF(tick.pixel, half + 1), QPointF(tick.pixel, ruler_height));
    if (where.right() > axis_.width || where.intersects(place.adjusted(-4, 0, 4, 0))) continue;
    painter.setPen(colours.faint_text);
    painter.drawText(where, Qt::AlignVCenter | Qt::TextDontClip, label);
  }
  if (spacing_ == Spacing::event) paint_gap_labels(painter);
  for (const double x : flags) {
    QPolygonF flag;
    flag << QPointF(x, 4) << QPointF(x + flag_width, 8) << QPointF(x, 12);
    painter.setPen(QPen(colours.cursor, 1.5));
    painter.setBrush(colours.cursor);
    painter.drawPolygon(flag);
    painter.drawLine(QPointF(x, 4), QPointF(x, ruler_height));
  }
  painter.restore();
  paint_place(painter);
}

// What the two lines of the ruler are.
void TimelineView::paint_corner(QPainter& painter) const {
  const Colours colours(palette());
  const trace::Trace& trace = document_->trace();
  QString above = tr("event"), below = tr("silences");
  if (spacing_ == Spacing::time) {
    const trace::EventIndex first = event_at(axis_.begin);
    above = trace.clock() == capture::Clock::utc           ? time_words(trace.time(first), true).left(10)
            : trace.clock() == capture::Clock::time_of_day ? tr("time of day")
                                                           : tr("seconds");
    below = zero_ < trace.size() ? tr("since zero (0)") : tr("since the start");
  }
  painter.setPen(colours.faint_text);
  painter.drawText(QRectF(10, 0, gutter - 16, half), Qt::AlignVCenter, above);
  painter.drawText(QRectF(10, half - 2, gutter - 16, half), Qt::AlignVCenter, below);
}

void TimelineView::paint_gap_labels(QPainter& painter) const {
  const Colours colours(palette());
  const QFontMetricsF metrics(painter.font());
  const QRectF place = place_box(placed_event()).translated(-gutter, 0);
  double free_from = -1e9;
  for (const DrawItem& gap : picture().gaps) {
    const double x = (gap.left + gap.right) / 2;
    QString text = QStringLiteral("⋯");
    if (gap.count == 1) {
      for (const Lane* lane : document_->lanes().lanes()) {
        if (lane->kind() != LaneKind::gaps) continue;
        const LaneItem& item = (*lane)[gap.index];
        text = span_words(item.end - item.begin);
      }
    } else {
      text = QStringLiteral("×") + count_words(gap.count);
    }
    const double wide = metrics.horizontalAdvance(text) + 10;
    const QRectF where(x - wide / 2, half, wide, half - 3);
    if (where.left() < free_from || where.intersects(place)) continue;
    free_from = where.right() + 4;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.lane);
    painter.drawRoundedRect(where, 4, 4);
    painter.setPen(colours.faint_text);
    painter.drawText(where, Qt::AlignCenter, text);
  }
}

// The event of which the ruler tells the place: the one under the pointer, else the chosen one.
trace::EventIndex TimelineView::placed_event() const {
  return hovered_ && hovered_->count == 1 ? hovered_->event : selected_;
}

// Wall clock, since zero, since the event before it.
QString TimelineView::place_words(trace::EventIndex event) const {
  const trace::Trace& trace = document_->trace();
  const std::int64_t now = trace.event(event).position;
  QString text = time_words(trace.time(event)) + QStringLiteral("  ") + since_zero(now);
  if (event > 0) text += QStringLiteral("  Δ ") + span_words(now - trace.event(event - 1).position);
  return text;
}

// Empty when the event is none or out of sight.
QRectF TimelineView::place_box(trace::EventIndex event) const {
  const trace::Trace& trace = document_->trace();
  if (event >= trace.size() || trace.clock() == capture::Clock::none) return {};
  const double x = gutter + axis_.to_pixel(position_of(event));
  if (x < gutter || x > viewport()->width()) return {};
  const double wide = QFontMetricsF(font()).horizontalAdvance(place_words(event)) + 14;
  const double most = std::max(gutter + 2.0, viewport()->width() - wide - 2);
  return {std::clamp(x - wide / 2, gutter + 2.0, most), half, wide, half - 3};
}

void TimelineView::paint_place(QPainter& painter) const {
  const Colours colours(palette());
  const QRectF box = place_box(placed_event());
  if (box.isEmpty()) return;
  painter.setPen(QPen(colours.selection, 1));
  painter.setBrush(colours.background);
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(colours.text);
  painter.drawText(box, Qt::AlignCenter, place_words(placed_event()));
}

void TimelineView::paint_cursors(QPainter& painter) const {
  const Colours colours(palette());
  const double bottom = viewport()->height() - legend_height();
  const auto line_at = [&](double position, const QColor& colour, const QString& name) {
    const double x = gutter + axis_.to_pixel(position);
    if (x < gutter || x > viewport()->width()) return;
    painter.setPen(QPen(colour, 1, name.isEmpty() ? Qt::DotLine : Qt::SolidLine));
    painter.drawLine(QPointF(x, ruler_height), QPointF(x, bottom));
    if (name.isEmpty()) return;
    const QRectF flag(x + 1, ruler_height + 1, 15, 15);
    painter.fillRect(flag, colour);
    painter.setPen(colours.background);
    painter.drawText(flag, Qt::AlignCenter, name);
  };
  const trace::Trace& trace = document_->trace();
  if (selected_ < trace.size()) line_at(position_of(selected_), colours.selection, {});
  if (cursors_[0] && cursors_[1]) {
    const double left =
        std::max<double>(gutter + axis_.to_pixel(std::min(*cursors_[0], *cursors_[1])), gutter);
    const double right = gutter + axis_.to_pixel(std::max(*cursors_[0], *cursors_[1]));
    QColor veil = colours.cursor;
    veil.setAlpha(22);
    if (right > left) painter.fillRect(QRectF(left, ruler_height, right - left, bottom - ruler_height), veil);
  }
  if (zero_ < trace.size()) line_at(position_of(zero_), colours.faint_text, QStringLiteral("0"));
  if (cursors_[0]) line_at(*cursors_[0], colours.cursor, QStringLiteral("A"));
  if (cursors_[1]) line_at(*cursors_[1], colours.cursor, QStringLiteral("B"));
}

}  // namespace atscope::gui

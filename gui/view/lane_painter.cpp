// SPDX-License-Identifier: MIT
#include "gui/view/lane_painter.h"

#include <QFontMetricsF>
#include <algorithm>

#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

constexpr double radius = 3;

void text_in(QPainter& painter, const QRectF& where, const QString& text, const QColor& colour,
             Qt::Alignment align) {
  if (where.width() < 8) return;
  const QFontMetricsF metrics(painter.font());
  const QString fitting = metrics.elidedText(text, Qt::ElideRight, where.width());
  if (fitting.size() <= 1 && text.size() > 1) return;
  painter.setPen(colour);
  painter.drawText(where, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
}

class LanePainter {
 public:
  LanePainter(QPainter& painter, const Lane& lane, const LanePaint& how, const Colours& colours)
      : painter_(painter), lane_(lane), how_(how), colours_(colours) {}

  void paint(const DrawItem& item) {
    const double rows = item.row == 0 ? 0 : how_.area.height() * 0.32;
    const QRectF box(item.left, how_.area.top() + 3 + rows, std::max(item.right - item.left, 1.5),
                     how_.area.height() - 6 - rows);
    if (item.count > 1) {
      fold(item, box);
    } else {
      switch (lane_.kind()) {
        case LaneKind::exchanges:
          exchange(item, box);
          break;
        case LaneKind::data:
          burst(item, box);
          break;
        case LaneKind::state:
          state(item, box);
          break;
        case LaneKind::urcs:
        case LaneKind::other:
        case LaneKind::problems:
          mark(item, box);
          break;
      }
    }
    if (item.count != 1 || item.index >= lane_.size()) return;
    const std::uint64_t id = lane_[item.index].id;
    if (id == how_.selected || id == how_.hovered) {
      painter_.setBrush(Qt::NoBrush);
      painter_.setPen(QPen(colours_.selection, id == how_.selected ? 2 : 1));
      painter_.drawRoundedRect(box.adjusted(-1, -1, 1, 1), radius, radius);
    }
  }

 private:
  // Light from the command on: the wait; a full end with the verdict's sign.
  void exchange(const DrawItem& item, const QRectF& box) {
    const QColor strong = how_.heat ? colours_.heat(item.ratio) : colours_.of(item.verdict);
    const QColor light = how_.heat
                             ? QColor(strong.red(), strong.green(), strong.blue(), colours_.dark ? 90 : 60)
                             : colours_.ground(item.verdict);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(light);
    painter_.drawRoundedRect(box, radius, radius);
    const double cap = box.width() >= 26 ? 15 : std::min(box.width(), 4.0);
    painter_.setBrush(strong);
    if (item.verdict == Verdict::no_answer || item.verdict == Verdict::open) {
      torn_end(box, strong);
    } else {
      painter_.drawRoundedRect(QRectF(box.right() - cap, box.top(), cap, box.height()), radius, radius);
    }
    if (cap >= 15) {
      const bool filled = item.verdict != Verdict::no_answer && item.verdict != Verdict::open;
      text_in(painter_, QRectF(box.right() - cap, box.top(), cap, box.height()), sign_of(item.verdict),
              filled ? colours_.background : strong, Qt::AlignHCenter);
    }
    painter_.setBrush(strong);
    painter_.setPen(Qt::NoPen);
    painter_.drawRect(QRectF(box.left(), box.top(), std::min(2.0, box.width()), box.height()));
    if (!item.label.empty()) {
      text_in(painter_, box.adjusted(6, 0, -cap - 3, 0), QString::fromStdString(item.label), colours_.text,
              Qt::AlignLeft);
    }
  }

  void torn_end(const QRectF& box, const QColor& colour) {
    QPolygonF edge;
    const double step = box.height() / 4;
    for (int n = 0; n <= 4; ++n) {
      edge << QPointF(box.right() - (n % 2 == 0 ? 0.0 : std::min(4.0, box.width())), box.top() + n * step);
    }
    painter_.setPen(QPen(colour, 1.5));
    painter_.drawPolyline(edge);
    painter_.setPen(Qt::NoPen);
  }

  void burst(const DrawItem& item, const QRectF& box) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(QBrush(colours_.of(item.verdict),
                             item.verdict == Verdict::data ? Qt::Dense4Pattern : Qt::SolidPattern));
    const QRectF body(box.left(), box.top() + 1, std::max(box.width(), 4.0), box.height() - 2);
    painter_.drawRoundedRect(body, 2, 2);
    if (!item.label.empty()) {
      text_in(
          painter_,
          QRectF(body.right() + 4, box.top(), std::min(item.room - body.width() - 6, 200.0), box.height()),
          QString::fromStdString(item.label), colours_.faint_text, Qt::AlignLeft);
    }
  }

  void state(const DrawItem& item, const QRectF& box) {
    painter_.setPen(Qt::NoPen);
    if (item.verdict == Verdict::unknown) {
      painter_.setBrush(QBrush(colours_.line, Qt::BDiagPattern));
      painter_.drawRect(box);
    } else {
      painter_.setBrush(colours_.state(item.code));
      painter_.drawRect(box);
      painter_.setBrush(colours_.text);
      painter_.drawRect(QRectF(box.left(), box.top(), 1, box.height()));
    }
    if (!item.label.empty()) {
      const double left = std::max(box.left(), 0.0) + 6;
      text_in(painter_, QRectF(left, box.top(), box.right() - left - 3, box.height()),
              QString::fromStdString(item.label),
              item.verdict == Verdict::unknown ? colours_.faint_text : colours_.text, Qt::AlignLeft);
    }
  }

  void mark(const DrawItem& item, const QRectF& box) {
    const QColor colour = colours_.of(item.verdict);
    const QRectF sign(item.left, box.top(), item.right - item.left, box.height());
    painter_.setPen(colour);
    painter_.drawText(sign.adjusted(-4, 0, 4, 0), Qt::AlignCenter, sign_of(item.verdict));
    if (!item.label.empty()) {
      const double room = item.room - (item.right - item.left) - 6;
      text_in(painter_, QRectF(sign.right() + 2, box.top(), std::min(room, 260.0), box.height()),
              QString::fromStdString(item.label), colours_.text, Qt::AlignLeft);
    }
  }

  void fold(const DrawItem& item, const QRectF& box) {
    const QColor strong = how_.heat && lane_.kind() == LaneKind::exchanges ? colours_.heat(item.ratio)
                                                                           : colours_.of(item.verdict);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(QColor(strong.red(), strong.green(), strong.blue(), colours_.dark ? 120 : 90));
    painter_.drawRect(box);
    painter_.setBrush(strong);
    painter_.drawRect(QRectF(box.left(), box.bottom() - 3, box.width(), 3));
    const QString count = QStringLiteral("×") + count_words(item.count);
    const QFontMetricsF metrics(painter_.font());
    if (metrics.horizontalAdvance(count) + 6 < box.width()) {
      text_in(painter_, box.adjusted(2, 0, -2, -3), count, colours_.text, Qt::AlignHCenter);
    }
  }

  QPainter& painter_;
  const Lane& lane_;
  const LanePaint& how_;
  const Colours& colours_;
};

}  // namespace

void paint_lane(QPainter& painter, const Lane& lane, const std::vector<DrawItem>& items, const LanePaint& how,
                const Colours& colours) {
  LanePainter lane_painter(painter, lane, how, colours);
  for (const DrawItem& item : items) lane_painter.paint(item);
}

}  // namespace atscope::gui

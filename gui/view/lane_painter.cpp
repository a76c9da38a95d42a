// SPDX-License-Identifier: MIT
#include "gui/view/lane_painter.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <algorithm>

#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

constexpr double radius = 3;
constexpr double cap_width = 16;
constexpr qsizetype least_letters = 5;              // a text of which less is left says nothing
constexpr double widest_mark = 24;                  // of several marks that are drawn as one
constexpr std::int64_t least_silence = 10'000'000;  // ns between two lines, from which on it is told
constexpr double least_room = 16;   // pixels: less holds no word, and measuring one costs more than a bar
constexpr double strip_height = 8;  // of an exchange's bar, for its phases

QColor with_alpha(QColor colour, int alpha) {
  colour.setAlpha(alpha);
  return colour;
}

// Gives back how much room it took.
double text_in(QPainter& painter, const QRectF& where, const QString& text, const QColor& colour,
               Qt::Alignment align = Qt::AlignLeft) {
  if (where.width() < 8 || text.isEmpty()) return 0;
  const QFontMetricsF metrics(painter.font());
  double wide = metrics.horizontalAdvance(text);
  QString fitting = text;
  if (wide > where.width()) {
    fitting = metrics.elidedText(text, Qt::ElideRight, where.width());
    if (fitting.size() < least_letters) return 0;
    wide = metrics.horizontalAdvance(fitting);
  }
  painter.setPen(colour);
  painter.drawText(where, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine, fitting);
  return wide;
}

class RowPainter {
 public:
  RowPainter(QPainter& painter, const PictureRow& row, const RowPaint& how, const Colours& colours)
      : painter_(painter), row_(row), how_(how), colours_(colours) {}

  void paint(const DrawItem& item) {
    const QRectF box = box_of(item);
    if (row_.kind == LaneKind::bytes && row_.too_dense) return run(item, box);
    if (item.count > 1)
      return is_instant(row_.kind) && box.width() < widest_mark ? mark(item, box) : fold(item, box);
    switch (row_.kind) {
      case LaneKind::exchanges:
        exchange(item, box);
        break;
      case LaneKind::data:
        burst(item, box);
        break;
      case LaneKind::state:
        state(item, box);
        break;
      case LaneKind::bytes:
        line(item, box);
        break;
      case LaneKind::urcs:
      case LaneKind::other:
      case LaneKind::problems:
      case LaneKind::gaps:
        mark(item, box);
        break;
    }
    if (item.verdict != Verdict::unknown) outline(item, box);
  }

  void paint_hint(const QString& text) {
    text_in(painter_, how_.area.adjusted(8, 0, -8, 0), text, colours_.faint_text);
  }

 private:
  [[nodiscard]] QRectF box_of(const DrawItem& item) const {
    const double margin = row_.folded ? 2 : 3;
    const double height = how_.area.height() - 2 * margin;
    double top = how_.area.top() + margin, tall = height;
    if (row_.kind == LaneKind::bytes) {
      tall = height / 2;
      top += item.row * tall;
    } else if (item.row != 0) {
      top += height * 0.34;
      tall = height * 0.66;
    }
    return {item.left, top, std::max(item.right - item.left, 1.5), tall};
  }

  void outline(const DrawItem& item, const QRectF& box) {
    const LaneItem& what = row_.item(item);
    const trace::EventIndex event = what.first;
    std::uint32_t exchange = row_.kind == LaneKind::exchanges ? what.id : 0;
    if (exchange == 0 && event < how_.trace.size() && row_.kind != LaneKind::problems) {
      const trace::EventRecord& record = how_.trace.event(event);
      if (!record.inside) exchange = record.txn;
    }
    const bool state = row_.kind == LaneKind::state;
    const bool chosen =
        event == how_.selected || (!state && exchange != 0 && exchange == how_.selected_exchange);
    const bool hovered =
        event == how_.hovered || (!state && exchange != 0 && exchange == how_.hovered_exchange);
    if (!chosen && !hovered) return;
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(colours_.selection, chosen ? 2 : 1));
    painter_.drawRoundedRect(box.adjusted(-1, -1, 1, 1), radius, radius);
  }

  // A light body with the name, a strip with the phases under it, and a full end with the verdict's sign.
  void exchange(const DrawItem& item, const QRectF& box) {
    const QColor strong = how_.heat ? colours_.heat(heat_ratio(item)) : colours_.of(item.verdict);
    const QColor light =
        how_.heat ? with_alpha(strong, colours_.dark ? 90 : 60) : colours_.ground(item.verdict);
    const bool ends = item.verdict != Verdict::no_answer && item.verdict != Verdict::open;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(light);
    painter_.drawRoundedRect(box, radius, radius);
    if (how_.heat && item.ratio == no_ratio) {
      painter_.setBrush(QBrush(with_alpha(strong, 90), Qt::BDiagPattern));
      painter_.drawRoundedRect(box, radius, radius);
    }
    const double cap = row_.folded || box.width() < cap_width * 1.5 ? std::min(box.width(), 4.0) : cap_width;
    if (!item.parts.empty()) phases(item, box.adjusted(2, 0, -cap, 0), strong);
    painter_.setBrush(strong);
    painter_.setPen(Qt::NoPen);
    painter_.drawRect(QRectF(box.left(), box.top(), std::min(2.0, box.width()), box.height()));
    if (!ends) {
      torn_end(box, strong);
    } else {
      painter_.drawRoundedRect(QRectF(box.right() - cap, box.top(), cap, box.height()), radius, radius);
    }
    if (cap >= cap_width) {
      text_in(painter_, QRectF(box.right() - cap, box.top(), cap, box.height()), sign_of(item.verdict),
              ends ? colours_.background : strong, Qt::AlignHCenter);
    }
    exchange_label(item, box, cap, strong);
  }

  // Against the limit, else against what the command takes here.
  [[nodiscard]] Ratio heat_ratio(const DrawItem& item) const {
    if (item.ratio != no_ratio || how_.medians == nullptr) return item.ratio;
    const std::uint32_t id = row_.item(item).id;
    if (!how_.trace.is_closed(id)) return no_ratio;
    const trace::TransactionRecord& txn = how_.trace.transaction(id);
    return heat_of_times(txn.latency_ns, how_.medians->median(txn.command));
  }

  void exchange_label(const DrawItem& item, const QRectF& box, double cap, const QColor& strong) {
    if (item.label.empty()) return;
    const QFontMetricsF metrics(painter_.font());
    const QString label = QString::fromStdString(item.label);
    // With its meaning where that fits.
    const auto end_in = [&](double left_room) {
      const QString meaning = QString::fromStdString(item.end_meaning);
      return !meaning.isEmpty() && metrics.horizontalAdvance(meaning) <= left_room
                 ? meaning
                 : QString::fromStdString(item.end_label);
    };
    const double wide = metrics.horizontalAdvance(label) + 8;
    const double inside = std::min(box.right(), how_.area.right()) - std::max(box.left(), 0.0) - cap - 8;
    const double outside = item.room - box.width() - 6;
    const double strip = item.parts.empty() ? 0 : strip_height;
    double left = std::max(box.left(), 0.0) + 6, room = inside;
    if (wide > inside && outside > inside) {
      left = box.right() + 4;
      room = outside;
      if (cap < cap_width) {
        const QRectF sign(left, box.top(), 14, box.height());
        if (room >= 40) {
          text_in(painter_, sign, sign_of(item.verdict), strong, Qt::AlignHCenter);
          left += 16;
          room -= 16;
        }
      }
      const double taken = text_in(painter_, QRectF(left, box.top(), std::min(room, 320.0), box.height()),
                                   label, colours_.text);
      const double rest = room - taken - 12;
      text_in(painter_, QRectF(left + taken + 8, box.top(), rest, box.height()), end_in(rest), strong);
      return;
    }
    const QRectF line(left, box.top(), room, box.height() - strip);
    const double taken = text_in(painter_, line, label, colours_.text);
    text_in(painter_, line.adjusted(taken + 8, 0, 0, 0), end_in(line.width() - taken - 8), strong,
            Qt::AlignRight);
  }

  // Echo hatched, wait a thread, information full, payload dotted.
  void phases(const DrawItem& item, const QRectF& box, const QColor& strong) {
    const double top = box.bottom() - strip_height, middle = box.bottom() - strip_height / 2;
    painter_.setPen(Qt::NoPen);
    for (const DrawPart& part : item.parts) {
      const double left = std::max(part.left, box.left());
      const double right = std::min(std::max(part.right, part.left + 2), box.right());
      if (right <= left) continue;
      const QRectF where(left, top + 1, right - left, strip_height - 2);
      switch (part.phase) {
        case Phase::command:
          painter_.fillRect(where, with_alpha(strong, 110));
          break;
        case Phase::echo:
          painter_.fillRect(where, with_alpha(strong, 50));
          painter_.fillRect(where, QBrush(strong, Qt::FDiagPattern));
          break;
        case Phase::wait:
          painter_.fillRect(QRectF(left, middle - 0.5, right - left, 1), with_alpha(strong, 150));
          break;
        case Phase::information:
          painter_.fillRect(where, strong);
          break;
        case Phase::data:
          painter_.fillRect(where, QBrush(colours_.of(Verdict::data), Qt::Dense4Pattern));
          break;
        case Phase::result:
          break;
      }
    }
  }

  void torn_end(const QRectF& box, const QColor& colour) {
    QPolygonF edge;
    const double step = box.height() / 4;
    for (int n = 0; n <= 4; ++n) {
      edge << QPointF(box.right() - (n % 2 == 0 ? 0.0 : std::min(4.0, box.width())), box.top() + n * step);
    }
    painter_.setBrush(Qt::NoBrush);
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
    text_in(painter_,
            QRectF(body.right() + 4, box.top(), std::min(item.room - body.width() - 6, 200.0), box.height()),
            QString::fromStdString(item.label), colours_.text);
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
    const double left = std::max(box.left(), 0.0) + 6;
    text_in(painter_, QRectF(left, box.top(), box.right() - left - 3, box.height()),
            QString::fromStdString(item.label),
            item.verdict == Verdict::unknown ? colours_.faint_text : colours_.text);
  }

  // A line on the wire: a tick at its first byte, and what it says.
  void line(const DrawItem& item, const QRectF& box) {
    const bool host = item.row == 0;
    const QColor colour = colours_.of(host ? Verdict::prompt : Verdict::data);
    const double body = std::max(std::min(item.right - item.left, item.room) - 1, 2.0);
    painter_.fillRect(QRectF(box.left(), box.top() + 1, body, box.height() - 2), with_alpha(colour, 45));
    painter_.fillRect(QRectF(box.left(), box.top() + 1, 2, box.height() - 2), colour);
    if (item.label.empty()) return;
    painter_.save();
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(painter_.font().pointSizeF() * 0.92);
    painter_.setFont(fixed);
    const double taken =
        text_in(painter_, QRectF(box.left() + 5, box.top(), item.room - 9, box.height()),
                (host ? QStringLiteral("→ ") : QStringLiteral("← ")) + QString::fromStdString(item.label),
                colours_.text);
    painter_.restore();
    const QRectF rest(box.left() + taken + 17, box.top(), item.room - taken - 21, box.height());
    if (rest.width() < least_room) return;
    const QString silence = silence_after(row_.item(item).first);
    if (QFontMetricsF(painter_.font()).horizontalAdvance(silence) <= rest.width())
      text_in(painter_, rest, silence, colours_.faint_text);
  }

  // "⋯ 1.2 s" up to the next line of either side; empty where they follow closely.
  [[nodiscard]] QString silence_after(trace::EventIndex event) const {
    const trace::Trace& trace = how_.trace;
    if (trace.clock() == capture::Clock::none) return {};
    trace::EventIndex next = event + 1;
    const auto on_the_line = [&](trace::EventIndex index) {
      return trace.event(index).bytes != 0 && trace.event(index).kind != session::EventKind::transition;
    };
    while (next < trace.size() && next - event < 100 && !on_the_line(next)) ++next;
    if (next >= trace.size() || !on_the_line(next)) return {};
    const std::int64_t span = trace.event(next).position - trace.event(event).position;
    return span < least_silence ? QString() : QStringLiteral("⋯ ") + span_words(span);
  }

  // What one side sent in one go.
  void run(const DrawItem& item, const QRectF& box) {
    const bool host = item.row == 0;
    const QColor colour = colours_.of(host ? Verdict::prompt : Verdict::data);
    const QRectF body = box.adjusted(0, 1, 0, -1);
    painter_.fillRect(body, with_alpha(colour, 70));
    painter_.fillRect(QRectF(box.left(), box.top() + 1, 2, box.height() - 2), colour);
    if (item.room < least_room) return;
    const QString text =
        (host ? QStringLiteral("→ ") : QStringLiteral("← ")) + QString::fromStdString(item.label);
    if (QFontMetricsF(painter_.font()).horizontalAdvance(text) <= item.room - 9)
      text_in(painter_, QRectF(box.left() + 5, box.top(), item.room - 9, box.height()), text, colours_.text);
  }

  void mark(const DrawItem& item, const QRectF& box) {
    const QColor colour = colours_.of(item.verdict);
    const QRectF sign(item.left, box.top(), item.right - item.left, box.height());
    const bool minor = row_.kind == LaneKind::problems && item.code != 0;
    if (row_.kind == LaneKind::problems && item.code == suppressed) {
      painter_.setPen(QPen(colours_.faint_text, 1, Qt::DotLine));
      painter_.setBrush(Qt::NoBrush);
      painter_.drawEllipse(sign.center(), 4.5, 4.5);
    } else if (row_.folded) {
      const QRectF dot(sign.center().x() - 3, sign.center().y() - 3, 6, 6);
      painter_.setPen(QPen(colour, 1.5));
      painter_.setBrush(minor ? QBrush(Qt::NoBrush) : QBrush(colour));
      painter_.drawEllipse(dot);
    } else {
      painter_.setPen(colour);
      painter_.drawText(sign.adjusted(-4, 0, 4, 0), Qt::AlignCenter,
                        minor ? consequence_sign_of(item.verdict) : sign_of(item.verdict));
    }
    if (row_.folded) return;
    const double room = item.room - (item.right - item.left) - 6;
    QString label = QString::fromStdString(item.label);
    if (item.count > 1) label += QStringLiteral(" ×") + count_words(item.count);
    text_in(painter_, QRectF(sign.right() + 3, box.top(), std::min(room, 260.0), box.height()), label,
            minor ? colours_.faint_text : colours_.text);
  }

  void fold(const DrawItem& item, const QRectF& box) {
    const QColor strong =
        how_.heat && row_.kind == LaneKind::exchanges ? colours_.heat(item.ratio) : colours_.of(item.verdict);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(with_alpha(strong, colours_.dark ? 120 : 90));
    painter_.drawRect(box);
    painter_.setBrush(strong);
    painter_.drawRect(QRectF(box.left(), box.bottom() - 3, box.width(), 3));
    const QFontMetricsF metrics(painter_.font());
    const QString sign =
        item.verdict >= Verdict::unparsed ? sign_of(item.verdict) + QLatin1Char(' ') : QString();
    for (const QString& text : {sign + QStringLiteral("×") + count_words(item.count),
                                QStringLiteral("×") + count_words(item.count)}) {
      if (metrics.horizontalAdvance(text) + 6 >= box.width()) continue;
      text_in(painter_, box.adjusted(2, 0, -2, -3), text, colours_.text, Qt::AlignHCenter);
      return;
    }
  }

  QPainter& painter_;
  const PictureRow& row_;
  const RowPaint& how_;
  const Colours& colours_;
};

}  // namespace

void paint_row(QPainter& painter, const PictureRow& row, const RowPaint& how, const Colours& colours) {
  RowPainter row_painter(painter, row, how, colours);
  for (const DrawItem& item : row.items) row_painter.paint(item);
  if (row.too_dense && row.items.empty() && !row.folded) {
    row_painter.paint_hint(
        QCoreApplication::translate("LanePainter", "Zoom in to see the bytes of each line (W)"));
  }
}

}  // namespace atscope::gui

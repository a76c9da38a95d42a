// SPDX-License-Identifier: MIT
#include "gui/view/timeline_view.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/view/event_words.h"
#include "gui/view/lane_painter.h"
#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

constexpr int gutter = 118;
constexpr int ruler_height = 26;
constexpr double snap_pixels = 12;
constexpr int wheel_pause_ms = 400;

int height_of(LaneKind kind) {
  switch (kind) {
    case LaneKind::exchanges:
      return 34;
    case LaneKind::problems:
    case LaneKind::urcs:
    case LaneKind::state:
      return 24;
    case LaneKind::data:
    case LaneKind::other:
      break;
  }
  return 20;
}

QString shown_title(const Lane& lane, const Document& document) {
  QString title;
  switch (lane.kind()) {
    case LaneKind::problems:
      return TimelineView::tr("Problems");
    case LaneKind::exchanges:
      title = TimelineView::tr("Exchanges");
      break;
    case LaneKind::urcs:
      title = TimelineView::tr("URCs");
      break;
    case LaneKind::data:
      title = TimelineView::tr("Data");
      break;
    case LaneKind::other:
      title = TimelineView::tr("Other");
      break;
    case LaneKind::state:
      title = QString::fromStdString(lane.title());
      break;
  }
  if (document.channels() > 1) {
    title += QStringLiteral(" · ") + QString::fromStdString(document.channel(lane.channel()));
  }
  return title;
}

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Timeline"));
  setAccessibleDescription(tr("Exchanges, unsolicited codes, payload, states and problems over time"));
  setMinimumHeight(160);
}

void TimelineView::show_document(const Document* document, const Problems* problems) {
  document_ = document;
  problems_ = problems;
  rows_.clear();
  selected_ = trace::no_event;
  hovered_.reset();
  cursors_ = {};
  fits_all_ = true;
  spacing_ = Spacing::time;
  refresh();
}

void TimelineView::refresh() {
  if (document_ != nullptr && document_->is_open()) {
    if (spacing_ == Spacing::time && document_->trace().size() > 1 &&
        document_->trace().clock() == capture::Clock::none) {
      spacing_ = Spacing::event;
    }
    open_ = document_->lanes().open_items();
    make_rows();
    if (fits_all_) fit();
  }
  viewport()->update();
}

void TimelineView::make_rows() {
  rows_.clear();
  int top = 0;
  const auto add = [&](const Lane* lane) {
    const QString title = shown_title(*lane, *document_);
    if (lane->size() == 0 && lane->kind() != LaneKind::state) return;
    if (hidden_.contains(title)) return;
    rows_.push_back({lane, title, top, height_of(lane->kind())});
    top += rows_.back().height;
  };
  if (problems_ != nullptr && problems_->lane() != nullptr) add(problems_->lane());
  for (const Lane* lane : document_->lanes().lanes()) add(lane);
  scroll_bars();
}

void TimelineView::scroll_bars() {
  const int height = rows_.empty() ? 0 : rows_.back().top + rows_.back().height;
  const int room = viewport()->height() - ruler_height;
  verticalScrollBar()->setRange(0, std::max(0, height - room));
  verticalScrollBar()->setPageStep(room);
  verticalScrollBar()->setSingleStep(20);
}

std::pair<double, double> TimelineView::whole() const {
  if (document_ == nullptr || !document_->is_open() || document_->trace().size() == 0) return {0, 1};
  const trace::Trace& trace = document_->trace();
  if (spacing_ == Spacing::event) return {0, static_cast<double>(trace.size())};
  return {static_cast<double>(trace.event(0).position),
          static_cast<double>(trace.event(trace.size() - 1).position)};
}

double TimelineView::position_of(trace::EventIndex event) const {
  if (spacing_ == Spacing::event) return event;
  return static_cast<double>(document_->trace().event(event).position);
}

trace::EventIndex TimelineView::event_at(double position) const {
  const trace::Trace& trace = document_->trace();
  if (trace.size() == 0) return trace::no_event;
  if (spacing_ == Spacing::event) {
    return static_cast<trace::EventIndex>(std::clamp(position, 0.0, static_cast<double>(trace.size() - 1)));
  }
  const trace::EventIndex after = trace.first_at(static_cast<std::int64_t>(position) + 1);
  return after == 0 ? 0 : after - 1;
}

void TimelineView::changed() {
  viewport()->update();
  Q_EMIT axis_changed();
}

void TimelineView::fit_all() {
  ++moves_;
  fit();
}

void TimelineView::fit() {
  const auto [from, to] = whole();
  axis_.width = std::max(1, viewport()->width() - gutter);
  axis_.fit(from, to, least_per_pixel());
  fits_all_ = true;
  changed();
}

void TimelineView::show_range(double from, double to) {
  ++moves_;
  fits_all_ = false;
  axis_.fit(from, to, least_per_pixel());
  changed();
}

void TimelineView::set_axis(const Axis& axis) {
  fits_all_ = false;
  axis_.begin = axis.begin;
  axis_.per_pixel = axis.per_pixel;
  changed();
}

void TimelineView::zoom(double factor) {
  const QPoint pointer = viewport()->mapFromGlobal(QCursor::pos());
  const bool here = viewport()->rect().contains(pointer) && viewport()->underMouse() && pointer.x() > gutter;
  const auto [from, to] = whole();
  if (!turns_wheel()) ++moves_;
  fits_all_ = false;
  axis_.zoom(here ? pointer.x() - gutter : axis_.width / 2, factor, least_per_pixel(),
             std::max((to - from) * 1.5 / axis_.width, least_per_pixel()));
  changed();
}

void TimelineView::pan(double part) {
  if (!turns_wheel()) ++moves_;
  fits_all_ = false;
  axis_.pan(axis_.width * part);
  changed();
}

void TimelineView::set_spacing(Spacing spacing) {
  if (spacing == spacing_ || document_ == nullptr || !document_->is_open()) return;
  const bool all = fits_all_;
  const trace::EventIndex first = event_at(axis_.begin), last = event_at(axis_.end());
  spacing_ = spacing;
  cursors_ = {};
  if (all || first == trace::no_event) return fit_all();
  show_range(position_of(first), position_of(last));
  Q_EMIT cursors_changed();
}

void TimelineView::set_heat(bool on) {
  heat_ = on;
  viewport()->update();
}

void TimelineView::select(trace::EventIndex event) {
  selected_ = event;
  if (document_ != nullptr && document_->is_open() && event < document_->trace().size()) {
    const double pixel = axis_.to_pixel(position_of(event));
    if (pixel < 0 || pixel > axis_.width) {
      ++moves_;
      fits_all_ = false;
      axis_.begin = position_of(event) - axis_.span() / 2;
      Q_EMIT axis_changed();
    }
  }
  viewport()->update();
}

void TimelineView::set_cursor(int which, std::optional<double> position) {
  cursors_[static_cast<std::size_t>(which)] = position;
  viewport()->update();
  Q_EMIT cursors_changed();
}

void TimelineView::set_lane_hidden(const QString& title, bool hidden) {
  if (hidden) {
    hidden_.insert(title);
  } else {
    hidden_.erase(title);
  }
  refresh();
}

QStringList TimelineView::lane_titles() const {
  QStringList titles;
  if (document_ == nullptr || !document_->is_open()) return titles;
  if (problems_ != nullptr && problems_->lane() != nullptr)
    titles << shown_title(*problems_->lane(), *document_);
  for (const Lane* lane : document_->lanes().lanes()) titles << shown_title(*lane, *document_);
  return titles;
}

// ------------------------------------------------------------------------------------------ what is shown

trace::EventIndex TimelineView::event_of(const Lane& lane, const LaneItem& item) const {
  return lane.kind() == LaneKind::problems ? problems_->event(item.id) : item.first;
}

std::string TimelineView::label_of(const Lane& lane, const LaneItem& item) const {
  const trace::Trace& trace = document_->trace();
  switch (lane.kind()) {
    case LaneKind::state:
      return item.verdict == Verdict::unknown || item.code >= lane.state_names.size()
                 ? "unknown"
                 : lane.state_names[item.code];
    case LaneKind::problems:
      return std::string(document_->finding(item.id).code);
    case LaneKind::data: {
      const trace::EventRecord& event = trace.event(item.first);
      return event.kind == session::EventKind::prompt ? std::string(trace.text(event))
                                                      : std::to_string(event.bytes) + " B";
    }
    case LaneKind::exchanges: {
      // Every command line begins with AT: its name tells more in little room.
      const QString line = shown_text(trace, item.first, 120);
      return (line.size() > 2 && line.startsWith(QLatin1String("AT"), Qt::CaseInsensitive) ? line.mid(2)
                                                                                           : line)
          .toStdString();
    }
    case LaneKind::urcs:
    case LaneKind::other:
      break;
  }
  return shown_text(trace, item.first, 120).toStdString();
}

std::vector<DrawItem> TimelineView::items_of(const Lane& lane) const {
  std::vector<DrawItem> items =
      lay_out(lane, axis_, spacing_, [this, &lane](const LaneItem& item) { return label_of(lane, item); });
  add_open_item(lane, items);
  return items;
}

// The state that is in force, a command that waits: from their begin to the end of what is known.
void TimelineView::add_open_item(const Lane& lane, std::vector<DrawItem>& items) const {
  const auto [from, to] = whole();
  for (const OpenItem& open : open_) {
    if (open.lane != &lane) continue;
    const double left = axis_.to_pixel(static_cast<double>(begin_of(open.item, spacing_)));
    const double right = std::max(axis_.to_pixel(to), left + least_body);
    if (right < 0 || left > axis_.width) continue;
    DrawItem drawn;
    drawn.left = std::max(left, -1.0);
    drawn.right = std::min(right, axis_.width + 1);
    drawn.index = static_cast<std::uint32_t>(lane.size());
    drawn.verdict = open.item.verdict;
    drawn.code = open.item.code;
    if (drawn.right - drawn.left >= least_label) drawn.label = label_of(lane, open.item);
    items.push_back(std::move(drawn));
  }
}

QString TimelineView::draw_list_text() const {
  QString text;
  for (const Row& row : rows_) {
    text += row.title + QStringLiteral(":\n");
    for (const QString& line :
         QString::fromStdString(to_text(items_of(*row.lane))).split(QLatin1Char('\n'))) {
      if (!line.isEmpty()) text += QStringLiteral("  ") + line + QLatin1Char('\n');
    }
  }
  return text;
}

std::optional<TimelineView::Hit> TimelineView::hit_at(const QPointF& where) const {
  if (document_ == nullptr || !document_->is_open() || where.x() < gutter || where.y() < ruler_height)
    return {};
  const double y = where.y() - ruler_height + verticalScrollBar()->value();
  for (const Row& row : rows_) {
    if (y < row.top || y >= row.top + row.height) continue;
    const std::vector<DrawItem> items = items_of(*row.lane);
    const int found = gui::hit(items, where.x() - gutter, 4);
    if (found < 0) return {};
    const DrawItem& item = items[static_cast<std::size_t>(found)];
    Hit hit{row.lane, item.index, item.count, trace::no_event};
    if (item.index < row.lane->size()) {
      hit.event = event_of(*row.lane, (*row.lane)[item.index]);
    } else {
      for (const OpenItem& open : open_) {
        if (open.lane == row.lane) hit.event = open.item.first;
      }
    }
    return hit;
  }
  return {};
}

QString TimelineView::tooltip_of(const Hit& hit) const {
  const trace::Trace& trace = document_->trace();
  if (hit.count > 1) {
    return tr("%1 items in one; zoom in to see them apart (W, or the wheel)").arg(count_words(hit.count));
  }
  if (hit.lane->kind() == LaneKind::problems && hit.index < hit.lane->size()) {
    const lint::Finding& finding = document_->finding((*hit.lane)[hit.index].id);
    return plain(QStringLiteral("%1 %2\n%3")
                     .arg(text_of(finding.code), text_of(finding.name), text_of(finding.message)));
  }
  if (hit.event >= trace.size()) return {};
  return plain(event_tooltip(*document_, hit.event));
}

// ---------------------------------------------------------------------------------------------- painting

void TimelineView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  const Colours colours(palette());
  painter.fillRect(viewport()->rect(), colours.background);
  if (document_ == nullptr || !document_->is_open()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  paint_rows(painter);
  paint_ruler(painter);
  paint_cursors(painter);
}

void TimelineView::paint_rows(QPainter& painter) {
  const Colours colours(palette());
  const int scrolled = verticalScrollBar()->value();
  const double width = viewport()->width();
  bool odd = false;
  for (const Row& row : rows_) {
    const double top = ruler_height + row.top - scrolled;
    odd = !odd;
    if (top + row.height < ruler_height || top > viewport()->height()) continue;
    painter.fillRect(QRectF(0, top, width, row.height), odd ? colours.lane_odd : colours.lane);
    painter.save();
    painter.setClipRect(QRectF(gutter, std::max<double>(top, ruler_height), width - gutter, row.height));
    painter.translate(gutter, 0);
    LanePaint how;
    how.area = QRectF(0, top, axis_.width, row.height);
    how.heat = heat_;
    if (hovered_ && hovered_->lane == row.lane && hovered_->index < row.lane->size()) {
      how.hovered = (*row.lane)[hovered_->index].id;
    }
    if (selected_ < document_->trace().size()) {
      const trace::EventRecord& event = document_->trace().event(selected_);
      if (row.lane->kind() == LaneKind::exchanges && row.lane->channel() == event.channel && event.txn != 0) {
        how.selected = event.txn;
      } else if (row.lane->kind() != LaneKind::exchanges && row.lane->kind() != LaneKind::problems) {
        how.selected = selected_;
      }
    }
    paint_lane(painter, *row.lane, items_of(*row.lane), how, colours);
    painter.restore();
    painter.fillRect(QRectF(0, top, gutter, row.height), colours.gutter);
    painter.setPen(colours.text);
    painter.drawText(QRectF(10, top, gutter - 16, row.height), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(row.title, Qt::ElideRight, gutter - 16));
    painter.setPen(colours.line);
    painter.drawLine(QPointF(0, top + row.height - 0.5), QPointF(width, top + row.height - 0.5));
  }
  painter.setPen(colours.line);
  painter.drawLine(QPointF(gutter - 0.5, 0), QPointF(gutter - 0.5, viewport()->height()));
}

void TimelineView::paint_ruler(QPainter& painter) {
  const Colours colours(palette());
  painter.fillRect(QRectF(0, 0, viewport()->width(), ruler_height), colours.gutter);
  painter.setPen(colours.line);
  painter.drawLine(QPointF(0, ruler_height - 0.5), QPointF(viewport()->width(), ruler_height - 0.5));
  const trace::Trace& trace = document_->trace();
  if (trace.size() == 0) return;
  painter.setPen(colours.faint_text);
  painter.drawText(QRectF(10, 0, gutter - 16, ruler_height), Qt::AlignVCenter,
                   spacing_ == Spacing::time ? time_words(trace.time(event_at(axis_.begin)), false).left(12)
                                             : tr("events"));
  painter.save();
  painter.setClipRect(QRectF(gutter, 0, axis_.width, ruler_height));
  painter.translate(gutter, 0);
  const double step = spacing_ == Spacing::time
                          ? static_cast<double>(tick_step(axis_.per_pixel, 96))
                          : std::max(1.0, std::pow(10.0, std::ceil(std::log10(axis_.per_pixel * 60))));
  for (double at = std::ceil(axis_.begin / step) * step; at < axis_.end(); at += step) {
    const double x = axis_.to_pixel(at);
    painter.setPen(colours.line);
    painter.drawLine(QPointF(x, ruler_height - 7), QPointF(x, ruler_height));
    painter.setPen(colours.text);
    QString label;
    if (spacing_ == Spacing::event) {
      label = QLatin1Char('#') + count_words(static_cast<std::uint64_t>(at) + 1);
    } else if (trace.clock() == capture::Clock::utc || trace.clock() == capture::Clock::time_of_day) {
      label = time_words({static_cast<std::int64_t>(at), trace.clock()});
      if (step >= 1e9) label.chop(4);
      if (step < 1e6) label = span_words(static_cast<std::int64_t>(at - whole().first), true);
    } else {
      label = span_words(static_cast<std::int64_t>(at - whole().first), true);
    }
    painter.drawText(QRectF(x + 4, 0, 120, ruler_height - 3), Qt::AlignVCenter, label);
  }
  painter.restore();
}

void TimelineView::paint_cursors(QPainter& painter) {
  const Colours colours(palette());
  const auto line_at = [&](double position, const QColor& colour, const QString& name) {
    const double x = gutter + axis_.to_pixel(position);
    if (x < gutter || x > viewport()->width()) return;
    painter.setPen(QPen(colour, 1, name.isEmpty() ? Qt::DotLine : Qt::SolidLine));
    painter.drawLine(QPointF(x, name.isEmpty() ? ruler_height : 4), QPointF(x, viewport()->height()));
    if (name.isEmpty()) return;
    const QRectF flag(x + 1, 3, 15, 15);
    painter.fillRect(flag, colour);
    painter.setPen(colours.background);
    painter.drawText(flag, Qt::AlignCenter, name);
  };
  if (selected_ < document_->trace().size()) line_at(position_of(selected_), colours.selection, {});
  if (cursors_[0] && cursors_[1]) {
    const double left = gutter + axis_.to_pixel(std::min(*cursors_[0], *cursors_[1]));
    const double right = gutter + axis_.to_pixel(std::max(*cursors_[0], *cursors_[1]));
    QColor veil = colours.cursor;
    veil.setAlpha(22);
    painter.fillRect(QRectF(std::max<double>(left, gutter), ruler_height,
                            right - std::max<double>(left, gutter), viewport()->height()),
                     veil);
  }
  if (cursors_[0]) line_at(*cursors_[0], colours.cursor, QStringLiteral("A"));
  if (cursors_[1]) line_at(*cursors_[1], colours.cursor, QStringLiteral("B"));
}

// ------------------------------------------------------------------------------------------------- input

double TimelineView::snapped(double pixel) const {
  double best = pixel, distance = snap_pixels;
  for (const Row& row : rows_) {
    if (row.lane->kind() == LaneKind::state) continue;
    for (const DrawItem& item : items_of(*row.lane)) {
      const bool instant = row.lane->kind() != LaneKind::exchanges;
      for (const double edge : {instant ? (item.left + item.right) / 2 : item.left,
                                instant ? (item.left + item.right) / 2 : item.right}) {
        if (item.count == 1 && std::abs(edge - pixel) < distance) {
          distance = std::abs(edge - pixel);
          best = edge;
        }
      }
    }
  }
  return axis_.to_position(best);
}

void TimelineView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  axis_.width = std::max(1, viewport()->width() - gutter);
  scroll_bars();
  if (fits_all_) fit();
  Q_EMIT axis_changed();
}

bool TimelineView::turns_wheel() const {
  return since_wheel_.isValid() && since_wheel_.elapsed() < wheel_pause_ms;
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  const QPoint turned = event->angleDelta();
  if (!turns_wheel()) ++moves_;
  since_wheel_.start();
  if ((event->modifiers() & Qt::ShiftModifier) != 0 || std::abs(turned.x()) > std::abs(turned.y())) {
    pan(-(turned.x() != 0 ? turned.x() : turned.y()) / 120.0 * 0.1);
  } else if ((event->modifiers() & Qt::AltModifier) != 0 || event->position().x() < gutter) {
    QAbstractScrollArea::wheelEvent(event);
    viewport()->update();
  } else {
    zoom(std::pow(0.8, turned.y() / 120.0));
  }
  event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
  drag_from_ = event->position();
  drag_begin_ = axis_.begin;
  dragged_ = false;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  if (drag_from_ && (event->buttons() & Qt::LeftButton) != 0) {
    const double moved = event->position().x() - drag_from_->x();
    if (dragged_ || std::abs(moved) > 4) {
      if (!dragged_) ++moves_;
      dragged_ = true;
      fits_all_ = false;
      axis_.begin = drag_begin_ - moved * axis_.per_pixel;
      viewport()->setCursor(Qt::ClosedHandCursor);
      changed();
    }
    return;
  }
  hovered_ = hit_at(event->position());
  viewport()->setCursor(hovered_ ? Qt::PointingHandCursor : Qt::ArrowCursor);
  viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  viewport()->setCursor(Qt::ArrowCursor);
  if (!dragged_ && event->button() == Qt::LeftButton) {
    if (const std::optional<Hit> hit = hit_at(event->position()); hit && hit->event != trace::no_event) {
      select(hit->event);
      Q_EMIT event_selected(hit->event);
    } else if (event->position().y() < ruler_height && event->position().x() > gutter &&
               document_ != nullptr && document_->is_open()) {
      set_cursor((event->modifiers() & Qt::ShiftModifier) != 0 ? 1 : 0,
                 snapped(event->position().x() - gutter));
    }
  }
  drag_from_.reset();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  const std::optional<Hit> hit = hit_at(event->position());
  if (!hit || hit->index >= hit->lane->size()) return;
  const std::size_t last = std::min(hit->index + hit->count, hit->lane->size()) - 1;
  const double from = static_cast<double>(begin_of((*hit->lane)[hit->index], spacing_));
  const double to = static_cast<double>(end_of((*hit->lane)[last], spacing_));
  const double margin = std::max((to - from) * 0.5, axis_.per_pixel * 20);
  show_range(from - margin, to + margin);
}

void TimelineView::leaveEvent(QEvent* /*event*/) {
  hovered_.reset();
  viewport()->update();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return pan(-0.1);
    case Qt::Key_Right:
      return pan(0.1);
    case Qt::Key_Up:
      return zoom(0.8);
    case Qt::Key_Down:
      return zoom(1.25);
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

bool TimelineView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::optional<Hit> hit = hit_at(help->pos());
    QToolTip::showText(help->globalPos(), hit ? tooltip_of(*hit) : QString(), viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) viewport()->update();
  QAbstractScrollArea::changeEvent(event);
}

}  // namespace atscope::gui

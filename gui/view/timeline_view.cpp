// SPDX-License-Identifier: MIT
#include "gui/view/timeline_view.h"

#include <QScrollBar>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "gui/view/event_words.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/view/timeline_accessible.h"

namespace atscope::gui {
namespace {

constexpr double snap_pixels = 12;

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Timeline"));
  setAccessibleDescription(tr("Exchanges, unsolicited codes, payload, states and problems over time"));
  setMinimumHeight(160);
  TimelineAccessible::install();
}

void TimelineView::show_document(const Document* document, const Problems* problems) {
  document_ = document;
  problems_ = problems;
  picture_ = {};
  selected_ = zero_ = trace::no_event;
  marks_.clear();
  hovered_.reset();
  cursors_ = {};
  medians_ = {};
  fits_all_ = true;
  spacing_ = Spacing::time;
  refresh();
}

void TimelineView::refresh() {
  make_stale();
  if (document_ == nullptr || !document_->is_open()) return;
  if (spacing_ == Spacing::time && document_->trace().size() > 1 &&
      document_->trace().clock() == capture::Clock::none) {
    spacing_ = Spacing::event;
  }
  if (fits_all_) fit();
  learn_medians();
  scroll_bars();
}

PictureSource TimelineView::source() const {
  const trace::Trace& trace = document_->trace();
  return {trace,
          document_->lanes(),
          problems_ != nullptr ? problems_->lane() : nullptr,
          document_->channels(),
          [this](trace::EventIndex event, std::size_t longest) {
            return shown_text(*document_, event, static_cast<int>(longest)).toStdString();
          },
          [this](std::uint32_t finding) { return std::string(document_->finding_rule(finding).code); },
          [this](session::ChannelId channel) { return document_->channel(channel); },
          [this](trace::EventIndex result) { return result_meaning(*document_, result).toStdString(); }};
}

const Picture& TimelineView::picture() const {
  if (stale_) {
    stale_ = false;
    ++picture_number_;
    picture_ = {};
    if (document_ != nullptr && document_->is_open()) {
      picture_ = make_picture(source(), {axis_, spacing_, selected_, zero_}, arrangement_);
    }
  }
  return picture_;
}

void TimelineView::make_stale() {
  stale_ = true;
  viewport()->update();
}

QString TimelineView::title_of(const PictureRow& row) const {
  return title_of(row.key);
}

// Keys are names of kinds, then "@" and the channel.
QString TimelineView::title_of(const std::string& key) const {
  const std::size_t at = key.find('@');
  const std::string name = key.substr(0, at);
  QString title = name == "problems"    ? tr("Problems")
                  : name == "exchanges" ? tr("Exchanges")
                  : name == "urcs"      ? tr("URCs")
                  : name == "data"      ? tr("Data")
                  : name == "other"     ? tr("Other")
                  : name == "bytes"     ? tr("Bytes")
                                        : QString::fromStdString(name.substr(name.find(' ') + 1));
  if (at != std::string::npos) title += QStringLiteral(" · ") + QString::fromStdString(key.substr(at + 1));
  return title;
}

void TimelineView::scroll_bars() {
  const Picture& now = picture();
  const int room = viewport()->height() - ruler_height - legend_height() - now.pinned_height;
  verticalScrollBar()->setRange(0, std::max(0, now.height - now.pinned_height - room));
  verticalScrollBar()->setPageStep(std::max(1, room));
  verticalScrollBar()->setSingleStep(20);
}

double TimelineView::y_of(const PictureRow& row) const {
  return ruler_height + row.top - (row.pinned ? 0 : verticalScrollBar()->value());
}

const PictureRow* TimelineView::row_at(double y) const {
  const Picture& now = picture();
  const bool in_pinned = y < ruler_height + now.pinned_height;
  for (const PictureRow& row : now.rows) {
    if (row.pinned == in_pinned && y >= y_of(row) && y < y_of(row) + row.height) return &row;
  }
  return nullptr;
}

// --------------------------------------------------------------------------------------------- the axis

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
  make_stale();
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
  axis_.per_pixel = std::max(axis.per_pixel, least_per_pixel());
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

// A slice at a time, so that the window never waits for a long log.
void TimelineView::learn_medians() {
  constexpr std::uint32_t slice = 200'000;
  if (!heat_ || document_ == nullptr || !document_->is_open()) return;
  if (medians_.update(document_->trace(), slice)) QTimer::singleShot(0, this, &TimelineView::learn_medians);
  viewport()->update();
}

void TimelineView::set_heat(bool on) {
  heat_ = on;
  learn_medians();
  scroll_bars();
  viewport()->update();
}

// ------------------------------------------------------------------------------- what is chosen and marked

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
    setAccessibleDescription(event_tooltip(*document_, event));
  }
  make_stale();
  TimelineAccessible::tell_focus(*this);
}

trace::EventIndex TimelineView::linked(int direction) const {
  trace::EventIndex best = trace::no_event;
  if (document_ == nullptr || !document_->is_open() || selected_ >= document_->trace().size()) return best;
  for (const Link& link : links_of(document_->trace(), selected_)) {
    for (const trace::EventIndex end : {link.from, link.to}) {
      const bool beyond = direction > 0 ? end > selected_ : end < selected_;
      if (beyond && (best == trace::no_event || (direction > 0 ? end < best : end > best))) best = end;
    }
  }
  return best;
}

void TimelineView::set_cursor(int which, std::optional<double> position) {
  cursors_[static_cast<std::size_t>(which)] = position;
  viewport()->update();
  Q_EMIT cursors_changed();
}

void TimelineView::set_zero(trace::EventIndex event) {
  zero_ = event;
  make_stale();
}

void TimelineView::set_marks(std::vector<trace::EventIndex> marks) {
  marks_ = std::move(marks);
  viewport()->update();
  Q_EMIT axis_changed();
}

std::uint32_t TimelineView::exchange_of(trace::EventIndex event) const {
  if (document_ == nullptr || !document_->is_open() || event >= document_->trace().size()) return 0;
  const trace::EventRecord& record = document_->trace().event(event);
  return record.inside ? 0 : record.txn;
}

// ---------------------------------------------------------------------------------------------- the lanes

void TimelineView::arranged() {
  make_stale();
  scroll_bars();
  Q_EMIT arrangement_changed();
}

void TimelineView::set_arrangement(Arrangement arrangement) {
  arrangement_ = std::move(arrangement);
  arranged();
}

void TimelineView::step_lane(int step) {
  const std::vector<PictureRow>& rows = picture().rows;
  if (rows.empty()) return;
  const auto now = std::find_if(rows.begin(), rows.end(),
                                [this](const PictureRow& row) { return row.key == current_lane_; });
  const auto last = static_cast<std::int64_t>(rows.size()) - 1;
  const std::int64_t at = now == rows.end() ? (step > 0 ? -1 : last + 1) : now - rows.begin();
  const PictureRow& row = rows[static_cast<std::size_t>(std::clamp<std::int64_t>(at + step, 0, last))];
  current_lane_ = row.key;
  if (!row.pinned) {
    const int top = row.top - picture().pinned_height;
    const int page = verticalScrollBar()->pageStep();
    const int value = verticalScrollBar()->value();
    verticalScrollBar()->setValue(std::clamp(value, top + row.height - page, top));
  }
  viewport()->update();
}

void TimelineView::toggle_lane_folded() {
  if (current_lane_.empty()) return step_lane(1);
  arrangement_.set_folded(current_lane_, !arrangement_.is_folded(current_lane_));
  arranged();
}

void TimelineView::toggle_lane_pinned() {
  if (current_lane_.empty()) return step_lane(1);
  arrangement_.set_pinned(current_lane_, !arrangement_.is_pinned(current_lane_));
  arranged();
}

void TimelineView::move_lane(int places) {
  if (current_lane_.empty() || document_ == nullptr || !document_->is_open()) return step_lane(1);
  arrangement_.move(lane_keys(source(), {}), current_lane_, places);
  arranged();
}

void TimelineView::hide_lane() {
  if (current_lane_.empty()) return step_lane(1);
  const std::string hidden = current_lane_;
  step_lane(1);
  if (current_lane_ == hidden) step_lane(-1);
  arrangement_.set_hidden(hidden, true);
  arranged();
}

void TimelineView::show_all_lanes() {
  arrangement_.show_all();
  arranged();
}

// -------------------------------------------------------------------------------------- what stands where

QString TimelineView::draw_list_text() const {
  QString text = QString::fromStdString(to_text(picture()));
  for (const PictureRow& row : picture().rows) {
    text.replace(QString::fromStdString(row.key + ":\n"), title_of(row) + QStringLiteral(":\n"));
  }
  return text;
}

std::optional<TimelineView::Hit> TimelineView::hit_at(const QPointF& where) const {
  if (document_ == nullptr || !document_->is_open() || where.x() < gutter || where.y() < ruler_height)
    return {};
  const PictureRow* row = row_at(where.y());
  if (row == nullptr) return {};
  const bool lower = where.y() >= y_of(*row) + row->height / 2.0;
  const int found =
      gui::hit(row->items, where.x() - gutter, 4, row->kind == LaneKind::bytes ? (lower ? 1 : 0) : -1);
  if (found < 0) return {};
  return hit_of(*row, row->items[static_cast<std::size_t>(found)]);
}

TimelineView::Hit TimelineView::hit_of(const PictureRow& row, const DrawItem& drawn) const {
  const LaneItem& item = row.item(drawn);
  Hit hit;
  hit.kind = row.kind;
  hit.left = drawn.left;
  hit.count = drawn.count;
  hit.id = item.id;
  hit.begin = begin_of(item, spacing_);
  hit.end = end_of(item, spacing_);
  hit.event = item.first;
  if (drawn.count > 1 && row.lane != nullptr) {
    const std::size_t last = std::min<std::size_t>(drawn.index + drawn.count, row.lane->size()) - 1;
    hit.end = std::max(hit.end, end_of((*row.lane)[last], spacing_));
  }
  return hit;
}

QString TimelineView::words_of(const Hit& hit) const {
  if (hit.count > 1) {
    return tr("%1 items in one; zoom in to see them apart (W, or the wheel)").arg(count_words(hit.count));
  }
  if (hit.kind == LaneKind::problems) {
    const lint::Finding finding = document_->shown_finding(hit.id);
    QString text =
        QStringLiteral("%1 %2\n%3").arg(text_of(finding.code), text_of(finding.name), drawn(finding.message));
    if (const lint::Suppression why = document_->suppression(hit.id))
      text += QLatin1Char('\n') + suppression_words(why);
    if (finding.cause != 0) text += QLatin1Char('\n') + tr("a consequence of another problem");
    return text;
  }
  const trace::Trace& trace = document_->trace();
  if (hit.event >= trace.size()) return {};
  QString text = event_tooltip(*document_, hit.event);
  if (hit.kind == LaneKind::exchanges && trace.clock() != capture::Clock::none) {
    QStringList parts;
    for (const PhaseSpan& span : phases_of(trace, hit.id, Spacing::time)) {
      const QString name = span.phase == Phase::echo          ? tr("echo")
                           : span.phase == Phase::wait        ? tr("wait")
                           : span.phase == Phase::information ? tr("information")
                           : span.phase == Phase::data        ? tr("data")
                                                              : QString();
      if (!name.isEmpty() && span.end > span.begin) {
        parts << name + QLatin1Char(' ') + span_words(span.end - span.begin);
      }
    }
    if (!parts.isEmpty() && parts.size() <= 8) text += QLatin1Char('\n') + parts.join(QStringLiteral(" · "));
  }
  for (const PictureLink& link : picture().links) {
    if (link.link.to != hit.event || link.link.because.empty()) continue;
    text +=
        QLatin1Char('\n') +
        (link.link.guessed ? tr("linked by a guess: %1") : tr("linked: %1")).arg(drawn(link.link.because));
  }
  return text;
}

double TimelineView::snapped(double pixel) const {
  double best = pixel, distance = snap_pixels;
  for (const PictureRow& row : picture().rows) {
    if (row.kind == LaneKind::state || row.kind == LaneKind::bytes) continue;
    for (const DrawItem& item : row.items) {
      const bool instant = row.kind != LaneKind::exchanges;
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

}  // namespace atscope::gui

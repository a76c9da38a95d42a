// SPDX-License-Identifier: MIT
// What is in sight, item by item, for who cannot see the timeline.
#include <algorithm>

#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/view/timeline_view.h"

namespace atscope::gui {

unsigned TimelineView::picture_number() const {
  (void)picture();
  return picture_number_;
}

const std::vector<TimelineView::Seen>& TimelineView::seen() const {
  const Picture& now = picture();
  if (seen_of_ == picture_number_) return seen_;
  seen_of_ = picture_number_;
  seen_.clear();
  for (std::size_t row = 0; row < now.rows.size(); ++row)
    for (std::size_t item = 0; item < now.rows[row].items.size(); ++item) seen_.push_back({row, item});
  return seen_;
}

QString TimelineView::words_of(const Seen& item) const {
  const PictureRow& row = picture().rows[item.row];
  const DrawItem& drawn = row.items[item.item];
  QString text = title_of(row) + QStringLiteral(": ");
  if (drawn.count > 1)
    return text +
           tr("%1 items in one, the gravest: %2").arg(count_words(drawn.count), gui::words_of(drawn.verdict));
  if (row.kind == LaneKind::state && !drawn.label.empty()) {
    text += QString::fromStdString(drawn.label);
  } else {
    text += gui::words_of(drawn.verdict);
  }
  const QString more = words_of(hit_of(row, drawn)).replace(QLatin1Char('\n'), QStringLiteral(", "));
  return more.isEmpty() ? text : text + QStringLiteral(", ") + more;
}

QRect TimelineView::rect_of(const Seen& item) const {
  const PictureRow& row = picture().rows[item.row];
  const DrawItem& drawn = row.items[item.item];
  return QRectF(gutter + drawn.left, y_of(row), std::max(drawn.right - drawn.left, 1.0), row.height)
      .toAlignedRect();
}

trace::EventIndex TimelineView::event_of(const Seen& item) const {
  const PictureRow& row = picture().rows[item.row];
  return row.item(row.items[item.item]).first;
}

bool TimelineView::is_chosen(const Seen& item) const {
  if (document_ == nullptr || !document_->is_open() || selected_ >= document_->trace().size()) return false;
  const PictureRow& row = picture().rows[item.row];
  if (row.kind == LaneKind::problems || row.kind == LaneKind::state || row.kind == LaneKind::bytes)
    return false;
  const DrawItem& drawn = row.items[item.item];
  const std::uint32_t exchange = exchange_of(selected_);
  const bool is_exchanges = row.kind == LaneKind::exchanges;
  if (is_exchanges && exchange == 0) return false;
  if (drawn.count == 1) {
    const LaneItem& what = row.item(drawn);
    return is_exchanges ? what.id == exchange : what.first == selected_;
  }
  // In a fold.
  const trace::EventIndex event =
      is_exchanges ? document_->trace().transaction(exchange).command_event : selected_;
  const std::size_t at = row.lane->first_at(event, Spacing::event);
  return at >= drawn.index && at - drawn.index < drawn.count && (*row.lane)[at].first == event;
}

}  // namespace atscope::gui

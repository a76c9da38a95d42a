// SPDX-License-Identifier: MIT
#include "gui/view/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/view/palette.h"

namespace atscope::gui {

namespace {

// From the top: problems, hits, traffic, and slow exchanges under the base line.
constexpr double hits_top = 8, traffic_top = 12;
constexpr Ratio slow = 500;  // from half of what the manual allows

}  // namespace

Minimap::Minimap(TimelineView& timeline, QWidget* parent) : QWidget(parent), timeline_(timeline) {
  setFixedHeight(44);
  setAccessibleName(tr("Overview"));
  setAccessibleDescription(
      tr("The whole capture: problems, hits, marks, traffic, slow exchanges and the part in sight"));
  setToolTip(
      tr("From the top: problems (consequences thin), hits, traffic with its failures, and below the line "
         "exchanges that took more than half of what the manual allows. Click or drag to move."));
  connect(&timeline, &TimelineView::axis_changed, this, qOverload<>(&QWidget::update));
}

void Minimap::show_document(const Document* document, const Problems* problems) {
  document_ = document;
  problems_ = problems;
  made_of_ = {};
  update();
}

void Minimap::set_hits(const std::vector<trace::EventIndex>* hits) {
  hits_ = hits;
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

Minimap::Version Minimap::version() const {
  const std::size_t marks =
      timeline_.marks().empty() ? 0 : timeline_.marks().size() * 1'000'003 + timeline_.marks().back();
  const std::size_t hits = hits_ == nullptr || hits_->empty() ? 0 : hits_->size() * 1'000'003 + hits_->back();
  return {document_->trace().size(),
          problems_ == nullptr ? 0 : problems_->version(),
          hits,
          marks,
          static_cast<std::size_t>(timeline_.spacing()) + 1,
          static_cast<std::size_t>(width())};
}

const std::vector<OverviewColumn>& Minimap::columns() {
  const Version now = version();
  if (now == made_of_) return columns_;
  made_of_ = now;
  OverviewSource source{document_->trace(), document_->lanes()};
  if (problems_ != nullptr) source.problems = problems_->lane();
  if (hits_ != nullptr) source.hits = *hits_;
  source.marks = timeline_.marks();
  columns_ = make_overview(source, axis(), timeline_.spacing());
  return columns_;
}

void Minimap::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Colours colours(palette());
  painter.fillRect(rect(), colours.gutter);
  if (document_ == nullptr || !document_->is_open() || document_->trace().size() == 0) return;
  const Axis all = axis();
  const double base = height() - 6;

  const std::vector<OverviewColumn>& columns = this->columns();

  // Traffic on a scale of roots, so that a little still shows beside much.
  double most = 1;
  for (const OverviewColumn& column : columns) most = std::max(most, column.traffic);
  for (std::size_t n = 0; n < columns.size(); ++n) {
    const OverviewColumn& column = columns[n];
    const auto x = static_cast<double>(n);
    if (column.traffic > 0) {
      const double tall = std::max(2.0, std::sqrt(column.traffic / most) * (base - traffic_top));
      const bool bad = column.worst >= Verdict::aborted;
      painter.fillRect(QRectF(x, base - tall, 1, tall), colours.of(bad ? column.worst : Verdict::state));
    }
    if (column.latency != no_ratio && column.latency >= slow) {
      painter.fillRect(QRectF(x - 0.5, base + 1, 2, 3), colours.heat(column.latency));
    }
    if (column.hits > 0) painter.fillRect(QRectF(x - 0.5, hits_top, 2, 3), colours.selection);
    if (column.mark) painter.fillRect(QRectF(x, 0, 1, base), colours.cursor);
    if (column.problem != Verdict::state) {
      const QColor colour = colours.of(column.problem);
      if (column.consequences_only) {
        painter.fillRect(QRectF(x - 1, 3, 3, 2), colour);
      } else {
        painter.fillRect(QRectF(x - 1.5, 1, 4, 6), colour);
      }
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

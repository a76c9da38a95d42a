// SPDX-License-Identifier: MIT
// Mouse, wheel and keys of the timeline.
#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/view/event_words.h"
#include "gui/view/timeline_view.h"

namespace atscope::gui {
namespace {

constexpr int wheel_pause_ms = 400;
constexpr int drag_pixels = 4;
constexpr int triangle_width = 18;  // at the left of a lane's name

}  // namespace

bool TimelineView::turns_wheel() const {
  return since_wheel_.isValid() && since_wheel_.elapsed() < wheel_pause_ms;
}

void TimelineView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  axis_.width = std::max(1, viewport()->width() - gutter);
  make_stale();
  if (fits_all_) fit();
  scroll_bars();
  Q_EMIT axis_changed();
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
  if (event->button() != Qt::LeftButton) return;
  drag_from_ = event->position();
  drag_begin_ = axis_.begin;
  dragged_ = false;
  dragged_lane_.clear();
  if (event->position().x() >= gutter || event->position().y() < ruler_height) return;
  const PictureRow* row = row_at(event->position().y());
  if (row == nullptr) return;
  current_lane_ = dragged_lane_ = row->key;
  viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_from_ || (event->buttons() & Qt::LeftButton) == 0) {
    hovered_ = hit_at(event->position());
    const bool name = event->position().x() < gutter && event->position().y() > ruler_height;
    viewport()->setCursor(hovered_ || name ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
    return;
  }
  const QPointF moved = event->position() - *drag_from_;
  if (!dragged_ && std::abs(dragged_lane_.empty() ? moved.x() : moved.y()) <= drag_pixels) return;
  if (!dragged_ && dragged_lane_.empty()) ++moves_;
  dragged_ = true;
  viewport()->setCursor(Qt::ClosedHandCursor);
  if (dragged_lane_.empty()) {
    fits_all_ = false;
    axis_.begin = drag_begin_ - moved.x() * axis_.per_pixel;
    return changed();
  }
  // A lane goes where the pointer is, once that is past the middle of the one it changes places with.
  const PictureRow* under = row_at(event->position().y());
  const PictureRow* held = picture().row(dragged_lane_);
  if (under == nullptr || held == nullptr || under == held || under->pinned != held->pinned) return;
  const double middle = y_of(*under) + under->height / 2.0;
  if (under->top > held->top ? event->position().y() > middle : event->position().y() < middle) {
    move_lane(under->top > held->top ? 1 : -1);
  }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  viewport()->setCursor(Qt::ArrowCursor);
  if (!drag_from_ || event->button() != Qt::LeftButton) return;
  drag_from_.reset();
  if (dragged_ || document_ == nullptr || !document_->is_open()) return;
  if (!dragged_lane_.empty()) {
    if (event->position().x() < triangle_width) toggle_lane_folded();
  } else if (const std::optional<Hit> hit = hit_at(event->position()); hit && hit->event != trace::no_event) {
    select(hit->event);
    Q_EMIT event_selected(hit->event);
  } else if (event->position().y() < ruler_height && event->position().x() > gutter) {
    set_cursor((event->modifiers() & Qt::ShiftModifier) != 0 ? 1 : 0,
               snapped(event->position().x() - gutter));
  }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->position().x() < gutter) return toggle_lane_folded();
  const std::optional<Hit> hit = hit_at(event->position());
  if (!hit) return;
  const auto from = static_cast<double>(hit->begin), to = static_cast<double>(hit->end);
  const double margin = std::max((to - from) * 0.5, axis_.per_pixel * 20);
  show_range(from - margin, to + margin);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
  if (document_ == nullptr || !document_->is_open()) return;
  if (event->reason() == QContextMenuEvent::Mouse) {
    const PictureRow* row = row_at(viewport()->mapFromGlobal(event->globalPos()).y());
    if (row != nullptr) current_lane_ = row->key;
  }
  show_lane_menu(event->globalPos());
}

void TimelineView::show_lane_menu(const QPoint& global) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const PictureRow* row = picture().row(current_lane_);
  if (row != nullptr) {
    menu->addSection(title_of(*row));
    QAction* fold = menu->addAction(tr("Fold to a strip"), this, &TimelineView::toggle_lane_folded);
    QAction* pin = menu->addAction(tr("Pin to the top"), this, &TimelineView::toggle_lane_pinned);
    fold->setCheckable(true);
    fold->setChecked(row->folded);
    pin->setCheckable(true);
    pin->setChecked(row->pinned);
    menu->addAction(tr("Move up"), this, [this] { move_lane(-1); });
    menu->addAction(tr("Move down"), this, [this] { move_lane(1); });
    menu->addAction(tr("Hide"), this, &TimelineView::hide_lane);
  }
  menu->addSection(tr("Lanes"));
  for (const std::string& key : lane_keys(source(), arrangement_)) {
    QAction* shown = menu->addAction(title_of(key));
    shown->setCheckable(true);
    shown->setChecked(!arrangement_.is_hidden(key));
    connect(shown, &QAction::toggled, this, [this, key](bool on) {
      arrangement_.set_hidden(key, !on);
      arranged();
    });
  }
  menu->popup(global);
}

void TimelineView::leaveEvent(QEvent* /*event*/) {
  hovered_.reset();
  viewport()->update();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  if (event->modifiers() != Qt::NoModifier && event->modifiers() != Qt::KeypadModifier) {
    return QAbstractScrollArea::keyPressEvent(event);
  }
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
    const QString words = hit ? words_of(*hit) : QString();
    QString text = words.isEmpty() ? QString() : plain(words);
    if (!hit && help->pos().x() < gutter && help->pos().y() > ruler_height) {
      text = tr("Click the triangle to fold, drag to move, right button for more");
    }
    QToolTip::showText(help->globalPos(), text, viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) viewport()->update();
  QAbstractScrollArea::changeEvent(event);
}

}  // namespace atscope::gui

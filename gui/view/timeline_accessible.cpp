// SPDX-License-Identifier: MIT
#include "gui/view/timeline_accessible.h"

#include <QPointer>
#include <QWindow>
#include <mutex>

#include "gui/view/timeline_view.h"

namespace atscope::gui {
namespace {

class ItemAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  ItemAccessible(TimelineView& view, int index)
      : view_(&view), index_(index), picture_(view.picture_number()) {}

  [[nodiscard]] int index() const { return index_; }
  [[nodiscard]] bool isValid() const override {
    return view_ != nullptr && view_->picture_number() == picture_ &&
           static_cast<std::size_t>(index_) < view_->seen().size();
  }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QWindow* window() const override {
    return view_ != nullptr ? view_->window()->windowHandle() : nullptr;
  }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(view_);
  }
  [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
  [[nodiscard]] QString text(QAccessible::Text what) const override {
    return isValid() && what == QAccessible::Name ? view_->words_of(item()) : QString();
  }
  void setText(QAccessible::Text /*what*/, const QString& /*text*/) override {}
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const QRect here = view_->rect_of(item());
    return {view_->viewport()->mapToGlobal(here.topLeft()), here.size()};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.invalid = !isValid();
    if (state.invalid) return state;
    state.focusable = state.selectable = state.readOnly = true;
    state.selected = view_->is_chosen(item());
    state.focused = state.selected && view_->hasFocus();
    state.offscreen =
        !rect().intersects(QRect(view_->viewport()->mapToGlobal(QPoint()), view_->viewport()->size()));
    return state;
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }

  [[nodiscard]] QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
  void doAction(const QString& name) override {
    if (!isValid() || !actionNames().contains(name)) return;
    const trace::EventIndex event = view_->event_of(item());
    view_->setFocus();
    Q_EMIT view_->event_selected(event);
  }
  [[nodiscard]] QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }

 private:
  [[nodiscard]] TimelineView::Seen item() const { return view_->seen()[static_cast<std::size_t>(index_)]; }

  QPointer<TimelineView> view_;
  int index_;
  unsigned picture_;
};

int chosen_index(const TimelineView& view) {
  const std::vector<TimelineView::Seen>& seen = view.seen();
  int chosen = -1;
  for (std::size_t index = 0; index < seen.size(); ++index) {
    if (!view.is_chosen(seen[index])) continue;
    chosen = static_cast<int>(index);
    // A deferred result stands for itself, not for its exchange.
    if (view.picture().rows[seen[index].row].kind != LaneKind::exchanges) break;
  }
  return chosen;
}

QAccessibleInterface* make(const QString& /*name*/, QObject* object) {
  auto* view = qobject_cast<TimelineView*>(object);
  return view != nullptr ? new TimelineAccessible(*view) : nullptr;
}

}  // namespace

TimelineAccessible::TimelineAccessible(TimelineView& view)
    : QAccessibleWidget(&view, QAccessible::List), view_(view) {}

TimelineAccessible::~TimelineAccessible() {
  forget();
}

void TimelineAccessible::forget() const {
  for (const QAccessible::Id id : ids_)
    if (id != 0) QAccessible::deleteAccessibleInterface(id);
  ids_.clear();
}

void TimelineAccessible::keep_up() const {
  const std::size_t count = view_.seen().size();
  if (picture_ == view_.picture_number() && ids_.size() == count) return;
  forget();
  ids_.assign(count, 0);
  picture_ = view_.picture_number();
}

int TimelineAccessible::childCount() const {
  return static_cast<int>(view_.seen().size());
}

QAccessibleInterface* TimelineAccessible::child(int index) const {
  keep_up();
  if (index < 0 || static_cast<std::size_t>(index) >= ids_.size()) return nullptr;
  QAccessible::Id& id = ids_[static_cast<std::size_t>(index)];
  if (id == 0) id = QAccessible::registerAccessibleInterface(new ItemAccessible(view_, index));
  return QAccessible::accessibleInterface(id);
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface* child) const {
  const auto* item = dynamic_cast<const ItemAccessible*>(child);
  return item != nullptr && item->isValid() ? item->index() : -1;
}

QAccessibleInterface* TimelineAccessible::childAt(int x, int y) const {
  const QPoint place = view_.viewport()->mapFromGlobal(QPoint(x, y));
  const std::vector<TimelineView::Seen>& seen = view_.seen();
  for (std::size_t index = 0; index < seen.size(); ++index)
    if (view_.rect_of(seen[index]).contains(place)) return child(static_cast<int>(index));
  return nullptr;
}

QAccessibleInterface* TimelineAccessible::focusChild() const {
  if (!view_.hasFocus()) return nullptr;
  return child(chosen_index(view_));
}

void TimelineAccessible::install() {
  static std::once_flag once;
  std::call_once(once, [] { QAccessible::installFactory(make); });
}

void TimelineAccessible::tell_focus(TimelineView& view) {
  if (!QAccessible::isActive() || !view.hasFocus()) return;
  const int index = chosen_index(view);
  if (index < 0) return;
  QAccessibleEvent event(&view, QAccessible::Focus);
  event.setChild(index);
  QAccessible::updateAccessibility(&event);
}

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// The timeline for a screen reader: a list of what is in sight, lane by lane.
#pragma once

#include <QAccessibleWidget>
#include <vector>

namespace atscope::gui {

class TimelineView;

/// Its children are the items of TimelineView::seen(), in their order; a new picture makes new children.
class TimelineAccessible final : public QAccessibleWidget {
 public:
  explicit TimelineAccessible(TimelineView& view);
  ~TimelineAccessible() override;

  [[nodiscard]] int childCount() const override;
  [[nodiscard]] QAccessibleInterface* child(int index) const override;
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
  [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;
  [[nodiscard]] QAccessibleInterface* focusChild() const override;

  /// Makes TimelineViews accessible in this way.
  static void install();
  /// Tells who listens that the focus is on the chosen item.
  static void tell_focus(TimelineView& view);

 private:
  void keep_up() const;
  void forget() const;

  TimelineView& view_;
  mutable std::vector<QAccessible::Id> ids_;  // 0: not asked for yet
  mutable unsigned picture_ = 0;              // TimelineView::picture_number() that they are of
};

}  // namespace atscope::gui

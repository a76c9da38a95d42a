// SPDX-License-Identifier: MIT
// What the linter found: grouped by rule, with the consequences under their cause.
#pragma once

#include <QTreeWidget>

#include "gui/document/document.h"
#include "gui/document/problems.h"

namespace atscope::gui {

class ProblemList final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void show_document(const Document* document, const Problems* problems);
  void refresh();
  /// Goes to the next problem (or the one before) seen from `event`; no_event when there is none.
  [[nodiscard]] trace::EventIndex next(trace::EventIndex event, bool backwards) const;

 Q_SIGNALS:
  void event_wanted(trace::EventIndex event);

 private:
  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  std::size_t shown_ = 0;
  QTreeWidgetItem* more_ = nullptr;  // tells how many there is no room for
};

}  // namespace atscope::gui

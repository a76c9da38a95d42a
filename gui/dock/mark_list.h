// SPDX-License-Identifier: MIT
// The user's marks: places with a name and a note.
#pragma once

#include <QTreeWidget>
#include <vector>

#include "gui/document/document.h"
#include "gui/window/session_store.h"

namespace atscope::gui {

class MarkList final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit MarkList(QWidget* parent = nullptr);
  /// Marks in the order of their events.
  void show_marks(const Document* document, const std::vector<Mark>& marks);

 Q_SIGNALS:
  void event_wanted(trace::EventIndex event);
};

}  // namespace atscope::gui

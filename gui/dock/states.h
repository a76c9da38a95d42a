// SPDX-License-Identifier: MIT
// The state of everything at one moment, and why.
#pragma once

#include <QTreeWidget>

#include "gui/document/document.h"

namespace atscope::gui {

class States final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit States(QWidget* parent = nullptr);
  void show_document(const Document* document);
  /// States in force right after `event`.
  void show_at(trace::EventIndex event);

 Q_SIGNALS:
  void event_wanted(trace::EventIndex event);

 private:
  const Document* document_ = nullptr;
};

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// One event taken apart: what it is and why, its values, its exchange, and its bytes.
#pragma once

#include <QSplitter>
#include <QTreeWidget>

#include "gui/document/document.h"

namespace atscope::gui {

class ByteView;

class Details final : public QSplitter {
  Q_OBJECT

 public:
  explicit Details(QWidget* parent = nullptr);
  void show_document(const Document* document);
  void show_event(trace::EventIndex event);
  [[nodiscard]] const QTreeWidget& tree() const { return *tree_; }

 Q_SIGNALS:
  void event_wanted(trace::EventIndex event);

 private:
  QTreeWidgetItem* add(QTreeWidgetItem* under, const QString& name, const QString& value,
                       trace::EventIndex link = trace::no_event);
  void add_values(trace::EventIndex event);
  void add_exchange(trace::EventIndex event);
  void add_earlier(trace::EventIndex event);

  const Document* document_ = nullptr;
  QTreeWidget* tree_;
  ByteView* bytes_;
};

}  // namespace atscope::gui

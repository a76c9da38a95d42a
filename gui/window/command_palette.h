// SPDX-License-Identifier: MIT
// Finds an action by a few letters of its name.
#pragma once

#include <QAction>
#include <QDialog>
#include <QList>

class QLineEdit;
class QListWidget;

namespace atscope::gui {

class CommandPalette final : public QDialog {
  Q_OBJECT

 public:
  CommandPalette(const QList<QAction*>& actions, QWidget* parent);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill(const QString& letters);
  void run();

  QList<QAction*> actions_;
  QLineEdit* input_;
  QListWidget* list_;
};

}  // namespace atscope::gui

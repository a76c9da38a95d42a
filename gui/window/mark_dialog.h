// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "gui/window/session_store.h"

class QLineEdit;
class QPlainTextEdit;

namespace atscope::gui {

/// Asks for the name and the note of a mark. Its result is `remove` when the user takes the mark away.
class MarkDialog final : public QDialog {
  Q_OBJECT

 public:
  static constexpr int remove = 2;
  MarkDialog(const Mark& mark, bool is_new, QWidget* parent);
  [[nodiscard]] Mark mark() const;

 private:
  trace::EventIndex event_;
  QLineEdit* name_;
  QPlainTextEdit* note_;
};

}  // namespace atscope::gui

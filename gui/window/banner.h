// SPDX-License-Identifier: MIT
// A line across the window that says what is wrong, and offers a way out.
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QPushButton;

namespace atscope::gui {

class Banner final : public QFrame {
  Q_OBJECT

 public:
  explicit Banner(QWidget* parent = nullptr);
  /// `way_out` is the text of a button that calls `run`; empty: no button.
  void show_message(const QString& text, const QString& way_out = {}, std::function<void()> run = {});
  [[nodiscard]] QString text() const;

 private:
  QLabel* label_;
  QPushButton* button_;
  std::function<void()> run_;
};

}  // namespace atscope::gui

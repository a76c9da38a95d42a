// SPDX-License-Identifier: MIT
// What is searched for: a line with completion, and chips for the filters that are stacked on it.
#pragma once

#include <QStringList>
#include <QWidget>

class QCompleter;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QStringListModel;

namespace atscope::grammar {
class Dialect;
}

namespace atscope::gui {

class QueryBar final : public QWidget {
  Q_OBJECT

 public:
  explicit QueryBar(QWidget* parent = nullptr);
  [[nodiscard]] QLineEdit& line() { return *line_; }
  [[nodiscard]] QLabel& hits() { return *hits_; }
  [[nodiscard]] const QStringList& chips() const { return chips_; }
  void set_chips(const QStringList& chips);
  /// The text of the line becomes a chip, and the line is free again.
  void stack();
  /// Names of fields and of the commands of `dialect`.
  void complete_from(const grammar::Dialect& dialect);
  [[nodiscard]] QStringList completions() const;  ///< that are offered now

 Q_SIGNALS:
  void changed();
  void next_wanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void make_modes();
  void show_mode();
  void show_chips();
  void offer();
  void take(const QString& word);
  [[nodiscard]] int word_begin() const;

  QToolButton* mode_;
  QLineEdit* line_;
  QLabel* hits_;
  QHBoxLayout* chip_layout_;
  QStringList chips_;
  QStringListModel* words_;
  QCompleter* completer_;
};

}  // namespace atscope::gui

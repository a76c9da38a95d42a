// SPDX-License-Identifier: MIT
// The dialogue as a table: one event a row, any number of rows.
#pragma once

#include <QAbstractScrollArea>
#include <vector>

#include "gui/document/document.h"

namespace atscope::gui {

class LogView final : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit LogView(QWidget* parent = nullptr);

  void show_document(const Document* document);
  void refresh();
  /// Shows only these events, in order; empty and `on` false: all.
  void set_filter(std::vector<trace::EventIndex> events, bool on);
  /// What does not fit the filter stays, faint, instead of being hidden.
  void set_dims(bool on);

  void select(trace::EventIndex event);
  [[nodiscard]] trace::EventIndex selected() const { return selected_; }
  [[nodiscard]] qsizetype rows() const;
  /// The cells of a row as they are shown. For tests and for the clipboard.
  [[nodiscard]] QStringList cells(qsizetype row) const;

  /// Stay at the end while lines come in; scrolling up ends it.
  void set_follow(bool on);
  [[nodiscard]] bool follows() const { return follows_; }

 Q_SIGNALS:
  void event_selected(trace::EventIndex event);
  void follow_changed(bool on);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] int row_height() const;
  [[nodiscard]] trace::EventIndex event_at(qsizetype row) const;
  [[nodiscard]] qsizetype row_of(trace::EventIndex event) const;
  void scroll_bar();
  void choose(qsizetype row);

  const Document* document_ = nullptr;
  [[nodiscard]] bool hides() const { return filtered_ && !dims_; }

  bool filtered_ = false, dims_ = false;
  std::vector<trace::EventIndex> filter_;
  trace::EventIndex selected_ = trace::no_event;
  bool follows_ = false;
};

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// What the linter found: grouped by rule, with the consequences under their cause. What is suppressed stands
// apart, with the reason.
#pragma once

#include <QTreeWidget>
#include <optional>

#include "gui/document/document.h"
#include "gui/document/problems.h"

namespace atscope::gui {

class ProblemList final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void show_document(const Document* document, const Problems* problems);
  void refresh();
  /// What is suppressed has changed.
  void judge_anew();
  void set_shows_suppressed(bool on);
  /// Makes the finding at the event current, if there is one.
  void choose(trace::EventIndex event);
  /// The finding that is current, if one is.
  [[nodiscard]] std::optional<lint::Finding> chosen() const;
  [[nodiscard]] bool chosen_is_suppressed() const;
  /// Goes to the next problem (or the one before) seen from `event`; no_event when there is none.
  [[nodiscard]] trace::EventIndex next(trace::EventIndex event, bool backwards) const;

 Q_SIGNALS:
  /// Name of the rule of what is current; empty: none.
  void rule_chosen(const QString& name);
  void event_wanted(trace::EventIndex event);

 private:
  [[nodiscard]] std::optional<std::size_t> chosen_number() const;

  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  std::size_t shown_ = 0;    // findings
  std::size_t version_ = 0;  // of the problems
  bool shows_suppressed_ = false;
  QTreeWidgetItem* more_ = nullptr;  // tells how many there is no room for
};

}  // namespace atscope::gui

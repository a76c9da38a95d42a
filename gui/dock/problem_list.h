// SPDX-License-Identifier: MIT
// What the linter found: grouped by rule, with the consequences under their cause.
#pragma once

#include <QTreeWidget>

#include "decoder/lint/policy.h"
#include "gui/document/document.h"
#include "gui/document/problems.h"

namespace atscope::gui {

class ProblemList final : public QTreeWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void show_document(const Document* document, const Problems* problems);
  void refresh();
  /// Findings that they fit stand apart, with the reason.
  void set_waivers(std::vector<lint::Waiver> waivers);
  /// Makes the finding at the event current, if there is one.
  void choose(trace::EventIndex event);
  /// The finding that is current; null when none is.
  [[nodiscard]] const lint::Finding* chosen() const;
  /// Goes to the next problem (or the one before) seen from `event`; no_event when there is none.
  [[nodiscard]] trace::EventIndex next(trace::EventIndex event, bool backwards) const;

 Q_SIGNALS:
  /// Name of the rule of what is current; empty: none.
  void rule_chosen(const QString& name);
  void event_wanted(trace::EventIndex event);

 private:
  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  std::size_t shown_ = 0;
  std::vector<lint::Waiver> waivers_;
  QTreeWidgetItem* more_ = nullptr;  // tells how many there is no room for
};

}  // namespace atscope::gui

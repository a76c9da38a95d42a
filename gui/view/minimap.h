// SPDX-License-Identifier: MIT
// The whole document in one strip: traffic, worst verdicts and latencies, problems, hits, marks, and the part
// in sight.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "gui/timeline/overview.h"
#include "gui/view/timeline_view.h"

namespace atscope::gui {

class Minimap final : public QWidget {
  Q_OBJECT

 public:
  explicit Minimap(TimelineView& timeline, QWidget* parent = nullptr);
  void show_document(const Document* document, const Problems* problems);
  /// Events that a search found, ascending; they must outlive the widget or be taken away with nullptr. Their
  /// change is seen with the next update().
  void set_hits(const std::vector<trace::EventIndex>* hits);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  [[nodiscard]] Axis axis() const;
  void go_to(double pixel);

  TimelineView& timeline_;
  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  const std::vector<trace::EventIndex>* hits_ = nullptr;

  // The columns of a document that has not changed are those of the last painting.
  using Version = std::array<std::size_t, 6>;
  [[nodiscard]] Version version() const;
  [[nodiscard]] const std::vector<OverviewColumn>& columns();
  std::vector<OverviewColumn> columns_;
  Version made_of_{};
};

}  // namespace atscope::gui

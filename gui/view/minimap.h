// SPDX-License-Identifier: MIT
// The whole document in one strip: traffic, the worst verdicts, problems, and the part in sight.
#pragma once

#include <QWidget>

#include "gui/view/timeline_view.h"

namespace atscope::gui {

class Minimap final : public QWidget {
  Q_OBJECT

 public:
  explicit Minimap(TimelineView& timeline, QWidget* parent = nullptr);
  void show_document(const Document* document, const Problems* problems);

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
};

}  // namespace atscope::gui

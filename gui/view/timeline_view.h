// SPDX-License-Identifier: MIT
// The timeline: a ruler, and lanes of exchanges, URCs, payload, states and problems.
#pragma once

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <optional>
#include <set>
#include <vector>

#include "gui/document/document.h"
#include "gui/document/problems.h"
#include "gui/timeline/axis.h"
#include "gui/timeline/draw_list.h"

namespace atscope::gui {

class TimelineView final : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit TimelineView(QWidget* parent = nullptr);

  /// Both must outlive the view or be taken away with nullptr.
  void show_document(const Document* document, const Problems* problems);
  /// Something may have come: takes up new lanes and paints again.
  void refresh();

  [[nodiscard]] const Axis& axis() const { return axis_; }
  [[nodiscard]] Spacing spacing() const { return spacing_; }
  /// Keeps what is in sight, as well as the other axis can.
  void set_spacing(Spacing spacing);
  void set_heat(bool on);
  [[nodiscard]] bool heat() const { return heat_; }

  void fit_all();
  void zoom(double factor);  ///< about the pointer if it is here, else the middle
  void pan(double part);     ///< of the width
  void show_range(double from, double to);
  void set_axis(const Axis& axis);
  /// First and last place of the document on the axis in use.
  [[nodiscard]] std::pair<double, double> whole() const;

  void select(trace::EventIndex event);  ///< and brings it into sight
  [[nodiscard]] trace::EventIndex selected() const { return selected_; }

  /// Cursors A and B for measuring, on the axis in use.
  void set_cursor(int which, std::optional<double> position);
  [[nodiscard]] std::optional<double> cursor(int which) const {
    return cursors_[static_cast<std::size_t>(which)];
  }
  /// The place of an event on the axis in use.
  [[nodiscard]] double position_of(trace::EventIndex event) const;
  [[nodiscard]] trace::EventIndex event_at(double position) const;

  void set_lane_hidden(const QString& title, bool hidden);
  [[nodiscard]] QStringList lane_titles() const;
  [[nodiscard]] bool is_lane_hidden(const QString& title) const { return hidden_.contains(title); }

  /// Counts the moves of the user: a drag, or a turn of the wheel, is one.
  [[nodiscard]] int moves() const { return moves_; }

  /// What is in sight, in words: one lane a paragraph. For tests.
  [[nodiscard]] QString draw_list_text() const;

 Q_SIGNALS:
  void event_selected(trace::EventIndex event);
  void axis_changed();
  void cursors_changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Row {
    const Lane* lane = nullptr;
    QString title;
    int top = 0, height = 0;  // below the ruler, before scrolling
  };
  struct Hit {
    const Lane* lane = nullptr;
    std::size_t index = 0;
    std::uint32_t count = 0;
    trace::EventIndex event = trace::no_event;
  };

  void make_rows();
  void scroll_bars();
  [[nodiscard]] std::vector<DrawItem> items_of(const Lane& lane) const;
  void add_open_item(const Lane& lane, std::vector<DrawItem>& items) const;
  [[nodiscard]] std::string label_of(const Lane& lane, const LaneItem& item) const;
  [[nodiscard]] std::optional<Hit> hit_at(const QPointF& where) const;
  [[nodiscard]] trace::EventIndex event_of(const Lane& lane, const LaneItem& item) const;
  [[nodiscard]] QString tooltip_of(const Hit& hit) const;
  [[nodiscard]] double snapped(double pixel) const;
  void paint_ruler(QPainter& painter);
  void paint_rows(QPainter& painter);
  void paint_cursors(QPainter& painter);
  void fit();
  [[nodiscard]] bool turns_wheel() const;
  void changed();
  [[nodiscard]] double least_per_pixel() const { return spacing_ == Spacing::time ? 1e3 : 0.01; }

  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  Axis axis_;
  Spacing spacing_ = Spacing::time;
  bool heat_ = false;
  bool fits_all_ = true;  ///< the user has not moved yet: what comes is brought into sight
  std::vector<Row> rows_;
  std::set<QString> hidden_;
  std::vector<OpenItem> open_;
  trace::EventIndex selected_ = trace::no_event;
  std::optional<Hit> hovered_;
  std::array<std::optional<double>, 2> cursors_;
  std::optional<QPointF> drag_from_;
  double drag_begin_ = 0;
  bool dragged_ = false;
  int moves_ = 0;
  QElapsedTimer since_wheel_;
};

}  // namespace atscope::gui

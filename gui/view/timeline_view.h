// SPDX-License-Identifier: MIT
// The timeline: a ruler, and lanes of exchanges, URCs, payload, states and problems.
#pragma once

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <optional>
#include <vector>

#include "gui/document/document.h"
#include "gui/document/problems.h"
#include "gui/timeline/medians.h"
#include "gui/timeline/picture.h"

class QMenu;

namespace atscope::gui {

class TimelineView final : public QAbstractScrollArea {
  Q_OBJECT

 public:
  static constexpr int gutter = 132;       ///< pixels at the left, for the names of the lanes
  static constexpr int ruler_height = 40;  ///< pixels at the top

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
  /// The other end of the chosen event's next (1) or last (-1) link; no_event when it has none.
  [[nodiscard]] trace::EventIndex linked(int direction) const;

  /// Cursors A and B for measuring, on the axis in use.
  void set_cursor(int which, std::optional<double> position);
  [[nodiscard]] std::optional<double> cursor(int which) const {
    return cursors_[static_cast<std::size_t>(which)];
  }
  /// The event from which the ruler counts; no_event: the first.
  void set_zero(trace::EventIndex event);
  [[nodiscard]] trace::EventIndex zero() const { return zero_; }
  /// Ascending; they stand in the ruler.
  void set_marks(std::vector<trace::EventIndex> marks);
  [[nodiscard]] const std::vector<trace::EventIndex>& marks() const { return marks_; }

  /// The place of an event on the axis in use.
  [[nodiscard]] double position_of(trace::EventIndex event) const;
  [[nodiscard]] trace::EventIndex event_at(double position) const;

  // Lanes: one of them is current, for the keyboard.
  [[nodiscard]] const Arrangement& arrangement() const { return arrangement_; }
  void set_arrangement(Arrangement arrangement);
  void step_lane(int step);  ///< makes the lane below or above the current one
  [[nodiscard]] const std::string& current_lane() const { return current_lane_; }
  void toggle_lane_folded();
  void toggle_lane_pinned();
  void move_lane(int places);
  void hide_lane();
  void show_all_lanes();

  /// Counts the moves of the user: a drag, or a turn of the wheel, is one.
  [[nodiscard]] int moves() const { return moves_; }

  // What is in sight, lane by lane from left to right, for who cannot see it.
  struct Seen {
    std::size_t row = 0, item = 0;  ///< in picture()
  };
  /// Valid until the picture changes.
  [[nodiscard]] const std::vector<Seen>& seen() const;
  /// Another one for another picture.
  [[nodiscard]] unsigned picture_number() const;
  [[nodiscard]] QString words_of(const Seen& item) const;
  [[nodiscard]] QRect rect_of(const Seen& item) const;  ///< in the viewport
  [[nodiscard]] trace::EventIndex event_of(const Seen& item) const;
  /// It is the chosen event, or the chosen event's exchange, or a fold with one of these.
  [[nodiscard]] bool is_chosen(const Seen& item) const;

  /// What is in sight; to_text(picture()) with the shown names of the lanes. For tests.
  [[nodiscard]] QString draw_list_text() const;
  [[nodiscard]] const Picture& picture() const;

 Q_SIGNALS:
  void event_selected(trace::EventIndex event);
  void axis_changed();
  void cursors_changed();
  void arrangement_changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Hit {
    LaneKind kind = LaneKind::exchanges;
    double left = 0;
    std::uint32_t count = 0;
    std::int64_t begin = 0, end = 0;  // on the axis
    std::uint32_t id = 0;
    trace::EventIndex event = trace::no_event;
  };

  // timeline_view.cpp
  [[nodiscard]] PictureSource source() const;
  [[nodiscard]] QString title_of(const PictureRow& row) const;
  [[nodiscard]] QString title_of(const std::string& key) const;
  [[nodiscard]] double y_of(const PictureRow& row) const;  ///< its top in the viewport
  [[nodiscard]] const PictureRow* row_at(double y) const;
  [[nodiscard]] std::optional<Hit> hit_at(const QPointF& where) const;
  [[nodiscard]] Hit hit_of(const PictureRow& row, const DrawItem& drawn) const;
  [[nodiscard]] QString words_of(const Hit& hit) const;
  [[nodiscard]] double snapped(double pixel) const;
  [[nodiscard]] std::uint32_t exchange_of(trace::EventIndex event) const;  ///< 0: none
  void scroll_bars();
  void fit();
  void make_stale();
  void changed();
  void arranged();
  [[nodiscard]] double least_per_pixel() const { return spacing_ == Spacing::time ? 1e3 : 0.002; }
  [[nodiscard]] int legend_height() const { return heat_ ? 42 : 0; }
  void learn_medians();

  // timeline_paint.cpp
  void paint_rows(QPainter& painter) const;
  void paint_gutter(QPainter& painter, const PictureRow& row, double top) const;
  void paint_gaps(QPainter& painter) const;
  void paint_links(QPainter& painter) const;
  void paint_legend(QPainter& painter) const;

  // timeline_ruler.cpp
  void paint_ruler(QPainter& painter) const;
  void paint_corner(QPainter& painter) const;
  void paint_gap_labels(QPainter& painter) const;
  void paint_place(QPainter& painter) const;
  [[nodiscard]] trace::EventIndex placed_event() const;
  [[nodiscard]] QString place_words(trace::EventIndex event) const;
  [[nodiscard]] QRectF place_box(trace::EventIndex event) const;
  void paint_cursors(QPainter& painter) const;
  [[nodiscard]] QString since_zero(std::int64_t time_position) const;

  // timeline_input.cpp
  [[nodiscard]] bool turns_wheel() const;
  void show_lane_menu(const QPoint& global);

  const Document* document_ = nullptr;
  const Problems* problems_ = nullptr;
  Axis axis_;
  Spacing spacing_ = Spacing::time;
  bool heat_ = false;
  CommandMedians medians_;  // while heat_
  bool fits_all_ = true;    ///< the user has not moved yet: what comes is brought into sight
  Arrangement arrangement_;
  std::string current_lane_;
  mutable Picture picture_;
  mutable bool stale_ = true;
  mutable unsigned picture_number_ = 1;
  mutable std::vector<Seen> seen_;  // of the picture seen_of_
  mutable unsigned seen_of_ = 0;
  trace::EventIndex selected_ = trace::no_event;
  trace::EventIndex zero_ = trace::no_event;
  std::vector<trace::EventIndex> marks_;
  std::optional<Hit> hovered_;
  std::array<std::optional<double>, 2> cursors_;

  std::optional<QPointF> drag_from_;
  double drag_begin_ = 0;
  bool dragged_ = false;
  std::string dragged_lane_;  // its name is being moved
  int moves_ = 0;
  QElapsedTimer since_wheel_;
};

}  // namespace atscope::gui

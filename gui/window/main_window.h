// SPDX-License-Identifier: MIT
// The window: query bar, overview, timeline, and docks around one document.
#pragma once

#include <QDateTime>
#include <QMainWindow>
#include <QMap>
#include <QTimer>
#include <memory>
#include <thread>
#include <vector>

#include "gui/document/document.h"
#include "gui/document/event_filter.h"
#include "gui/document/problems.h"
#include "gui/view/log_view.h"
#include "gui/view/minimap.h"
#include "gui/view/timeline_view.h"
#include "gui/window/session_store.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTemporaryDir;

namespace atscope::gui {

class Banner;
struct ExportRequest;
class Details;
class MarkList;
class ProblemList;
class QueryBar;
class States;
class Statistics;

class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  void open(const QString& path, const Document::Options& options = {});
  [[nodiscard]] const Document* document() const { return document_.get(); }
  /// All that was read is shown; nothing more comes of it.
  [[nodiscard]] bool is_settled() const { return settled_; }
  [[nodiscard]] TimelineView& timeline() { return *timeline_; }
  [[nodiscard]] LogView& log() { return *log_; }
  [[nodiscard]] QAction* action(const QString& id) const { return actions_.value(id); }
  [[nodiscard]] trace::EventIndex selected() const { return selected_; }

  // The actions of gui/window/actions.cpp.
  void open_dialog();
  void open_clipboard();
  void reload();
  void stop();
  void export_dialog();
  void capture_dialog();
  void stop_capture();
  void focus_selection();
  void history(int step);
  void toggle_spacing();
  void toggle_heat();
  void toggle_follow();
  void toggle_secrets();
  void toggle_suppressed();
  void step(int direction);
  void go_to_problem(bool backwards);
  void go_to_slow(bool backwards);
  void follow_link(int direction);
  void toggle_zero();
  void toggle_mark();
  void go_to_mark(bool backwards);
  void focus_query();
  void go_to_hit(bool backwards);
  void clear_query();
  void put_cursor(int which);
  void clear_cursors();
  void stack_filter();
  void toggle_dim();
  void mark_dialog();
  void suppress_problem();
  void show_palette();
  void show_keys();

  /// Writes in the background; a banner tells how it ended.
  void export_as(const ExportRequest& request);
  /// Writes it into the atscope.toml that is read for this file, else keeps it with the session.
  void suppress(lint::Waiver waiver);
  void set_marks(std::vector<Mark> marks);
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  /// Begins to show live traffic.
  void capture(const Document::Options& options);

 public Q_SLOTS:
  void select(trace::EventIndex event);
  void apply_query();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void make_actions();
  void make_docks();
  void make_status();
  void restore();
  void remember_recent(const QString& path);
  void fill_recent();
  void show_document();
  void let_go_of_document();
  void watch_file();
  void judge_anew();
  void keep_session();
  void take_marks_of_others(const QString& path);
  void restore_session();
  void count_arrivals();
  void export_picture(const QString& path, const QString& format);
  void export_ended(const QString& error);
  void stop_export();
  void poll();
  void update_status();
  void update_measure();
  void search_on();
  void remember_view();
  [[nodiscard]] bool is_slow(std::uint32_t txn) const;

  std::shared_ptr<Document> document_;
  std::unique_ptr<Problems> problems_;
  Document::Options options_;
  QTimer timer_;
  bool shown_ = false;    // the document has been given to the views
  bool settled_ = false;  // its end has been shown
  QString export_path_;
  std::jthread export_thread_;
  QTimer watch_timer_;
  QTimer memory_timer_;  // what was looked at in the index need not stay in memory
  qint64 watched_size_ = -1;             // of the file when it was read; -1: not watched
  QDateTime watched_time_;               // it was last written
  QByteArray watched_head_;              // how it began
  QByteArray session_stamp_;             // of the session as this window read or wrote it last
  trace::EventIndex arrivals_from_ = 0;  // what came later was not seen yet
  int followed_move_ = 0;                // TimelineView::moves() while following

  QMap<QString, QAction*> actions_;
  QMenu* recent_menu_ = nullptr;
  Banner* banner_ = nullptr;
  QueryBar* query_bar_ = nullptr;
  QLineEdit* query_ = nullptr;  // of the bar
  QLabel* hits_label_ = nullptr;
  Minimap* minimap_ = nullptr;
  TimelineView* timeline_ = nullptr;
  LogView* log_ = nullptr;
  Details* details_ = nullptr;
  States* states_ = nullptr;
  MarkList* mark_list_ = nullptr;
  std::vector<Mark> marks_;
  std::vector<lint::Waiver> waivers_;  // given since the document was read; without a place: of the session
  ProblemList* problem_list_ = nullptr;
  Statistics* statistics_ = nullptr;
  QLabel *source_label_ = nullptr, *count_label_ = nullptr, *measure_label_ = nullptr,
         *worst_label_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QPushButton* arrivals_ = nullptr;

  trace::EventIndex selected_ = trace::no_event;
  std::vector<trace::EventIndex> hits_;
  EventFilter filter_;

  struct View {
    Axis axis;
    Spacing spacing;
    int move;  // TimelineView::moves()
  };
  std::vector<View> views_;
  std::size_t view_ = 0;
  bool going_ = false;
  std::unique_ptr<QTemporaryDir> pasted_;
};

}  // namespace atscope::gui

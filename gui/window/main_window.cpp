// SPDX-License-Identifier: MIT
#include "gui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/dock/details.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/states.h"
#include "gui/dock/statistics.h"
#include "gui/view/event_words.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/window/actions.h"
#include "gui/window/banner.h"
#include "gui/window/command_palette.h"

namespace atscope::gui {
namespace {

constexpr int poll_ms = 50;
constexpr std::size_t most_views = 100;
constexpr int most_recent = 10;
constexpr Ratio slow_ratio = 500;  // half of what the dialect allows

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
  setWindowTitle(QStringLiteral("atscope"));
  setAcceptDrops(true);
  resize(1280, 800);
  setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);

  auto* middle = new QWidget(this);
  auto* layout = new QVBoxLayout(middle);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  banner_ = new Banner(middle);
  query_ = new QLineEdit(middle);
  query_->setPlaceholderText(
      tr("Search for text, or filter: kind == urc, latency > 1s, field.rssi < -90dBm … (press /)"));
  query_->setAccessibleName(tr("Query"));
  query_->setClearButtonEnabled(true);
  hits_label_ = new QLabel(middle);
  hits_label_->setAccessibleName(tr("Hits"));
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(8, 6, 8, 6);
  bar->addWidget(query_, 1);
  bar->addWidget(hits_label_);
  timeline_ = new TimelineView(middle);
  minimap_ = new Minimap(*timeline_, middle);
  minimap_->set_hits(&hits_);
  layout->addWidget(banner_);
  layout->addLayout(bar);
  layout->addWidget(minimap_);
  layout->addWidget(timeline_, 1);
  setCentralWidget(middle);

  make_docks();
  make_actions();
  make_status();
  connect(query_, &QLineEdit::textChanged, this, &MainWindow::apply_query);
  connect(query_, &QLineEdit::returnPressed, this, [this] { go_to_hit(false); });
  connect(timeline_, &TimelineView::event_selected, this, &MainWindow::select);
  connect(timeline_, &TimelineView::axis_changed, this, &MainWindow::remember_view);
  connect(timeline_, &TimelineView::cursors_changed, this, &MainWindow::update_measure);
  connect(&timer_, &QTimer::timeout, this, &MainWindow::poll);
  restore();
  update_status();
}

MainWindow::~MainWindow() {
  // The views look into the document: they let go of it first.
  timeline_->show_document(nullptr, nullptr);
  minimap_->show_document(nullptr, nullptr);
  minimap_->set_hits(nullptr);
  log_->show_document(nullptr);
}

void MainWindow::make_docks() {
  log_ = new LogView(this);
  details_ = new Details(this);
  states_ = new States(this);
  problem_list_ = new ProblemList(this);
  statistics_ = new Statistics(this);
  const auto dock = [this](const QString& title, const char* name, QWidget* widget, Qt::DockWidgetArea area) {
    auto* out = new QDockWidget(title, this);
    out->setObjectName(QString::fromLatin1(name));
    out->setWidget(widget);
    addDockWidget(area, out);
    return out;
  };
  auto* log = dock(tr("Log"), "log", log_, Qt::BottomDockWidgetArea);
  auto* problems = dock(tr("Problems"), "problems", problem_list_, Qt::BottomDockWidgetArea);
  auto* statistics = dock(tr("Statistics"), "statistics", statistics_, Qt::BottomDockWidgetArea);
  auto* details = dock(tr("Details"), "details", details_, Qt::RightDockWidgetArea);
  auto* states = dock(tr("State at the cursor"), "states", states_, Qt::RightDockWidgetArea);
  tabifyDockWidget(log, problems);
  tabifyDockWidget(problems, statistics);
  log->raise();
  splitDockWidget(details, states, Qt::Vertical);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  resizeDocks({log}, {320}, Qt::Vertical);
  resizeDocks({details, states}, {480, 220}, Qt::Vertical);
  resizeDocks({details}, {430}, Qt::Horizontal);
  connect(log_, &LogView::event_selected, this, &MainWindow::select);
  connect(details_, &Details::event_wanted, this, &MainWindow::select);
  connect(states_, &States::event_wanted, this, &MainWindow::select);
  connect(problem_list_, &ProblemList::event_wanted, this, &MainWindow::select);
  connect(statistics_, &Statistics::event_wanted, this, &MainWindow::select);
  connect(log_, &LogView::follow_changed, this,
          [this](bool on) { action(QStringLiteral("follow"))->setChecked(on); });
}

void MainWindow::make_actions() {
  QMap<QString, QMenu*> menus;
  for (const ActionSpec& spec : all_actions()) {
    QMenu*& menu = menus[QString::fromLatin1(spec.menu)];
    if (menu == nullptr) menu = menuBar()->addMenu(QCoreApplication::translate("Action", spec.menu));
    if (spec.separator_before) menu->addSeparator();
    QAction* made = menu->addAction(QCoreApplication::translate("Action", spec.text));
    made->setObjectName(QString::fromLatin1(spec.id));
    made->setShortcuts(keys_of(spec));
    made->setCheckable(spec.checkable);
    connect(made, &QAction::triggered, this, [this, run = spec.run] { run(*this); });
    actions_.insert(made->objectName(), made);
    if (made->objectName() == QStringLiteral("open-clipboard")) {
      recent_menu_ = menu->addMenu(tr("Open recent"));
      connect(recent_menu_, &QMenu::aboutToShow, this, &MainWindow::fill_recent);
    }
  }
  QMenu* view = menus[QStringLiteral("View")];
  view->addSeparator();
  for (QDockWidget* dock : findChildren<QDockWidget*>()) view->addAction(dock->toggleViewAction());
}

void MainWindow::make_status() {
  source_label_ = new QLabel(this);
  measure_label_ = new QLabel(this);
  count_label_ = new QLabel(this);
  worst_label_ = new QLabel(this);
  source_label_->setTextFormat(Qt::PlainText);
  worst_label_->setTextFormat(Qt::PlainText);
  progress_ = new QProgressBar(this);
  progress_->setMaximumWidth(160);
  progress_->setMaximumHeight(14);
  progress_->setAccessibleName(tr("Reading"));
  progress_->hide();
  statusBar()->addWidget(source_label_, 1);
  statusBar()->addPermanentWidget(progress_);
  statusBar()->addPermanentWidget(measure_label_);
  statusBar()->addPermanentWidget(count_label_);
  statusBar()->addPermanentWidget(worst_label_);
}

void MainWindow::restore() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("docks")).toByteArray());
  timeline_->set_arrangement(
      Arrangement::from_text(settings.value(QStringLiteral("lanes")).toString().toStdString()));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QSettings settings;
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("docks"), saveState());
  settings.setValue(QStringLiteral("lanes"), QString::fromStdString(timeline_->arrangement().to_text()));
  QMainWindow::closeEvent(event);
}

// -------------------------------------------------------------------------------------------- the document

void MainWindow::open(const QString& path, const Document::Options& options) {
  timeline_->show_document(nullptr, nullptr);
  minimap_->show_document(nullptr, nullptr);
  log_->show_document(nullptr);
  details_->show_document(nullptr);
  states_->show_document(nullptr);
  problem_list_->show_document(nullptr, nullptr);
  statistics_->show_document(nullptr);
  banner_->hide();
  measure_label_->clear();
  options_ = options;
  selected_ = trace::no_event;
  hits_.clear();
  views_.clear();
  view_ = 0;
  shown_ = settled_ = false;
  problems_ = std::make_unique<Problems>();
  document_ = std::make_unique<Document>(path.toStdString(), options);
  setWindowTitle(QString::fromStdString(document_->name()) + QStringLiteral(" – atscope"));
  setWindowFilePath(path);
  timer_.start(poll_ms);
  poll();
}

void MainWindow::show_document() {
  shown_ = true;
  timeline_->show_document(document_.get(), problems_.get());
  minimap_->show_document(document_.get(), problems_.get());
  log_->show_document(document_.get());
  details_->show_document(document_.get());
  states_->show_document(document_.get());
  problem_list_->show_document(document_.get(), problems_.get());
  statistics_->show_document(document_.get());
  remember_recent(QString::fromStdString(document_->path()));
  if (!query_->text().isEmpty()) apply_query();
}

void MainWindow::poll() {
  if (!document_) return;
  const Document::Phase phase = document_->phase();
  if (phase == Document::Phase::failed) {
    timer_.stop();
    const Document::Error& error = document_->error();
    banner_->show_message(QString::fromStdString(document_->path() + ": " + error.reason +
                                                 (error.help.empty() ? "" : ". " + error.help)),
                          tr("Open another file…"), [this] { open_dialog(); });
    update_status();
    return;
  }
  if (phase == Document::Phase::opening) return;
  if (!shown_) show_document();
  problems_->update(*document_);
  timeline_->refresh();
  minimap_->update();
  log_->refresh();
  if (log_->follows() && document_->trace().size() > 0) timeline_->fit_all();
  problem_list_->refresh();
  if (!filter_.empty() && !filter_.error()) search_on();
  const bool ended = phase != Document::Phase::loading;
  if (ended && !settled_) {
    settled_ = true;
    timer_.stop();
    statistics_->refresh();
    if (phase == Document::Phase::cancelled) {
      banner_->show_message(
          tr("Reading was stopped: what follows the last line here has not been looked at."),
          tr("Read again"), [this] { reload(); });
    } else if (document_->trace().transactions() == 0) {
      banner_->show_message(tr("%1 holds no AT command. It was read as '%2'.")
                                .arg(QString::fromStdString(document_->name()), text_of(document_->format())),
                            tr("Open another file…"), [this] { open_dialog(); });
    } else if (document_->trace().is_full()) {
      banner_->show_message(tr("The disk for temporary files is full: the rest of the capture is not shown. "
                               "Set TMPDIR to a folder with more room."),
                            tr("Read again"), [this] { reload(); });
    }
  }
  update_status();
}

void MainWindow::update_status() {
  if (!document_ || !document_->is_open()) {
    source_label_->setText(document_ ? tr("Reading…")
                                     : tr("Open a log or a capture: Ctrl+O, or drop a file here"));
    count_label_->clear();
    worst_label_->clear();
    progress_->setVisible(document_ && document_->phase() == Document::Phase::opening);
    progress_->setRange(0, 0);
    return;
  }
  const bool loading = document_->phase() == Document::Phase::loading;
  progress_->setVisible(loading);
  if (document_->bytes_all() > 0) {
    progress_->setRange(0, 1000);
    progress_->setValue(static_cast<int>(std::min<std::uint64_t>(
        1000, document_->bytes_read() * 1000 / std::max<std::uint64_t>(1, document_->bytes_all()))));
  } else {
    progress_->setRange(0, 0);
  }
  source_label_->setText(
      tr("%1 · %2").arg(text_of(document_->format()), QString::fromStdString(document_->dialect_text())));
  const trace::Trace& trace = document_->trace();
  count_label_->setText(
      tr("%1 events · %2 exchanges").arg(count_words(trace.size()), count_words(trace.transactions())));
  worst_label_->setText(QStringLiteral("● %1  ▲ %2  ■ %3")
                            .arg(problems_->errors)
                            .arg(problems_->warnings)
                            .arg(problems_->notes));
  worst_label_->setToolTip(tr("Errors, warnings and notes"));
  const Colours colours(palette());
  const Verdict worst = problems_->errors > 0     ? Verdict::problem_error
                        : problems_->warnings > 0 ? Verdict::problem_warning
                                                  : Verdict::state;
  QPalette coloured = palette();
  coloured.setColor(QPalette::WindowText, colours.of(worst));
  worst_label_->setPalette(coloured);
}

void MainWindow::open_dialog() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open a log or a capture"));
  if (!path.isEmpty()) open(path);
}

void MainWindow::open_clipboard() {
  const QString text = QApplication::clipboard()->text();
  if (text.isEmpty()) {
    banner_->show_message(tr("There is no text to paste."));
    return;
  }
  pasted_ = std::make_unique<QTemporaryDir>();
  QFile file(pasted_->filePath(QStringLiteral("pasted.log")));
  if (!file.open(QIODevice::WriteOnly)) {
    banner_->show_message(tr("The pasted text could not be kept: %1").arg(file.errorString()));
    return;
  }
  file.write(text.toUtf8());
  file.close();
  open(file.fileName());
}

void MainWindow::reload() {
  if (document_) open(QString::fromStdString(document_->path()), options_);
}

void MainWindow::stop() {
  if (document_ && document_->phase() == Document::Phase::loading) {
    document_->cancel();
  } else if (query_->hasFocus()) {
    timeline_->setFocus();
  }
}

void MainWindow::export_image() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Save the timeline"),
                                                    QStringLiteral("timeline.png"), tr("Pictures (*.png)"));
  if (path.isEmpty()) return;
  if (!timeline_->grab().save(path)) banner_->show_message(tr("%1 could not be written.").arg(path));
}

void MainWindow::remember_recent(const QString& path) {
  if (pasted_ && path.startsWith(pasted_->path())) return;
  QSettings settings;
  QStringList recent = settings.value(QStringLiteral("recent")).toStringList();
  recent.removeAll(path);
  recent.prepend(path);
  settings.setValue(QStringLiteral("recent"), recent.mid(0, most_recent));
}

void MainWindow::fill_recent() {
  recent_menu_->clear();
  for (const QString& path : QSettings().value(QStringLiteral("recent")).toStringList()) {
    recent_menu_->addAction(path, this, [this, path] { open(path); });
  }
  if (recent_menu_->isEmpty()) recent_menu_->addAction(tr("Nothing yet"))->setEnabled(false);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (!url.isLocalFile()) continue;
    open(url.toLocalFile());
    event->acceptProposedAction();
    return;
  }
}

// ------------------------------------------------------------------------------------------------- moving

void MainWindow::select(trace::EventIndex event) {
  if (!document_ || !document_->is_open() || event >= document_->trace().size()) return;
  selected_ = event;
  timeline_->select(event);
  log_->select(event);
  details_->show_event(event);
  states_->show_at(event);
}

void MainWindow::step(int direction) {
  if (!document_ || !document_->is_open()) return;
  const trace::Trace& trace = document_->trace();
  if (trace.transactions() == 0) return;
  std::int64_t id = 0;
  if (selected_ != trace::no_event) {
    id = trace.event(selected_).txn;
    for (trace::EventIndex at = selected_; id == 0 && at > 0; --at) id = trace.event(at - 1).txn;
  }
  const auto last = static_cast<std::int64_t>(trace.transactions());
  select(trace.transaction(static_cast<std::uint64_t>(std::clamp<std::int64_t>(id + direction, 1, last)))
             .command_event);
}

void MainWindow::go_to_problem(bool backwards) {
  const trace::EventIndex event = problem_list_->next(selected_, backwards);
  if (event != trace::no_event) select(event);
}

bool MainWindow::is_slow(std::uint32_t id) const {
  const trace::TransactionRecord& txn = document_->trace().transaction(id);
  return txn.outcome == session::Outcome::no_answer ||
         (txn.limit > 0 && txn.latency_ns * 1000 >= txn.limit * slow_ratio);
}

void MainWindow::go_to_slow(bool backwards) {
  if (!document_ || !document_->is_open()) return;
  const trace::Trace& trace = document_->trace();
  const std::int64_t last = trace.transactions();
  std::int64_t id = selected_ == trace::no_event ? (backwards ? last + 1 : 0) : trace.event(selected_).txn;
  for (id += backwards ? -1 : 1; id >= 1 && id <= last; id += backwards ? -1 : 1) {
    if (trace.is_closed(static_cast<std::uint64_t>(id)) && is_slow(static_cast<std::uint32_t>(id))) {
      return select(trace.transaction(static_cast<std::uint64_t>(id)).command_event);
    }
  }
}

void MainWindow::follow_link(int direction) {
  if (const trace::EventIndex event = timeline_->linked(direction); event != trace::no_event) select(event);
}

void MainWindow::toggle_zero() {
  timeline_->set_zero(timeline_->zero() == selected_ ? trace::no_event : selected_);
}

void MainWindow::focus_selection() {
  if (selected_ == trace::no_event) return timeline_->fit_all();
  const trace::EventRecord& event = document_->trace().event(selected_);
  double from = timeline_->position_of(selected_), to = from;
  if (event.txn != 0) {
    const trace::TransactionRecord& txn = document_->trace().transaction(event.txn);
    from = timeline_->position_of(txn.command_event);
    to = timeline_->position_of(txn.last_event);
  }
  const Axis before = timeline_->axis();
  const double margin = std::max((to - from) * 0.3, before.per_pixel);
  timeline_->show_range(from - margin, to + margin);
  if (std::abs(timeline_->axis().per_pixel / before.per_pixel - 1) < 1e-6) timeline_->fit_all();
}

void MainWindow::remember_view() {
  if (going_ || !shown_) return;
  const View now{timeline_->axis(), timeline_->spacing(), timeline_->moves()};
  if (!views_.empty()) views_.resize(view_ + 1);
  if (!views_.empty() && views_.back().move == now.move) {
    views_.back() = now;
  } else {
    views_.push_back(now);
    if (views_.size() > most_views) views_.erase(views_.begin());
  }
  view_ = views_.size() - 1;
}

void MainWindow::history(int step) {
  const auto to = static_cast<std::int64_t>(view_) + step;
  if (to < 0 || to >= static_cast<std::int64_t>(views_.size())) return;
  view_ = static_cast<std::size_t>(to);
  const View& view = views_[view_];
  going_ = true;
  timeline_->set_spacing(view.spacing);
  timeline_->set_axis(view.axis);
  action(QStringLiteral("spacing"))->setChecked(view.spacing == Spacing::event);
  going_ = false;
}

void MainWindow::toggle_spacing() {
  timeline_->set_spacing(timeline_->spacing() == Spacing::time ? Spacing::event : Spacing::time);
  action(QStringLiteral("spacing"))->setChecked(timeline_->spacing() == Spacing::event);
  minimap_->update();
}

void MainWindow::toggle_heat() {
  timeline_->set_heat(action(QStringLiteral("heat"))->isChecked());
}

void MainWindow::toggle_follow() {
  log_->set_follow(action(QStringLiteral("follow"))->isChecked());
}

// ------------------------------------------------------------------------------------- search and measure

void MainWindow::focus_query() {
  query_->setFocus();
  query_->selectAll();
}

void MainWindow::clear_query() {
  query_->clear();
  timeline_->setFocus();
}

void MainWindow::apply_query() {
  filter_ = EventFilter(query_->text().trimmed().toStdString());
  hits_.clear();
  const Colours colours(palette());
  QPalette ink = palette();
  if (filter_.error()) ink.setColor(QPalette::Text, colours.of(Verdict::error));
  query_->setPalette(ink);
  query_->setToolTip(
      filter_.error() ? plain(QString::fromStdString(filter_.error()->message + '\n' + filter_.error()->help))
                      : QString());
  if (!document_ || !document_->is_open()) return;
  if (filter_.empty() || filter_.error()) {
    log_->set_filter({}, false);
    minimap_->update();
    hits_label_->setText(filter_.error() ? QString::fromStdString(filter_.error()->message) : QString());
    return;
  }
  search_on();
}

// A slice at a time, so that typing never waits for a long log.
void MainWindow::search_on() {
  constexpr std::uint32_t slice = 200'000;
  if (!document_ || !document_->is_open() || filter_.empty() || filter_.error()) return;
  const bool more = filter_.search(*document_, hits_, slice);
  log_->set_filter(hits_, true);
  minimap_->update();
  hits_label_->setText(tr("%1 of %2%3")
                           .arg(count_words(hits_.size()), count_words(document_->trace().size()),
                                more ? QStringLiteral(" …") : QString()));
  if (more && !timer_.isActive()) QTimer::singleShot(0, this, &MainWindow::search_on);
}

void MainWindow::go_to_hit(bool backwards) {
  if (hits_.empty()) return;
  if (selected_ == trace::no_event) return select(backwards ? hits_.back() : hits_.front());
  auto at = backwards ? std::lower_bound(hits_.begin(), hits_.end(), selected_)
                      : std::upper_bound(hits_.begin(), hits_.end(), selected_);
  if (backwards) {
    select(at == hits_.begin() ? hits_.back() : *(at - 1));
  } else {
    select(at == hits_.end() ? hits_.front() : *at);
  }
}

void MainWindow::put_cursor(int which) {
  if (selected_ != trace::no_event) timeline_->set_cursor(which, timeline_->position_of(selected_));
}

void MainWindow::clear_cursors() {
  timeline_->set_cursor(0, {});
  timeline_->set_cursor(1, {});
}

void MainWindow::update_measure() {
  minimap_->update();
  const auto a = timeline_->cursor(0), b = timeline_->cursor(1);
  if (!a || !b || !document_ || !document_->is_open()) return measure_label_->clear();
  const trace::Trace& trace = document_->trace();
  const trace::EventIndex first = timeline_->event_at(std::min(*a, *b)),
                          last = timeline_->event_at(std::max(*a, *b));
  CommandFigures figures;
  std::uint64_t bytes = 0;
  for (trace::EventIndex index = first; index <= last && index < trace.size(); ++index) {
    const trace::EventRecord& event = trace.event(index);
    bytes += event.bytes;
    if (event.kind == session::EventKind::command && event.txn != 0 && trace.is_closed(event.txn)) {
      figures.add(trace.transaction(event.txn), event.txn);
    }
  }
  QString text = tr("A–B");
  if (trace.clock() != capture::Clock::none) {
    text += QStringLiteral(" Δ ") + span_words(trace.event(last).position - trace.event(first).position);
  }
  text += tr(" · %1 exchanges · %2 errors · %3 bytes")
              .arg(count_words(figures.count), count_words(figures.error + figures.no_answer),
                   count_words(bytes));
  if (figures.quantile(0.5) >= 0) {
    text += tr(" · p50 %1, p95 %2, max %3")
                .arg(span_words(figures.quantile(0.5)), span_words(figures.quantile(0.95)),
                     span_words(figures.slowest_ns));
  }
  measure_label_->setText(text);
}

void MainWindow::show_palette() {
  auto* palette = new CommandPalette(actions_.values(), this);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 60)));
  palette->show();
}

void MainWindow::show_keys() {
  QString text = QStringLiteral("<table cellspacing='4'>");
  for (const ActionSpec& spec : all_actions()) {
    const QAction* made = action(QString::fromLatin1(spec.id));
    if (made->shortcuts().isEmpty()) continue;
    text += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>")
                .arg(QKeySequence::listToString(made->shortcuts(), QKeySequence::NativeText).toHtmlEscaped(),
                     made->text().toHtmlEscaped());
  }
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Keys"), text + QStringLiteral("</table>"),
                              QMessageBox::Close, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

}  // namespace atscope::gui

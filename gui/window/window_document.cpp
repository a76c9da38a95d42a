// SPDX-License-Identifier: MIT
// Opening a document, and showing it while it is read.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>

#include "gui/dock/details.h"
#include "gui/dock/mark_list.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/states.h"
#include "gui/dock/statistics.h"
#include "gui/view/event_words.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/window/banner.h"
#include "gui/window/capture_dialog.h"
#include "gui/window/main_window.h"
#include "gui/window/query_bar.h"

namespace atscope::gui {
namespace {

constexpr int poll_ms = 50;
constexpr int load_ms = 100;  // while a file is read: what the window works, the readers lack
constexpr int memory_ms = 1000;
constexpr int watch_ms = 1000;
constexpr int most_recent = 10;
constexpr qint64 longest_head = 4096;

QByteArray head_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.read(longest_head) : QByteArray();
}

}  // namespace

void MainWindow::let_go_of_document() {
  timeline_->show_document(nullptr, nullptr);
  minimap_->show_document(nullptr, nullptr);
  log_->show_document(nullptr);
  details_->show_document(nullptr);
  states_->show_document(nullptr);
  problem_list_->show_document(nullptr, nullptr);
  statistics_->show_document(nullptr);
  problems_ = std::make_unique<Problems>();
  problems_->set_shows_suppressed(action(QStringLiteral("show-suppressed"))->isChecked());
  mark_list_->show_marks(nullptr, {});
  hits_.clear();
  selected_ = trace::no_event;
}

void MainWindow::open(const QString& path, const Document::Options& options) {
  stop_export();
  keep_session();
  let_go_of_document();
  banner_->hide();
  measure_label_->clear();
  options_ = options;
  views_.clear();
  view_ = 0;
  marks_.clear();
  waivers_.clear();
  shown_ = settled_ = false;
  session_stamp_.clear();
  watched_size_ = -1;
  document_ = std::make_shared<Document>(path.toStdString(), options);
  options_.record_overwrites = false;  // said of this one recording
  setWindowTitle(QString::fromStdString(document_->name()) + QStringLiteral(" – atscope"));
  setWindowFilePath(options.live ? QString() : path);
  if (document_->is_live()) log_->set_follow(true);
  timer_.start(poll_ms);
  poll();
}

void MainWindow::show_document() {
  shown_ = true;
  document_->set_shows_secrets(action(QStringLiteral("show-secrets"))->isChecked());
  timeline_->show_document(document_.get(), problems_.get());
  minimap_->show_document(document_.get(), problems_.get());
  log_->show_document(document_.get());
  details_->show_document(document_.get());
  states_->show_document(document_.get());
  problem_list_->show_document(document_.get(), problems_.get());
  statistics_->show_document(document_.get());
  arrivals_from_ = 0;
  followed_move_ = timeline_->moves();
  if (!options_.live) remember_recent(QString::fromStdString(document_->path()));
  if (!document_->config_mistake().empty()) {
    banner_->show_message(tr("The configuration cannot be used: nothing is suppressed, and the default rules "
                             "run: %1")
                              .arg(drawn(document_->config_mistake(), 400)),
                          tr("Read again"), [this] { reload(); });
  }
  if (!document_->remark().empty())
    banner_->show_message(QString::fromStdString(document_->name() + ": " + document_->remark()));
  query_bar_->complete_from(*document_->dialect());
  set_marks(std::move(marks_));
  apply_query();
}

void MainWindow::poll() {
  if (!document_) return;
  const Document::Phase phase = document_->phase();
  if (phase == Document::Phase::failed) {
    timer_.stop();
    const Document::Error& error = document_->error();
    const QString text =
        drawn(document_->path() + ": " + error.reason + (error.help.empty() ? "" : ". " + error.help), 2000);
    if (options_.live) {
      banner_->show_message(text, tr("Capture…"), [this] { capture_dialog(); });
    } else {
      banner_->show_message(text, tr("Open another file…"), [this] { open_dialog(); });
    }
    update_status();
    return;
  }
  if (phase == Document::Phase::opening) return;
  if (document_->has_better()) {
    stop_export();
    let_go_of_document();
    document_->take_better();
    shown_ = false;
  }
  if (!shown_) {
    show_document();
    if (!document_->is_live()) timer_.setInterval(load_ms);
    memory_timer_.start(memory_ms);
  }
  problems_->update(*document_);
  timeline_->refresh();
  minimap_->update();
  log_->refresh();
  if (phase == Document::Phase::loading) count_arrivals();
  problem_list_->refresh();
  if (!filter_.empty() && !filter_.error()) search_on();
  const bool ended = phase != Document::Phase::loading;
  if (ended && !settled_) {
    settled_ = true;
    timer_.stop();
    restore_session();
    statistics_->refresh();
    if (!document_->is_live()) {
      watched_size_ = static_cast<qint64>(document_->bytes_all());
      watched_time_ = QFileInfo(QString::fromStdString(document_->path())).lastModified();
      watched_head_ = head_of(QString::fromStdString(document_->path()));
      watch_timer_.start(watch_ms);
    }
    if (!document_->record_failure().empty()) {
      banner_->show_message(tr("The recording broke off: %1. What is shown can still be exported.")
                                .arg(QString::fromStdString(document_->record_failure())),
                            tr("Export…"), [this] { export_dialog(); });
    } else if (options_.live) {
      banner_->show_message(
          tr("%1 has ended; nothing more comes.").arg(QString::fromStdString(document_->name())),
          tr("Capture again"), [this] { reload(); });
    } else if (phase == Document::Phase::cancelled) {
      banner_->show_message(
          document_->is_judged()
              ? tr("Reading was stopped: what follows the last line here has not been looked at.")
              : tr("Reading was stopped before the rules had seen all: problems are missing at the end."),
          tr("Read again"), [this] { reload(); });
    } else if (document_->trace().transactions() == 0) {
      banner_->show_message(tr("%1 holds no AT command. It was read as '%2'.")
                                .arg(QString::fromStdString(document_->name()), text_of(document_->format())),
                            tr("Open another file…"), [this] { open_dialog(); });
    } else if (document_->is_full()) {
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
  progress_->setVisible(loading && !document_->is_live());
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
  QString worst_text = QStringLiteral("● %1  ▲ %2  ■ %3")
                           .arg(problems_->errors)
                           .arg(problems_->warnings)
                           .arg(problems_->notes);
  if (problems_->suppressed_count > 0)
    worst_text += tr("  (%1 suppressed)").arg(count_words(problems_->suppressed_count));
  worst_label_->setText(worst_text);
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
    banner_->show_message(tr("There is no text to paste: copy the lines of a log first."));
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

void MainWindow::toggle_secrets() {
  if (!document_ || !document_->is_open()) return;
  document_->set_shows_secrets(action(QStringLiteral("show-secrets"))->isChecked());
  timeline_->refresh();
  log_->refresh();
  details_->show_event(selected_);
  states_->show_at(selected_);
  problem_list_->show_document(document_.get(), problems_.get());
  problem_list_->refresh();
}

void MainWindow::toggle_suppressed() {
  const bool on = action(QStringLiteral("show-suppressed"))->isChecked();
  problems_->set_shows_suppressed(on);
  problem_list_->set_shows_suppressed(on);
  judge_anew();
}

void MainWindow::judge_anew() {
  if (!document_ || !document_->is_open() || !shown_) return;
  problems_->judge_anew();
  problems_->update(*document_);
  problem_list_->judge_anew();
  timeline_->refresh();
  minimap_->update();
  update_status();
}

void MainWindow::reload() {
  if (!document_) return;
  options_.live ? capture(Document::Options(options_))
                : open(QString::fromStdString(document_->path()), options_);
}

void MainWindow::stop() {
  // A capture is not ended by the key that leaves a field.
  if (document_ && document_->phase() == Document::Phase::loading && !document_->is_live()) {
    document_->cancel();
  } else if (query_->hasFocus()) {
    timeline_->setFocus();
  }
}

void MainWindow::capture_dialog() {
  auto* dialog = new CaptureDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { capture(dialog->options()); });
  dialog->open();
}

void MainWindow::capture(const Document::Options& options) {
  const QFileInfo recording(QString::fromStdString(options.record));
  if (!options.record.empty() && !options.record_overwrites && recording.isFile() && recording.size() > 0) {
    banner_->show_message(tr("%1 is there already, so that nothing is captured yet. Capture… (Ctrl+R) takes "
                             "another name.")
                              .arg(recording.filePath()),
                          tr("Replace it"), [this, again = options]() mutable {
                            again.record_overwrites = true;
                            capture(again);
                          });
    return;
  }
  open(QString::fromStdString(capture::live::title(*options.live)), options);
}

void MainWindow::stop_capture() {
  if (document_ && document_->is_live()) document_->cancel();
}

// A file is looked after once it was read: it may grow, shrink or go.
void MainWindow::watch_file() {
  if (!document_ || watched_size_ < 0) return watch_timer_.stop();
  const QString path = QString::fromStdString(document_->path());
  const QString name = QString::fromStdString(document_->name());
  const QFileInfo file(path);
  const qint64 size = file.exists() ? file.size() : -1;
  if (size == watched_size_ && file.lastModified() == watched_time_) return;
  // What has grown begins as it did; else it is another file under the same name.
  const bool same_begin = size >= watched_size_ && head_of(path).startsWith(watched_head_);
  watched_time_ = file.lastModified();
  if (size == watched_size_ && same_begin) return;  // touched
  if (size < 0) {
    watch_timer_.stop();
    banner_->show_message(tr("%1 is gone. What was read of it stays here.").arg(name), tr("Export…"),
                          [this] { export_dialog(); });
  } else if (!same_begin) {
    watch_timer_.stop();
    banner_->show_message(
        tr("%1 was cut short or written anew. What was read before is still shown.").arg(name),
        tr("Read again"), [this] { reload(); });
  } else {
    Document::Options options = options_;
    options.follow = true;
    if (log_->follows()) return open(path, options);
    banner_->show_message(tr("%1 has grown by %2 bytes.")
                              .arg(name, count_words(static_cast<std::uint64_t>(size - watched_size_))),
                          tr("Follow it"), [this, path, options] { open(path, options); });
  }
}

// Follow mode keeps the end in sight until the user looks elsewhere; then it counts what comes.
void MainWindow::count_arrivals() {
  const trace::EventIndex size = document_->trace().size();
  if (log_->follows() && timeline_->moves() != followed_move_) log_->set_follow(false);
  if (log_->follows() && size > arrivals_from_) {
    const auto [first, last] = timeline_->whole();
    Axis axis = timeline_->axis();
    if (axis.span() >= last - first || arrivals_from_ == 0) {
      timeline_->fit_all();
    } else {
      axis.begin = last - axis.span() * 0.95;
      timeline_->set_axis(axis);
    }
    followed_move_ = timeline_->moves();
    arrivals_from_ = size;
  }
  const trace::EventIndex unseen = size - std::min(size, arrivals_from_);
  arrivals_->setVisible(document_->is_live() && !log_->follows() && unseen > 0);
  arrivals_->setText(tr("▼ %1 new (L)").arg(count_words(unseen)));
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

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// Marks, problems that the user knows, and the session of a file.
#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QTemporaryDir>
#include <algorithm>

#include "decoder/config/config_file.h"
#include "gui/dock/mark_list.h"
#include "gui/dock/problem_list.h"
#include "gui/window/banner.h"
#include "gui/window/main_window.h"
#include "gui/window/mark_dialog.h"
#include "gui/window/query_bar.h"

namespace atscope::gui {
namespace {

// A TOML basic string.
QString quoted(const QString& text) {
  QString out = QStringLiteral("\"");
  for (const QChar c : text) {
    if (c == QLatin1Char('"') || c == QLatin1Char('\\')) out += QLatin1Char('\\');
    if (c < QLatin1Char(' ') || c == QChar(0x7F)) {
      out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    } else {
      out += c;
    }
  }
  return out + QLatin1Char('"');
}

}  // namespace

void MainWindow::set_marks(std::vector<Mark> marks) {
  marks_ = std::move(marks);
  std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.event < b.event; });
  std::vector<trace::EventIndex> places;
  for (const Mark& mark : marks_) places.push_back(mark.event);
  timeline_->set_marks(std::move(places));
  minimap_->update();
  mark_list_->show_marks(document_.get(), marks_);
}

void MainWindow::mark_dialog() {
  if (selected_ == trace::no_event) return;
  const auto here = std::find_if(marks_.begin(), marks_.end(),
                                 [this](const Mark& mark) { return mark.event == selected_; });
  const bool is_new = here == marks_.end();
  auto* dialog = new MarkDialog(is_new ? Mark{selected_, tr("Mark %1").arg(marks_.size() + 1), {}} : *here,
                                is_new, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::finished, this, [this, dialog](int result) {
    if (result == QDialog::Rejected) return;
    std::vector<Mark> marks = marks_;
    std::erase_if(marks, [&](const Mark& mark) { return mark.event == dialog->mark().event; });
    if (result == QDialog::Accepted) marks.push_back(dialog->mark());
    set_marks(std::move(marks));
    keep_session();
  });
  dialog->open();
}

void MainWindow::toggle_mark() {
  if (selected_ == trace::no_event) return;
  std::vector<Mark> marks = marks_;
  if (std::erase_if(marks, [this](const Mark& mark) { return mark.event == selected_; }) == 0)
    marks.push_back({selected_, tr("Mark %1").arg(marks.size() + 1), {}});
  set_marks(std::move(marks));
  keep_session();
}

void MainWindow::suppress_problem() {
  const std::optional<lint::Finding> finding = problem_list_->chosen();
  if (!finding) {
    banner_->show_message(tr("Choose a problem in the list first."));
    return;
  }
  if (problem_list_->chosen_is_suppressed()) {
    banner_->show_message(tr("This problem is suppressed already."));
    return;
  }
  const QString rule = QString::fromUtf8(finding->code.data(), static_cast<qsizetype>(finding->code.size()));
  const QString command = QString::fromStdString(finding->command);
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Suppress %1").arg(rule));
  dialog->setLabelText(tr("Why may it be? (%1)").arg(command.isEmpty() ? tr("everywhere") : command));
  connect(dialog, &QInputDialog::textValueSelected, this, [this, rule, command](const QString& reason) {
    if (reason.trimmed().isEmpty()) {
      banner_->show_message(tr("A problem is suppressed only with a reason."));
      return;
    }
    lint::Waiver waiver;
    waiver.rule = rule.toStdString();
    waiver.command = command.toStdString();
    waiver.reason = reason.trimmed().toStdString();
    suppress(std::move(waiver));
  });
  dialog->open();
}

// The waiver is what `atscope lint` reads, in the file that it reads for this log.
void MainWindow::suppress(lint::Waiver waiver) {
  if (!document_) return;
  const QFileInfo log(QString::fromStdString(document_->path()));
  QString path = QString::fromStdString(config::find_config_file(options_.live ? "-" : document_->path()));
  if (path.isEmpty())
    path = (options_.live ? QDir() : log.absoluteDir()).filePath(QLatin1String(config::config_file_name));
  QFile file(path);
  const QByteArray text =
      QStringLiteral("\n[[waiver]]\nrule = %1\n%2reason = %3\n")
          .arg(quoted(QString::fromStdString(waiver.rule)),
               waiver.command.empty()
                   ? QString()
                   : QStringLiteral("command = %1\n").arg(quoted(QString::fromStdString(waiver.command))),
               quoted(QString::fromStdString(waiver.reason)))
          .toUtf8();
  const bool written = file.open(QIODevice::Append) && file.write(text) == text.size() && file.flush();
  if (written) waiver.place = path.toStdString();
  waivers_.push_back(std::move(waiver));
  document_->set_waivers(waivers_);
  judge_anew();
  keep_session();
  banner_->show_message(
      written ? tr("Suppressed here, and for atscope lint in %1.").arg(path)
              : tr("Suppressed here only. %1 could not be written: %2").arg(path, file.errorString()));
}

void MainWindow::keep_session() {
  if (!document_ || !document_->is_open() || !shown_ || options_.live) return;
  const QString path = QString::fromStdString(document_->path());
  if (pasted_ && path.startsWith(pasted_->path())) return;
  if (!settled_ && marks_.empty()) return;  // what was kept has not been looked at yet
  take_marks_of_others(path);
  FileSession session;
  session.axis_begin = timeline_->axis().begin;
  session.axis_per_pixel = timeline_->axis().per_pixel;
  session.by_event = timeline_->spacing() == Spacing::event;
  for (int which = 0; which < 2; ++which) session.cursors[which] = timeline_->cursor(which);
  session.selected = selected_;
  session.zero = timeline_->zero();
  session.marks = marks_;
  for (const lint::Waiver& waiver : waivers_)
    if (waiver.place.empty()) session.waivers.push_back(waiver);
  session.chips = query_bar_->chips();
  session.query = query_->text();
  session.docks = saveState();
  save_session(path, document_->trace().size(), session);
  session_stamp_ = session_stamp(path);
}

// Another window may have the same file open, and must not lose what it kept.
void MainWindow::take_marks_of_others(const QString& path) {
  if (session_stamp(path) == session_stamp_) return;
  const auto other = load_session(path, document_->trace().size());
  if (!other) return;
  std::vector<Mark> marks = marks_;
  for (const Mark& mark : other->marks) {
    const bool known =
        std::any_of(marks.begin(), marks.end(), [&](const Mark& mine) { return mine.event == mark.event; });
    if (!known) marks.push_back(mark);
  }
  if (marks.size() == marks_.size()) return;
  set_marks(std::move(marks));
  banner_->show_message(tr("%1 is open in another window, too: the marks that were set there are here now.")
                            .arg(QString::fromStdString(document_->name())));
}

void MainWindow::restore_session() {
  if (options_.live) return;
  const auto session = load_session(QString::fromStdString(document_->path()), document_->trace().size());
  if (!session) return;
  session_stamp_ = session_stamp(QString::fromStdString(document_->path()));
  // Marks that were set while the file was read stay.
  std::vector<Mark> marks = session->marks;
  for (const Mark& mine : marks_) {
    std::erase_if(marks, [&](const Mark& mark) { return mark.event == mine.event; });
    marks.push_back(mine);
  }
  set_marks(std::move(marks));
  if (!session->waivers.empty()) {
    waivers_.insert(waivers_.end(), session->waivers.begin(), session->waivers.end());
    document_->set_waivers(waivers_);
    judge_anew();
  }
  restoreState(session->docks);
  if (selected_ != trace::no_event) return;  // the user was faster
  query_->setText(session->query);
  query_bar_->set_chips(session->chips);
  timeline_->set_spacing(session->by_event ? Spacing::event : Spacing::time);
  action(QStringLiteral("spacing"))->setChecked(session->by_event);
  if (session->selected != trace::no_event) select(session->selected);
  if (session->zero != trace::no_event) timeline_->set_zero(session->zero);
  for (int which = 0; which < 2; ++which) timeline_->set_cursor(which, session->cursors[which]);
  if (session->axis_per_pixel > 0) {
    Axis axis = timeline_->axis();
    axis.begin = session->axis_begin;
    axis.per_pixel = session->axis_per_pixel;
    timeline_->set_axis(axis);
  }
}

}  // namespace atscope::gui

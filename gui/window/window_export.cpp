// SPDX-License-Identifier: MIT
// Writing files: a thread of its own writes, the window goes on.
#include <QFileInfo>
#include <QImage>
#include <QMetaObject>
#include <QPainter>
#ifdef ATSCOPE_SVG
#include <QSvgGenerator>
#endif
#include <algorithm>

#include "gui/document/export.h"
#include "gui/window/banner.h"
#include "gui/window/export_dialog.h"
#include "gui/window/main_window.h"

namespace atscope::gui {

void MainWindow::export_dialog() {
  if (!document_ || !document_->is_open()) return;
  const QFileInfo source(QString::fromStdString(document_->path()));
  const QString base =
      document_->is_live() && !source.exists() ? QStringLiteral("capture") : source.completeBaseName();
  auto* dialog = new ExportDialog(source.absolutePath() + QLatin1Char('/') + base + QStringLiteral("-export"),
                                  timeline_->cursor(0) && timeline_->cursor(1), !hits_.empty(),
                                  !document_->shows_secrets(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    const ExportRequest request = dialog->request();
    if (!QFileInfo::exists(request.path)) return export_as(request);
    banner_->show_message(tr("%1 is there already.").arg(request.path), tr("Replace it"),
                          [this, request] { export_as(request); });
  });
  dialog->open();
}

void MainWindow::export_as(const ExportRequest& request) {
  if (!document_ || !document_->is_open() || request.path.isEmpty()) return;
  const ExportFormat* format = export_format(request.format.toStdString());
  if (format == nullptr) return export_picture(request.path, request.format);
  if (request.path == QString::fromStdString(document_->path())) {
    banner_->show_message(tr("%1 is what is shown here; choose another name.").arg(request.path),
                          tr("Export…"), [this] { export_dialog(); });
    return;
  }
  ExportOptions options;
  options.fields = request.fields;
  if (request.part == ExportPart::between_cursors && timeline_->cursor(0) && timeline_->cursor(1)) {
    const double a = *timeline_->cursor(0), b = *timeline_->cursor(1);
    const trace::EventIndex first = timeline_->event_at(std::min(a, b));
    trace::EventIndex last = timeline_->event_at(std::max(a, b));
    // Several events can stand under one cursor.
    while (last + 1 < document_->trace().size() && timeline_->position_of(last + 1) <= std::max(a, b)) ++last;
    options.wanted = [first, last](trace::EventIndex event) { return first <= event && event <= last; };
  } else if (request.part == ExportPart::hits) {
    options.wanted = [hits = hits_](trace::EventIndex event) {
      return std::binary_search(hits.begin(), hits.end(), event);
    };
  }
  stop_export();
  export_path_ = request.path;
  export_thread_ = std::jthread([this, format, options, document = document_,
                                 path = request.path.toStdString()](const std::stop_token& stop) mutable {
    options.stop = [stop] { return stop.stop_requested(); };
    const auto written = export_to(path, *format, *document, options);
    if (stop.stop_requested()) return;
    const QString error = written ? QString() : QString::fromStdString(written.error());
    QMetaObject::invokeMethod(
        this, [this, error] { export_ended(error); }, Qt::QueuedConnection);
  });
  banner_->show_message(tr("Writing %1 …").arg(request.path), tr("Stop"), [this] { stop_export(); });
}

void MainWindow::export_ended(const QString& error) {
  if (error.isEmpty()) {
    banner_->show_message(tr("%1 was written.").arg(export_path_));
  } else {
    banner_->show_message(tr("It could not be exported: %1").arg(error), tr("Export…"),
                          [this] { export_dialog(); });
  }
}

void MainWindow::stop_export() {
  export_thread_.request_stop();
  if (export_thread_.joinable()) export_thread_.join();
}

void MainWindow::export_picture(const QString& path, const QString& format) {
  bool written = false;
  if (format == QStringLiteral("png")) {
    written = timeline_->grab().save(path, "PNG");
#ifdef ATSCOPE_SVG
  } else {
    QSvgGenerator picture;
    picture.setFileName(path);
    picture.setSize(timeline_->size());
    picture.setViewBox(timeline_->rect());
    picture.setTitle(QString::fromStdString(document_->name()));
    QPainter painter;
    written = painter.begin(&picture);
    if (written) timeline_->render(&painter);
    written = written && painter.end();
#endif
  }
  if (written) return banner_->show_message(tr("%1 was written.").arg(path));
  banner_->show_message(tr("%1 could not be written.").arg(path), tr("Export…"), [this] { export_dialog(); });
}

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/view/log_view.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "gui/view/event_words.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"

namespace atscope::gui {
namespace {

using session::EventKind;

struct Column {
  const char* title;
  int width;
  Qt::Alignment align;
};
constexpr std::array<Column, 6> columns = {{
    {QT_TRANSLATE_NOOP("LogView", "Line"), 76, Qt::AlignRight},
    {QT_TRANSLATE_NOOP("LogView", "Time"), 112, Qt::AlignLeft},
    {QT_TRANSLATE_NOOP("LogView", "Δ"), 84, Qt::AlignRight},
    {QT_TRANSLATE_NOOP("LogView", "Kind"), 96, Qt::AlignLeft},
    {"", 22, Qt::AlignHCenter},
    {QT_TRANSLATE_NOOP("LogView", "Text"), 0, Qt::AlignLeft},
}};
constexpr int header_height = 22;

Verdict verdict_of(const trace::EventRecord& event) {
  switch (event.kind) {
    case EventKind::result:
    case EventKind::deferred:
      return event.ok ? Verdict::ok : Verdict::error;
    case EventKind::urc:
      return Verdict::urc;
    case EventKind::data:
      return Verdict::data;
    case EventKind::unparsed:
      return Verdict::unparsed;
    default:
      return Verdict::state;
  }
}

}  // namespace

LogView::LogView(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Log"));
  setAccessibleDescription(tr("Every event of the capture, one a row"));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    viewport()->update();
    if (follows_ && value < verticalScrollBar()->maximum()) {
      follows_ = false;
      Q_EMIT follow_changed(false);
    }
  });
}

void LogView::show_document(const Document* document) {
  document_ = document;
  filtered_ = false;
  filter_.clear();
  selected_ = trace::no_event;
  refresh();
}

void LogView::refresh() {
  const bool follows = follows_;
  scroll_bar();
  if (follows) {
    follows_ = false;  // the move is ours, not the user's
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    follows_ = true;
  }
  viewport()->update();
}

void LogView::set_filter(std::vector<trace::EventIndex> events, bool on) {
  filter_ = std::move(events);
  filtered_ = on;
  refresh();
  if (selected_ != trace::no_event) select(selected_);
}

void LogView::set_dims(bool on) {
  dims_ = on;
  refresh();
  if (selected_ != trace::no_event) select(selected_);
}

qsizetype LogView::rows() const {
  if (document_ == nullptr || !document_->is_open()) return 0;
  return hides() ? static_cast<qsizetype>(filter_.size()) : static_cast<qsizetype>(document_->trace().size());
}

trace::EventIndex LogView::event_at(qsizetype row) const {
  return hides() ? filter_[static_cast<std::size_t>(row)] : static_cast<trace::EventIndex>(row);
}

qsizetype LogView::row_of(trace::EventIndex event) const {
  if (!hides()) return event;
  return std::lower_bound(filter_.begin(), filter_.end(), event) - filter_.begin();
}

int LogView::row_height() const {
  return fontMetrics().height() + 4;
}

void LogView::scroll_bar() {
  const int page = std::max(1, (viewport()->height() - header_height) / row_height());
  verticalScrollBar()->setRange(0, static_cast<int>(std::max<qsizetype>(0, rows() - page)));
  verticalScrollBar()->setPageStep(page);
}

QStringList LogView::cells(qsizetype row) const {
  const trace::Trace& trace = document_->trace();
  const trace::EventIndex index = event_at(row);
  const trace::EventRecord& event = trace.event(index);
  QString delta;
  if (row > 0 && trace.clock() != capture::Clock::none) {
    delta = span_words(event.position - trace.event(event_at(row - 1)).position, true);
  }
  return {QString::number(event.line),
          time_words(trace.time(index)),
          delta,
          text_of(session::to_string(event.kind)),
          arrow_of(event.sender),
          shown_text(*document_, index, 1000)};
}

void LogView::select(trace::EventIndex event) {
  selected_ = event;
  if (event != trace::no_event && rows() > 0) {
    const int row = static_cast<int>(std::min(row_of(event), rows() - 1));
    const int first = verticalScrollBar()->value(), page = verticalScrollBar()->pageStep();
    if (row < first || row >= first + page) verticalScrollBar()->setValue(std::max(0, row - page / 3));
  }
  viewport()->update();
}

void LogView::set_follow(bool on) {
  follows_ = on;
  if (on) refresh();
  Q_EMIT follow_changed(on);
}

void LogView::choose(qsizetype row) {
  if (rows() == 0) return;
  row = std::clamp<qsizetype>(row, 0, rows() - 1);
  select(event_at(row));
  Q_EMIT event_selected(selected_);
}

void LogView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  const Colours colours(palette());
  painter.fillRect(viewport()->rect(), colours.background);
  painter.fillRect(QRect(0, 0, viewport()->width(), header_height), colours.gutter);
  int x = 4;
  painter.setPen(colours.faint_text);
  for (const Column& column : columns) {
    const int width = column.width != 0 ? column.width : viewport()->width() - x;
    painter.drawText(QRect(x, 0, width - 8, header_height), static_cast<int>(column.align | Qt::AlignVCenter),
                     tr(column.title));
    x += width;
  }
  painter.setPen(colours.line);
  painter.drawLine(0, header_height - 1, viewport()->width(), header_height - 1);
  if (document_ == nullptr || !document_->is_open()) return;

  const trace::Trace& trace = document_->trace();
  const std::uint32_t txn = selected_ < trace.size() ? trace.event(selected_).txn : 0;
  QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  fixed.setPointSizeF(font().pointSizeF());
  const int height = row_height();
  int y = header_height;
  for (qsizetype row = verticalScrollBar()->value(); row < rows() && y < viewport()->height();
       ++row, y += height) {
    const trace::EventIndex index = event_at(row);
    const trace::EventRecord& event = trace.event(index);
    const QRect line(0, y, viewport()->width(), height);
    const bool is_selected = index == selected_;
    if (is_selected) {
      painter.fillRect(line, colours.selection);
    } else if (txn != 0 && event.txn == txn && !event.inside) {
      QColor same = colours.selection;
      same.setAlpha(38);
      painter.fillRect(line, same);
    } else if (event.kind == EventKind::command) {
      painter.fillRect(line, colours.lane_odd);
    }
    const bool is_dim = filtered_ && dims_ && !std::binary_search(filter_.begin(), filter_.end(), index);
    const QColor ink = is_selected ? palette().color(QPalette::HighlightedText) : colours.text;
    const QColor faint = is_selected ? ink : colours.faint_text;
    const QStringList texts = cells(row);
    x = 4;
    for (std::size_t n = 0; n < columns.size(); ++n) {
      const int width = columns[n].width != 0 ? columns[n].width : viewport()->width() - x;
      QColor colour = n == 5 ? ink : faint;
      const Verdict verdict = verdict_of(event);
      if (is_dim && !is_selected) colour = colours.line;
      if (!is_selected && !is_dim && n >= 3 && verdict != Verdict::state) colour = colours.of(verdict);
      if (!is_selected && !is_dim && n == 5 && event.kind == EventKind::transition)
        colour = colours.faint_text;
      painter.setFont(n == 5 ? fixed : font());
      painter.setPen(colour);
      const int indent = n == 5 && event.kind != EventKind::command && event.txn != 0 ? 16 : 0;
      const QRect cell(x + indent, y, width - 8 - indent, height);
      painter.drawText(
          cell, static_cast<int>(columns[n].align | Qt::AlignVCenter) | Qt::TextSingleLine,
          painter.fontMetrics().elidedText(texts[static_cast<qsizetype>(n)], Qt::ElideRight, cell.width()));
      x += width;
    }
  }
  if (rows() == 0) {
    painter.setFont(font());
    painter.setPen(colours.faint_text);
    painter.drawText(viewport()->rect(), Qt::AlignCenter,
                     filtered_ ? tr("Nothing fits the filter") : tr("No events yet"));
  }
}

void LogView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  scroll_bar();
}

void LogView::mousePressEvent(QMouseEvent* event) {
  if (event->position().y() < header_height) return;
  const qsizetype row = verticalScrollBar()->value() +
                        static_cast<qsizetype>((event->position().y() - header_height) / row_height());
  if (row < rows()) choose(row);
}

void LogView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy) && selected_ != trace::no_event && rows() > 0) {
    QApplication::clipboard()->setText(
        cells(std::min(row_of(selected_), rows() - 1)).join(QLatin1Char('\t')));
    return;
  }
  const qsizetype row = selected_ == trace::no_event ? -1 : row_of(selected_);
  const int page = verticalScrollBar()->pageStep();
  switch (event->key()) {
    case Qt::Key_Up:
      return choose(std::max<qsizetype>(row - 1, 0));
    case Qt::Key_Down:
      return choose(row + 1);
    case Qt::Key_PageUp:
      return choose(row - page);
    case Qt::Key_PageDown:
      return choose(row + page);
    case Qt::Key_Home:
      return choose(0);
    case Qt::Key_End:
      return choose(rows() - 1);
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void LogView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) refresh();
  QAbstractScrollArea::changeEvent(event);
}

}  // namespace atscope::gui

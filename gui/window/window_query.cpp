// SPDX-License-Identifier: MIT
// Searching, filtering and measuring.
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <algorithm>

#include "gui/dock/statistics.h"
#include "gui/view/event_words.h"
#include "gui/view/palette.h"
#include "gui/view/time_words.h"
#include "gui/window/main_window.h"
#include "gui/window/query_bar.h"

namespace atscope::gui {
namespace {

// The next of some events, all around; no_event when there are none.
trace::EventIndex beside(const std::vector<trace::EventIndex>& events, trace::EventIndex event,
                         bool backwards) {
  if (events.empty()) return trace::no_event;
  if (event == trace::no_event) return backwards ? events.back() : events.front();
  if (backwards) {
    const auto at = std::lower_bound(events.begin(), events.end(), event);
    return at == events.begin() ? events.back() : *(at - 1);
  }
  const auto at = std::upper_bound(events.begin(), events.end(), event);
  return at == events.end() ? events.front() : *at;
}

}  // namespace

void MainWindow::stack_filter() {
  if (!filter_.error()) query_bar_->stack();
}

void MainWindow::toggle_dim() {
  log_->set_dims(action(QStringLiteral("dim"))->isChecked());
}

void MainWindow::focus_query() {
  query_->setFocus();
  query_->selectAll();
}

void MainWindow::clear_query() {
  query_->clear();
  query_bar_->set_chips({});
  timeline_->setFocus();
}

void MainWindow::apply_query() {
  filter_ = EventFilter(query_->text().trimmed().toStdString());
  for (const QString& chip : query_bar_->chips()) filter_.require(EventFilter(chip.toStdString()));
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
  select(beside(hits_, selected_, backwards));
}

void MainWindow::go_to_mark(bool backwards) {
  select(beside(timeline_->marks(), selected_, backwards));
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

}  // namespace atscope::gui

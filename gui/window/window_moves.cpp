// SPDX-License-Identifier: MIT
// Moving about: the chosen event, and the history of views.
#include <QAction>
#include <algorithm>
#include <cmath>

#include "gui/dock/details.h"
#include "gui/dock/problem_list.h"
#include "gui/dock/states.h"
#include "gui/window/main_window.h"

namespace atscope::gui {
namespace {

constexpr std::size_t most_views = 100;
constexpr Ratio slow_ratio = 500;  // half of what the dialect allows

}  // namespace

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
  if (event == trace::no_event) return;
  select(event);
  problem_list_->choose(event);
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

}  // namespace atscope::gui

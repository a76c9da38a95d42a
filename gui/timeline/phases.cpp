// SPDX-License-Identifier: MIT
#include "gui/timeline/phases.h"

#include <algorithm>
#include <array>

namespace atscope::gui {
namespace {

using session::EventKind;
using trace::EventIndex;

constexpr EventIndex most_events = 4096;

Phase phase_of(EventKind kind) {
  switch (kind) {
    case EventKind::command:
      return Phase::command;
    case EventKind::echo:
      return Phase::echo;
    case EventKind::information:
    case EventKind::intermediate:
      return Phase::information;
    case EventKind::prompt:
    case EventKind::data:
      return Phase::data;
    case EventKind::result:
      return Phase::result;
    default:
      return Phase::wait;
  }
}

class Spans {
 public:
  void add(Phase phase, std::int64_t begin, std::int64_t end) {
    if (!out_.empty() && out_.back().phase == phase && out_.back().end == begin) {
      out_.back().end = end;
    } else if (end > begin || phase == Phase::information || phase == Phase::result) {
      out_.push_back({phase, begin, end});
    }
  }
  std::vector<PhaseSpan> take() { return std::move(out_); }

 private:
  std::vector<PhaseSpan> out_;
};

}  // namespace

std::string_view to_string(Phase phase) {
  constexpr std::array<std::string_view, 6> names = {"command", "echo", "wait", "info", "data", "result"};
  return names[static_cast<std::size_t>(phase)];
}

std::vector<PhaseSpan> phases_of(const trace::Trace& trace, session::TransactionId id, Spacing spacing) {
  const bool closed = trace.is_closed(id);
  const trace::TransactionRecord& txn = trace.transaction(id);
  const EventIndex first = txn.command_event;
  EventIndex last = trace.size() - 1;
  if (closed) last = txn.result_event != trace::no_event ? txn.result_event : txn.last_event;
  last = std::min(last, first + most_events);

  Spans spans;
  Phase before = Phase::command;
  std::int64_t at = trace.event(first).position;
  for (EventIndex index = first; index <= last; ++index) {
    const trace::EventRecord& event = trace.event(index);
    const bool own = event.txn == id && !event.inside && event.kind != EventKind::deferred;
    if (spacing == Spacing::event) {
      spans.add(own ? phase_of(event.kind) : Phase::wait, index, std::int64_t{index} + 1);
      continue;
    }
    if (!own || index == first) continue;
    const Phase now = phase_of(event.kind);
    const bool goes_on = now == before && (now == Phase::information || now == Phase::data);
    spans.add(now == Phase::echo || goes_on ? now : Phase::wait, at, event.position);
    at = event.position;
    if (now == Phase::information || now == Phase::result) spans.add(now, at, at);
    before = now;
    if (now == Phase::result) break;
  }
  return spans.take();
}

}  // namespace atscope::gui

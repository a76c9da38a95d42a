// SPDX-License-Identifier: MIT
#include "decoder/trace/replay.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <utility>

namespace atscope::trace {
namespace {

using session::EventKind;

class Replay {
 public:
  Replay(const Trace& trace, session::EventSink& sink, const ReplayOptions& options)
      : trace_(trace), sink_(sink), options_(options), tracks_(trace.state_tracks()) {
    for (const StateTrack& track : tracks_) {
      for (std::size_t span = 1; span < track.spans.size(); ++span)
        transitions_[track.spans[span].since] = {&track, span};
    }
  }

  void run() {
    const EventIndex end = trace_.size();
    for (EventIndex index = 0; index < end; ++index) {
      if (index % 4096 == 0 && options_.stop && options_.stop()) return;
      const EventRecord& record = trace_.event(index);
      const bool wanted = !options_.wanted || options_.wanted(index);
      if (wanted) give_event(index);
      const bool begins = record.kind == EventKind::command && !record.inside && record.txn != 0 &&
                          trace_.transaction(record.txn).command_event == index;
      if (wanted && begins && trace_.is_closed(record.txn))
        open_.emplace(trace_.transaction(record.txn).closed_before, record.txn);
      while (!open_.empty() && open_.top().first <= index + 1) {
        give_transaction(open_.top().second);
        open_.pop();
      }
    }
  }

 private:
  [[nodiscard]] session::Event event_at(EventIndex index) const {
    session::Event event = trace_.replay(index);
    event.origin = place(event.origin);
    return event;
  }

  [[nodiscard]] session::Origin place(session::Origin origin) const {
    if (options_.is_capture) std::swap(origin.line, origin.frame);
    return origin;
  }

  void give_event(EventIndex index) {
    session::Event event = event_at(index);
    const auto moved = transitions_.find(index);
    if (moved == transitions_.end()) return sink_.on_event(event);
    const auto& [track, number] = moved->second;
    const StateSpan& span = track->spans[number];
    session::Transition transition{
        track->machine, track->instance, track->spans[number - 1].state, span.state, {}, {}};
    if (span.evidence != no_event) {
      const session::Event evidence = event_at(span.evidence);
      transition.evidence = evidence.origin;
      transition.line = evidence.text;
    }
    event.transition = &transition;
    sink_.on_event(event);
  }

  void give_transaction(session::TransactionId id) {
    const TransactionRecord& record = trace_.transaction(id);
    const session::Event command = event_at(record.command_event);
    session::Transaction out;
    out.id = id;
    out.channel = record.channel;
    out.command = command.text;
    out.command_id = record.command;
    out.form = command.form;
    out.sent = command.time;
    out.origin = command.origin;
    out.outcome = record.outcome;
    out.confidence = record.confidence;
    out.info_lines = record.info_lines;
    out.deferred_pending = record.deferred_pending;
    out.superseded = record.superseded;
    out.late = record.late;
    out.limit = record.limit;
    out.data_sent = record.data_bytes;
    for (const EventIndex index : trace_.events_of(id)) {
      const session::Event event = event_at(index);
      if (event.kind == EventKind::information && out.info.size() < session::Transaction::max_info) {
        out.info.emplace_back(event.text);
      } else if (event.kind == EventKind::deferred) {
        out.deferred.push_back({std::string(event.text), event.ok, event.time, event.origin, event.rule});
      }
    }
    const EventIndex final = record.result_event != no_event ? record.result_event : record.final_answer;
    if (final != no_event) {
      const session::Event result = event_at(final);
      out.result = result.text;
      out.result_origin = result.origin;
      out.result_time = result.time;
      out.result_rule = result.rule;
    }
    sink_.on_transaction(out);
  }

  const Trace& trace_;
  session::EventSink& sink_;
  const ReplayOptions& options_;
  std::vector<StateTrack> tracks_;
  std::unordered_map<EventIndex, std::pair<const StateTrack*, std::size_t>> transitions_;
  using Closing = std::pair<EventIndex, std::uint32_t>;  // when, and which
  std::priority_queue<Closing, std::vector<Closing>, std::greater<>> open_;
};

}  // namespace

void replay(const Trace& trace, session::EventSink& sink, const ReplayOptions& options) {
  Replay(trace, sink, options).run();
}

}  // namespace atscope::trace

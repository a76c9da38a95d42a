// SPDX-License-Identifier: MIT
#include "gui/timeline/links.h"

#include <algorithm>
#include <array>

namespace atscope::gui {
namespace {

using session::EventKind;
using trace::EventIndex;
using trace::StateMove;

constexpr EventIndex reach = 20'000;       // events that are looked at behind a command
constexpr EventIndex transition_lag = 64;  // a transition stands right behind its evidence

std::string named(const StateMove& move) {
  return move.instance.empty() ? move.machine : move.machine + ' ' + move.instance;
}

class Links {
 public:
  explicit Links(const trace::Trace& trace) : trace_(trace) {}

  void of_exchange(session::TransactionId id) {
    const trace::TransactionRecord& txn = trace_.transaction(id);
    const EventIndex first = txn.command_event;
    const bool closed = trace_.is_closed(id);
    const EventIndex last =
        std::min({closed ? txn.last_event : trace_.size() - 1, trace_.size() - 1, first + reach});
    for (EventIndex index = first; index <= last; ++index) {
      const trace::EventRecord& event = trace_.event(index);
      if (event.txn != id || event.inside) continue;
      if (event.kind == EventKind::result) add(LinkKind::answer, first, index);
      if (event.kind == EventKind::deferred) add(LinkKind::deferred, first, index);
    }
    for (const StateMove& move : moves_near(first, last)) {
      if (move.evidence >= trace_.size() || move.evidence < first || !belongs(move.evidence, id)) continue;
      state(move);
      const auto next = trace_.move_beside(move, 1);
      if (!next || next->evidence >= trace_.size() || trace_.event(next->evidence).kind != EventKind::urc)
        continue;
      add_guess(first, next->evidence, "it moved '" + named(move) + "', which this command had moved last");
      state(*next);
    }
    enabled_code(first, closed ? txn.result_event : trace::no_event);
  }

  void of_code(EventIndex event) {
    for (const StateMove& move : moves_near(event, event)) {
      if (move.evidence != event) continue;
      state(move);
      const auto before = trace_.move_beside(move, -1);
      if (!before || before->evidence >= trace_.size()) continue;
      const trace::EventRecord& cause = trace_.event(before->evidence);
      if (cause.txn == 0 || cause.inside) continue;
      add_guess(trace_.transaction(cause.txn).command_event, event,
                "it moved '" + named(move) + "', which this command had moved last");
    }
  }

  void of_transition(EventIndex event) {
    for (const StateMove& move : trace_.moves(event, event)) {
      if (move.evidence >= trace_.size()) continue;
      const trace::EventRecord& evidence = trace_.event(move.evidence);
      if (evidence.txn != 0 && !evidence.inside) return of_exchange(evidence.txn);
      return of_code(move.evidence);
    }
  }

  std::vector<Link> take() {
    std::stable_sort(out_.begin(), out_.end(), [](const Link& a, const Link& b) { return a.to < b.to; });
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::vector<StateMove> moves_near(EventIndex first, EventIndex last) const {
    return trace_.moves(first, last < trace::no_event - transition_lag ? last + transition_lag : last);
  }
  [[nodiscard]] bool belongs(EventIndex event, session::TransactionId id) const {
    return trace_.event(event).txn == id && !trace_.event(event).inside;
  }
  // The first code of the command whose set form was just accepted: it may be what that switched on.
  void enabled_code(EventIndex command, EventIndex result) {
    if (result == trace::no_event || !trace_.event(result).ok) return;
    const trace::EventRecord& sent = trace_.event(command);
    if (sent.form != grammar::Form::set || sent.command == grammar::no_command) return;
    const EventIndex end = std::min(trace_.size(), result + reach);
    for (EventIndex index = result + 1; index < end; ++index) {
      const trace::EventRecord& event = trace_.event(index);
      if (event.channel != sent.channel || event.command != sent.command) continue;
      if (event.kind == EventKind::command) return;
      if (event.kind != EventKind::urc) continue;
      return add_guess(command, index, "the first code of this command after it was set");
    }
  }
  void add(LinkKind kind, EventIndex from, EventIndex to) {
    const trace::EventRecord& target = trace_.event(to);
    push({kind, from, to, target.confidence == session::Confidence::guess,
          std::string(trace_.because(target))});
  }
  void add_guess(EventIndex from, EventIndex to, std::string because) {
    push({LinkKind::urc, from, to, true, std::move(because)});
  }
  void state(const StateMove& move) {
    push({LinkKind::state, move.evidence, move.event, false, named(move) + ": " + std::string(move.to)});
  }
  void push(Link link) {
    const bool known = std::any_of(out_.begin(), out_.end(), [&](const Link& other) {
      return other.kind == link.kind && other.from == link.from && other.to == link.to;
    });
    if (!known) out_.push_back(std::move(link));
  }

  const trace::Trace& trace_;
  std::vector<Link> out_;
};

}  // namespace

std::string_view to_string(LinkKind kind) {
  constexpr std::array<std::string_view, 4> names = {"answer", "deferred", "urc", "state"};
  return names[static_cast<std::size_t>(kind)];
}

std::vector<Link> links_of(const trace::Trace& trace, EventIndex event) {
  Links links(trace);
  if (event >= trace.size()) return {};
  const trace::EventRecord& record = trace.event(event);
  if (record.kind == EventKind::transition) {
    links.of_transition(event);
  } else if (record.txn != 0 && !record.inside && record.txn <= trace.transactions()) {
    links.of_exchange(record.txn);
  } else {
    links.of_code(event);
  }
  return links.take();
}

}  // namespace atscope::gui

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/decoding.h"

#include <algorithm>

namespace atscope::wireshark {

using session::EventKind;

Decoding::Decoding(std::shared_ptr<const grammar::Dialect> dialect, Segments& segments,
                   const capture::SourceInfo& source, const std::optional<std::vector<std::string>>& rules)
    : segments_(segments), trace_(dialect), masker_(*dialect, true) {
  if (rules) {
    lint::Policy policy;
    policy.layers.push_back({{}, *rules, {}, {}});
    policy_ = std::make_unique<lint::PolicyRun>(std::move(policy));
    policy_->begin_log({}, source.channels, true);
    lint::LintOptions options;
    options.policy = policy_.get();
    linter_ = std::make_unique<lint::Linter>(*dialect, source, *this, options);
  }
  machines_ = std::make_unique<machine::MachineRunner>(dialect, static_cast<session::EventSink&>(*this));
  if (linter_) linter_->attach(*machines_);
  session_ = std::make_unique<session::Session>(std::move(dialect), *machines_);
}

Decoding::~Decoding() = default;

void Decoding::feed(SegmentIndex segment) {
  frame_ = segments_[segment].frame;
  session_->feed(segments_.segment(segment));
}

void Decoding::finish(const capture::SourceStats& stats) {
  finishing_ = true;
  session_->finish();
  if (linter_) linter_->finish(stats);
}

std::uint32_t Decoding::frame_of(EventIndex event) const {
  if (event >= places_.size() || places_[event].last == no_segment) return 0;
  return segments_[places_[event].last].frame;
}

void Decoding::show_in(std::uint32_t frame, EventIndex index) {
  if (frames_.size() <= frame) frames_.resize(frame + std::size_t{1});
  FrameEvents& shown = frames_[frame];
  if (shown.first == trace::no_event) {
    shown.first = index;
  } else {
    places_[shown.last].next_in_frame = index;
  }
  shown.last = index;
}

void Decoding::find_place(const session::Event& event, EventIndex index) {
  EventPlace place;
  if (event.kind == EventKind::transition && index > 0) {
    place.first = place.last = places_[index - 1].last;  // with the event that caused it
  } else {
    place.first = place.last = segments_.find(event.origin.offset);
    const bool on_line = place.first != no_segment && event.kind != EventKind::note && event.bytes > 0 &&
                         segments_[place.first].kind == capture::SegmentKind::data;
    if (on_line) {
      const std::size_t size = event.kind == EventKind::data ? event.bytes : event.text.size();
      place.last = segments_.last_of(place.first, event.origin.offset, size, event.line_end);
      for (SegmentIndex each = place.first; each != place.last; each = segments_[each].next_of_stream)
        segments_.at(each).continued_by = index;
    }
  }
  places_.push_back(place);
  if (place.last != no_segment) show_in(segments_[place.last].frame, index);
}

void Decoding::keep_state(const session::Event& event, EventIndex index) {
  const session::Transition& moved = *event.transition;
  const grammar::Machine* machine = dialect().find_machine(moved.machine);
  if (machine == nullptr) return;
  if (states_.size() <= event.channel) states_.resize(event.channel + std::size_t{1});
  std::vector<StateTrack>& tracks = states_[event.channel];
  auto track = std::find_if(tracks.begin(), tracks.end(), [&](const StateTrack& each) {
    return each.machine == moved.machine && each.instance == moved.instance;
  });
  if (track == tracks.end()) track = tracks.insert(track, {machine->name, std::string(moved.instance), {}});
  const auto state = std::find(machine->states.begin(), machine->states.end(), moved.to);
  track->changes.push_back({index, state != machine->states.end() ? std::string_view(*state) : "unknown"});
}

void Decoding::on_event(const session::Event& event) {
  const EventIndex index = trace_.size();
  trace_.on_event(event);
  if (trace_.size() == index) return;  // full
  find_place(event, index);
  switch (event.kind) {
    case EventKind::transition:
      if (event.transition != nullptr) keep_state(event, index);
      break;
    case EventKind::deferred:
      if (event.txn != 0) deferred_[event.txn].push_back(index);
      break;
    case EventKind::urc: {
      const grammar::CommandId command =
          event.rule != grammar::no_rule ? dialect().rule(event.rule).command : grammar::no_command;
      if (command == grammar::no_command) break;
      const auto found = last_set_.find({event.channel, command});
      if (found != last_set_.end()) enabled_by_.emplace(index, found->second);
      break;
    }
    default:
      break;
  }
  if (linter_) linter_->on_event(event);
}

void Decoding::on_transaction(const session::Transaction& transaction) {
  trace_.on_transaction(transaction);
  if (transaction.id != 0 && transaction.id <= trace_.transactions()) {
    // In order of their frames, also when a port is decoded from before the frame that told what it is.
    const std::uint32_t frame = closed_.empty() ? frame_ : std::max(frame_, closed_.back().first);
    closed_.emplace_back(frame, static_cast<std::uint32_t>(transaction.id));
    if (transaction.deferred_limit > 0) deferred_limits_.emplace(transaction.id, transaction.deferred_limit);
    if (!transaction.result.empty() && trace_.transaction(transaction.id).result_event == trace::no_event) {
      const SegmentIndex segment = segments_.find(transaction.result_origin.offset);
      EventIndex each = segment == no_segment ? trace::no_event : segments_[segment].continued_by;
      const bool is_it =
          each != trace::no_event && trace_.event(each).offset == transaction.result_origin.offset;
      if (!is_it && segment != no_segment) each = first_of_frame(segments_[segment].frame);
      while (each != trace::no_event && trace_.event(each).offset != transaction.result_origin.offset)
        each = places_[each].next_in_frame;
      if (each != trace::no_event) answers_.emplace(transaction.id, each);
    }
    const bool sets = transaction.form == grammar::Form::set && transaction.outcome == session::Outcome::ok &&
                      transaction.command_id != grammar::no_command;
    if (sets) {
      last_set_[{transaction.channel, transaction.command_id}] =
          trace_.transaction(transaction.id).command_event;
    }
  }
  if (linter_) linter_->on_transaction(transaction);
}

void Decoding::on_finding(const lint::Finding& finding) {
  const auto index = static_cast<std::uint32_t>(findings_.size());
  findings_.push_back(finding);
  finding_index_.emplace(finding.id, index);
  std::uint32_t frame = frame_of(finding);
  if (frame == 0) frame = frame_;
  frame_findings_[frame].push_back(index);
  if (!finishing_ && frame_ != frame) frame_findings_[frame_].push_back(index);
}

std::span<const EventIndex> Decoding::deferred_of(session::TransactionId id) const {
  const auto found = deferred_.find(id);
  return found == deferred_.end() ? std::span<const EventIndex>() : found->second;
}

grammar::Nanoseconds Decoding::deferred_limit(session::TransactionId id) const {
  const auto found = deferred_limits_.find(id);
  return found == deferred_limits_.end() ? 0 : found->second;
}

EventIndex Decoding::result_of(session::TransactionId id) const {
  const auto found = answers_.find(id);
  return found == answers_.end() ? trace_.transaction(id).result_event : found->second;
}

EventIndex Decoding::enabled_by(EventIndex urc) const {
  const auto found = enabled_by_.find(urc);
  return found == enabled_by_.end() ? trace::no_event : found->second;
}

std::span<const std::pair<std::uint32_t, std::uint32_t>> Decoding::closed_in(std::uint32_t frame) const {
  const auto [first, last] = std::equal_range(closed_.begin(), closed_.end(), std::pair(frame, 0U),
                                              [](const auto& a, const auto& b) { return a.first < b.first; });
  return {first, last};
}

std::span<const StateTrack> Decoding::states_of(session::ChannelId channel) const {
  return channel < states_.size() ? states_[channel] : std::span<const StateTrack>();
}

std::string_view Decoding::state_at(const StateTrack& track, EventIndex event) {
  const auto after =
      std::lower_bound(track.changes.begin(), track.changes.end(), event,
                       [](const StateChange& change, EventIndex wanted) { return change.since < wanted; });
  return after == track.changes.begin() ? std::string_view() : std::prev(after)->state;
}

std::span<const std::uint32_t> Decoding::findings_in(std::uint32_t frame) const {
  const auto found = frame_findings_.find(frame);
  return found == frame_findings_.end() ? std::span<const std::uint32_t>() : found->second;
}

std::uint32_t Decoding::frame_of(const lint::Finding& finding) const {
  if (finding.origin.frame == 0) return 0;
  const SegmentIndex segment = segments_.find(finding.origin.offset);
  if (segment == no_segment) return static_cast<std::uint32_t>(finding.origin.frame);
  const EventIndex event = segments_[segment].continued_by;
  const bool is_about_it = event != no_event && trace_.event(event).offset <= finding.origin.offset;
  return is_about_it ? frame_of(event) : segments_[segment].frame;
}

const lint::Finding* Decoding::finding(lint::FindingId id) const {
  const auto found = finding_index_.find(id);
  return found == finding_index_.end() ? nullptr : &findings_[found->second];
}

}  // namespace atscope::wireshark

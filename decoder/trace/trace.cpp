// SPDX-License-Identifier: MIT
#include "decoder/trace/trace.h"

#include <algorithm>
#include <cstring>

namespace atscope::trace {
namespace {

constexpr std::size_t recent_slots = 1 << 12;  // as many as stay in the cache of a core
constexpr std::size_t longest_repeated = 96;   // longer texts are payload and seldom come twice
constexpr std::size_t length_bytes = sizeof(std::uint32_t);
constexpr std::int64_t largest_disorder = 200'000'000;  // records of two ports may come a little out of order

// Eight bytes at a time.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = text.size() * 0x9E3779B97F4A7C15U;
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t size = std::min(text.size(), sizeof word);
    std::memcpy(&word, text.data(), size);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDU;
    hash ^= hash >> 32;
    text.remove_prefix(size);
  }
  return hash;
}

}  // namespace

Trace::Trace(std::shared_ptr<const grammar::Dialect> dialect)
    : dialect_(std::move(dialect)), recent_(recent_slots) {}

Trace::~Trace() = default;

// A text stands as its length (4 bytes, native order) and its bytes; place 0 is the empty text.
std::uint64_t Trace::keep_text(std::string_view text) {
  if (text.empty()) return 0;
  Recent* recent = nullptr;
  std::size_t in_sight = 0;
  if (text.size() <= longest_repeated) {
    recent = &recent_[hash_of(text) % recent_slots];
    in_sight = std::min(text.size(), recent->begin.size());
    if (recent->size == text.size() && std::memcmp(recent->begin.data(), text.data(), in_sight) == 0 &&
        (in_sight == text.size() ||
         std::memcmp(&texts_[recent->place + in_sight], text.data() + in_sight, text.size() - in_sight) == 0))
      return recent->place;
  }
  const auto length = static_cast<std::uint32_t>(text.size());
  framed_.resize(length_bytes);
  std::memcpy(framed_.data(), &length, length_bytes);
  framed_ += text;
  const std::size_t place = texts_.push_back_together(std::span<const char>(framed_));
  if (place == SpillArray<char>::no_room) return 0;
  if (recent != nullptr) {
    recent->place = place + length_bytes;
    recent->size = length;
    std::memcpy(recent->begin.data(), text.data(), in_sight);
  }
  return place + length_bytes;
}

std::uint16_t Trace::keep_because(std::string_view because) {
  if (because.empty()) return 0;
  // Its storage is static: the same address is the same reason.
  const auto known = reason_numbers_.find(because.data());
  if (known != reason_numbers_.end()) return known->second;
  const std::uint16_t place = reason_count_.load(std::memory_order_relaxed);
  if (place == most_reasons) return 0;
  reasons_[place] = because;
  const auto number = static_cast<std::uint16_t>(place + 1);
  reason_count_.store(number, std::memory_order_release);
  reason_numbers_.emplace(because.data(), number);
  return number;
}

void Trace::on_event(const session::Event& event) {
  if (full_.load(std::memory_order_relaxed)) return;
  const std::size_t index = events_.size();
  if (index >= no_event) {
    full_.store(true, std::memory_order_release);
    return;
  }
  if (event.time.known()) {
    if (clock_.load(std::memory_order_relaxed) == capture::Clock::none) {
      clock_.store(event.time.clock, std::memory_order_release);
      position_ = event.time.ns;
    }
    // A clock that falls back (the device started again) goes on from where it was.
    if (event.time.ns + shift_ < position_ - largest_disorder) shift_ = position_ - event.time.ns;
    position_ = std::max(position_, event.time.ns + shift_);
  }
  const bool own_time = event.time.known() && (event.time.ns != position_ ||
                                               event.time.clock != clock_.load(std::memory_order_relaxed));
  const EventRecord record{
      .position = position_,
      .offset = event.origin.offset,
      .text = keep_text(event.text),
      .line = static_cast<std::uint32_t>(event.origin.line != 0 ? event.origin.line : event.origin.frame),
      .txn = static_cast<std::uint32_t>(event.txn != 0 ? event.txn : event.inside),
      .bytes = event.bytes,
      .rule = event.rule,
      .command = event.command,
      .channel = event.channel,
      .because = keep_because(event.because),
      .kind = event.kind,
      .confidence = event.confidence,
      .sender = event.sender,
      .form = event.form,
      .ok = event.ok,
      .line_end = event.line_end,
      .inside = event.txn == 0 && event.inside != 0,
      .clock_stepped = own_time || (!event.time.known() && clock() != capture::Clock::none)};
  if (record.clock_stepped) {
    const std::lock_guard lock(mutex_);
    stepped_.emplace(static_cast<EventIndex>(index), event.time);
  }

  if (event.kind == session::EventKind::command && event.txn == txns_.size() + 1) {
    TransactionRecord txn;
    txn.begin = txn.end = position_;
    txn.command_event = txn.last_event = static_cast<EventIndex>(index);
    txn.command = event.command;
    txn.channel = event.channel;
    if (!txns_.push_back(txn)) full_.store(true, std::memory_order_release);
  } else if (event.txn != 0 && event.txn <= txns_.size()) {
    TransactionRecord& txn = txns_.writable(event.txn - 1);
    if (txn.closed == 0) {
      txn.last_event = static_cast<EventIndex>(index);
      if (event.kind == session::EventKind::result) txn.result_event = static_cast<EventIndex>(index);
      if (txn.result_event == no_event || event.kind == session::EventKind::result) txn.end = position_;
    }
  }
  if (!events_.push_back(record)) full_.store(true, std::memory_order_release);
  if (event.kind == session::EventKind::transition && event.transition != nullptr) {
    keep_transition(event, static_cast<EventIndex>(index));
  } else {
    last_event_ = static_cast<EventIndex>(index);
  }
}

void Trace::keep_transition(const session::Event& event, EventIndex index) {
  const session::Transition& moved = *event.transition;
  const std::lock_guard lock(mutex_);
  auto track = std::find_if(tracks_.begin(), tracks_.end(), [&](const StateTrack& candidate) {
    return candidate.channel == event.channel && candidate.machine == moved.machine &&
           candidate.instance == moved.instance;
  });
  if (track == tracks_.end()) {
    tracks_.push_back({event.channel, std::string(moved.machine), std::string(moved.instance), {}});
    track = tracks_.end() - 1;
    track->spans.push_back({"unknown", 0, no_event});
  }
  // The name is that of the dialect, which lives as long as the trace.
  std::string_view name = "unknown";
  if (const grammar::Machine* machine = dialect_->find_machine(moved.machine)) {
    const auto state = std::find(machine->states.begin(), machine->states.end(), moved.to);
    if (state != machine->states.end()) name = *state;
  }
  track->spans.push_back({name, index, last_event_});
  state_version_.fetch_add(1, std::memory_order_release);
}

void Trace::on_transaction(const session::Transaction& transaction) {
  if (transaction.id == 0 || transaction.id > txns_.size()) return;
  TransactionRecord& txn = txns_.writable(transaction.id - 1);
  txn.latency_ns = transaction.latency_ns();
  txn.limit = transaction.limit;
  txn.info_lines = static_cast<std::uint32_t>(transaction.info_lines);
  txn.data_bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(transaction.data_sent, 0xFFFFFFFF));
  txn.command = transaction.command_id;
  txn.outcome = transaction.outcome;
  txn.confidence = transaction.confidence;
  txn.superseded = transaction.superseded;
  txn.late = transaction.late;
  txn.deferred_pending = transaction.deferred_pending;
  txn.closed_before = size();
  if (!transaction.result.empty() && txn.result_event == no_event) {
    // Where a command ends with its answer instead of a result code.
    for (EventIndex index = txn.last_event; index > txn.command_event; --index) {
      const EventRecord& record = event(index);
      if (record.txn != transaction.id || record.kind == session::EventKind::transition ||
          record.offset != transaction.result_origin.offset)
        continue;
      txn.final_answer = index;
      break;
    }
  }
  std::atomic_ref(txn.closed).store(1, std::memory_order_release);
}

std::string_view Trace::text(const EventRecord& event) const {
  if (event.text == 0) return {};
  std::uint32_t length = 0;
  std::memcpy(&length, &texts_[event.text - length_bytes], length_bytes);
  return {&texts_[event.text], length};
}

std::string_view Trace::because(const EventRecord& event) const {
  const bool known = event.because != 0 && event.because <= reason_count_.load(std::memory_order_acquire);
  return known ? reasons_[event.because - 1] : std::string_view();
}

session::Timestamp Trace::time(EventIndex index) const {
  const EventRecord& record = event(index);
  if (record.clock_stepped) {
    const std::lock_guard lock(mutex_);
    const auto found = stepped_.find(index);
    if (found != stepped_.end()) return found->second;
  }
  return {record.position, clock()};
}

session::Event Trace::replay(EventIndex index) const {
  const EventRecord& record = event(index);
  session::Event out;
  out.kind = record.kind;
  out.confidence = record.confidence;
  out.sender = record.sender;
  out.channel = record.channel;
  out.form = record.form;
  out.command = record.command;
  out.rule = record.rule;
  out.ok = record.ok;
  out.line_end = record.line_end;
  (record.inside ? out.inside : out.txn) = record.txn;
  out.bytes = record.bytes;
  out.time = time(index);
  out.origin.offset = record.offset;
  out.origin.line = record.line;
  out.text = text(record);
  out.because = because(record);
  return out;
}

bool Trace::is_closed(session::TransactionId id) const {
  // atomic_ref has no form for const objects in C++20.
  auto& closed = const_cast<std::uint8_t&>(txns_[id - 1].closed);
  return std::atomic_ref(closed).load(std::memory_order_acquire) != 0;
}

std::vector<EventIndex> Trace::events_of(session::TransactionId id, bool with_inside) const {
  std::vector<EventIndex> found;
  const TransactionRecord& txn = transaction(id);
  const EventIndex end = is_closed(id) ? txn.last_event + 1 : size();
  for (EventIndex index = txn.command_event; index < end; ++index) {
    const EventRecord& record = event(index);
    if (record.txn == id && (with_inside || !record.inside)) found.push_back(index);
  }
  return found;
}

EventIndex Trace::first_at(std::int64_t position) const {
  EventIndex low = 0, high = size();
  while (low < high) {
    const EventIndex middle = low + (high - low) / 2;
    if (event(middle).position < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<EventIndex> Trace::at_line(std::uint64_t line) const {
  // Lines ascend but for events that waited for a decision while another channel went on.
  std::optional<EventIndex> best;
  EventIndex low = 0, high = size();
  while (low < high) {
    const EventIndex middle = low + (high - low) / 2;
    if (event(middle).line <= line) {
      best = middle;
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (!best) return std::nullopt;
  EventIndex first = *best;
  while (first > 0 && event(first - 1).line == event(*best).line) --first;
  return first;
}

std::vector<StateTrack> Trace::state_tracks() const {
  const std::lock_guard lock(mutex_);
  return tracks_;
}

StateMove Trace::move_of(std::size_t track, std::size_t span) const {
  const StateTrack& of = tracks_[track];
  return {track,
          span,
          of.channel,
          of.machine,
          of.instance,
          of.spans[span - 1].state,
          of.spans[span].state,
          of.spans[span].since,
          of.spans[span].evidence};
}

std::vector<StateMove> Trace::moves(EventIndex first, EventIndex last) const {
  const std::lock_guard lock(mutex_);
  std::vector<StateMove> found;
  for (std::size_t track = 0; track < tracks_.size(); ++track) {
    const std::vector<StateSpan>& spans = tracks_[track].spans;
    auto at = std::lower_bound(spans.begin() + 1, spans.end(), first,
                               [](const StateSpan& span, EventIndex event) { return span.since < event; });
    for (; at != spans.end() && at->since <= last; ++at) {
      found.push_back(move_of(track, static_cast<std::size_t>(at - spans.begin())));
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const StateMove& a, const StateMove& b) { return a.event < b.event; });
  return found;
}

std::optional<StateMove> Trace::move_beside(const StateMove& move, int steps) const {
  const std::lock_guard lock(mutex_);
  const auto span = static_cast<std::int64_t>(move.span) + steps;
  if (span < 1 || span >= static_cast<std::int64_t>(tracks_[move.track].spans.size())) return std::nullopt;
  return move_of(move.track, static_cast<std::size_t>(span));
}

}  // namespace atscope::trace

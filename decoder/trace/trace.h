// SPDX-License-Identifier: MIT
// Everything the decoder said of one source, kept for random access: the window scrolls in it, and asks
// what stands at a place.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decoder/session/event.h"
#include "decoder/trace/spill_array.h"

namespace atscope::trace {

using EventIndex = std::uint32_t;  ///< in the order in which the decoder gave the events out
inline constexpr EventIndex no_event = 0xFFFFFFFF;

/// An event as it is kept. Ten million of them take 480 MB of a temporary file and little memory.
struct EventRecord {
  std::int64_t position =
      0;  ///< on one time axis in ns: never less than that of the event before; see Trace::time()
  std::uint64_t offset = 0;  ///< Origin::offset
  std::uint64_t text = 0;    ///< where the text stands
  std::uint32_t line = 0;    ///< Origin::line, or Origin::frame of a capture
  std::uint32_t txn = 0;     ///< of the transaction it belongs to or (a URC) came in the middle of; 0: none
  std::uint32_t bytes = 0;   ///< on the line, with line ends
  std::uint16_t rule = grammar::no_rule;
  std::uint16_t command = grammar::no_command;
  std::uint16_t channel = 0;
  std::uint16_t because = 0;
  session::EventKind kind : 4 = session::EventKind::unparsed;
  session::Confidence confidence : 2 = session::Confidence::certain;
  session::Sender sender : 2 = session::Sender::unknown;
  grammar::Form form : 2 = grammar::Form::exec;
  bool ok : 1 = true;
  bool line_end : 1 = true;
  bool inside : 1 = false;         ///< `txn` is the transaction it came in the middle of
  bool clock_stepped : 1 = false;  ///< its own time is before `position`
};
static_assert(sizeof(EventRecord) == 48, "the size of the index follows from it");

/// A transaction as it is kept; see session::Transaction for the meaning of the fields.
struct TransactionRecord {
  std::int64_t begin = 0;  ///< position of the command
  std::int64_t end = 0;    ///< position of the final result; of the last event while there is none
  std::int64_t latency_ns = -1;
  grammar::Nanoseconds limit = 0;
  EventIndex command_event = no_event;
  EventIndex result_event = no_event;
  EventIndex last_event = no_event;
  EventIndex final_answer = no_event;   ///< the information response that ended it instead of a result code
  EventIndex closed_before = no_event;  ///< size() when it was closed
  std::uint32_t info_lines = 0;
  std::uint32_t data_bytes = 0;
  std::uint16_t command = grammar::no_command;
  std::uint16_t channel = 0;
  session::Outcome outcome = session::Outcome::open;
  session::Confidence confidence = session::Confidence::certain;
  bool superseded = false, late = false, deferred_pending = false;
  std::uint8_t closed = 0;  ///< read through Trace::is_closed()
};

/// A state that a machine was in, from one transition to the next.
struct StateSpan {
  std::string_view state;          ///< "unknown" at the start; valid as long as the dialect
  EventIndex since = 0;            ///< the transition event; 0 for the start
  EventIndex evidence = no_event;  ///< the event that caused it
};

/// One machine of one channel, with all states it was in.
struct StateTrack {
  session::ChannelId channel = 0;
  std::string machine;
  std::string instance;  ///< empty for a single machine
  std::vector<StateSpan> spans;
};

/// One move of one machine, out of the tracks.
struct StateMove {
  std::size_t track = 0, span = 0;  ///< where it stands in state_tracks()
  session::ChannelId channel = 0;
  std::string machine, instance;
  std::string_view from, to;
  EventIndex event = no_event;     ///< the transition
  EventIndex evidence = no_event;  ///< what caused it
};

/// Keeps what it is given. One thread feeds it (it is a sink), others read at the same time: an event is
/// readable once size() counts it.
class Trace final : public session::EventSink {
 public:
  explicit Trace(std::shared_ptr<const grammar::Dialect> dialect);
  ~Trace() override;

  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;

  [[nodiscard]] const grammar::Dialect& dialect() const { return *dialect_; }

  [[nodiscard]] EventIndex size() const { return static_cast<EventIndex>(events_.size()); }
  [[nodiscard]] const EventRecord& event(EventIndex index) const { return events_[index]; }
  /// Valid as long as the trace.
  [[nodiscard]] std::string_view text(const EventRecord& event) const;
  [[nodiscard]] std::string_view because(const EventRecord& event) const;
  /// The event's own time and the clock that it counts by.
  [[nodiscard]] session::Timestamp time(EventIndex index) const;
  /// As the decoder gave it out, without `transition`. Views are valid as long as the trace.
  [[nodiscard]] session::Event replay(EventIndex index) const;

  /// Transactions in order of their command lines; `id` is 1-based and at most transactions().
  [[nodiscard]] std::uint32_t transactions() const { return static_cast<std::uint32_t>(txns_.size()); }
  [[nodiscard]] const TransactionRecord& transaction(session::TransactionId id) const {
    return txns_[id - 1];
  }
  /// Nothing about the transaction changes any more; before that only its begin and command are safe to read.
  [[nodiscard]] bool is_closed(session::TransactionId id) const;
  /// Its events, in order: command, echo, answers, result, deferred results; with the URCs inside if asked
  /// for.
  [[nodiscard]] std::vector<EventIndex> events_of(session::TransactionId id, bool with_inside = false) const;

  /// First event whose position is at or after `position`; size() when there is none.
  [[nodiscard]] EventIndex first_at(std::int64_t position) const;
  /// The event that holds line (or frame) `line` of the file: the last one that begins at or before it.
  [[nodiscard]] std::optional<EventIndex> at_line(std::uint64_t line) const;

  /// A copy of the states so far; few, as machines move seldom beside what is said.
  [[nodiscard]] std::vector<StateTrack> state_tracks() const;
  /// Moves whose transition is one of the events [first, last], in order of the events.
  [[nodiscard]] std::vector<StateMove> moves(EventIndex first, EventIndex last) const;
  /// The move `steps` before (< 0) or after `move` on the same track.
  [[nodiscard]] std::optional<StateMove> move_beside(const StateMove& move, int steps) const;
  /// Counts up when state_tracks() would give something new.
  [[nodiscard]] std::uint64_t state_version() const { return state_version_.load(std::memory_order_acquire); }

  /// Clock of the first event that has one.
  [[nodiscard]] capture::Clock clock() const { return clock_.load(std::memory_order_acquire); }
  /// True once disk and memory were full: from there on nothing was kept.
  [[nodiscard]] bool is_full() const { return full_.load(std::memory_order_acquire); }
  /// Gives back the memory of what was looked at; any thread, at any time.
  void give_back() { file_.give_back(); }

 private:
  std::uint64_t keep_text(std::string_view text);
  std::uint16_t keep_because(std::string_view because);
  [[nodiscard]] StateMove move_of(std::size_t track, std::size_t span) const;  // mutex_ is held
  void keep_transition(const session::Event& event, EventIndex index);

  std::shared_ptr<const grammar::Dialect> dialect_;
  SpillFile file_;
  SpillArray<EventRecord> events_{file_};
  SpillArray<TransactionRecord> txns_{file_};
  SpillArray<char> texts_{file_};
  std::atomic<capture::Clock> clock_{capture::Clock::none};
  std::atomic<bool> full_{false};
  std::int64_t position_ = 0, shift_ = 0;  // position = time + shift
  std::string framed_;
  EventIndex last_event_ = no_event;

  // Texts repeat ("OK"): the last one of each hash, and its beginning in the same line of the cache.
  struct alignas(64) Recent {
    std::uint64_t place = 0;
    std::uint32_t size = 0;
    std::array<char, 52> begin{};
  };
  static_assert(sizeof(Recent) == 64);
  std::vector<Recent> recent_;

  // Reasons are few, and read for every event that a filter looks at: written once, then counted.
  static constexpr std::size_t most_reasons = 1024;
  std::array<std::string_view, most_reasons> reasons_{};
  std::atomic<std::uint16_t> reason_count_{0};
  std::unordered_map<const void*, std::uint16_t> reason_numbers_;  // of the feeding thread

  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<EventIndex, session::Timestamp> stepped_;
  std::vector<StateTrack> tracks_;
  std::atomic<std::uint64_t> state_version_{0};
};

}  // namespace atscope::trace

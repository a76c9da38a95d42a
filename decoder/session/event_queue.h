// SPDX-License-Identifier: MIT
// Keeps events in file order while the meaning of an earlier one is still open.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decoder/session/event.h"

namespace atscope::session {

/// What is decided goes straight to the sink as long as nothing before it waits. Memory is bounded: past
/// the limits below the oldest open decisions stand as they are.
class EventQueue {
 public:
  using Ticket = std::uint64_t;  ///< names a held event; 0: none
  static constexpr std::size_t max_events = 4096;
  static constexpr std::size_t max_bytes = 1 << 20;

  explicit EventQueue(EventSink& sink) : sink_(sink) {}

  void event(const Event& event);
  void transaction(const Transaction& transaction);
  /// Holds an event, and all that comes after it, until settle().
  [[nodiscard]] Ticket hold(const Event& event);
  /// The held event, to change its meaning; null when it was given out because of the limits.
  [[nodiscard]] Event* held(Ticket ticket);
  void settle(Ticket ticket);
  void settle_all();
  /// Nothing waits: what comes goes straight to the sink.
  [[nodiscard]] bool empty() const { return begin_ == end_; }

 private:
  struct Entry {
    Event event;
    std::string text;
    std::unique_ptr<Transaction> transaction;  // instead of the event
    bool settled = true;
  };

  Entry& push();
  [[nodiscard]] Entry* find(Ticket ticket);
  void give_out();

  EventSink& sink_;
  // The entries from begin_ to end_ wait; those before and behind are kept for their memory.
  std::vector<Entry> entries_;
  std::size_t begin_ = 0, end_ = 0;
  Ticket first_ = 1;  // ticket of entries_[0]
  std::size_t bytes_ = 0;
};

}  // namespace atscope::session

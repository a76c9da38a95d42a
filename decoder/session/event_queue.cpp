// SPDX-License-Identifier: MIT
#include "decoder/session/event_queue.h"

#include <algorithm>

namespace atscope::session {

EventQueue::Entry& EventQueue::push() {
  if (end_ - begin_ >= max_events || bytes_ >= max_bytes) settle_all();
  if (begin_ >= max_events) {  // one decision or another is always open: move up what waits
    std::move(entries_.begin() + static_cast<std::ptrdiff_t>(begin_),
              entries_.begin() + static_cast<std::ptrdiff_t>(end_), entries_.begin());
    first_ += begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == entries_.size()) entries_.emplace_back();
  Entry& entry = entries_[end_++];
  entry.transaction.reset();
  entry.text.clear();
  entry.settled = true;
  return entry;
}

EventQueue::Entry* EventQueue::find(Ticket ticket) {
  if (ticket < first_ + begin_ || ticket >= first_ + end_) return nullptr;
  return &entries_[ticket - first_];
}

void EventQueue::event(const Event& event) {
  if (empty()) {
    sink_.on_event(event);
    return;
  }
  Entry& entry = push();
  entry.event = event;
  entry.text.assign(event.text);
  bytes_ += entry.text.size();
  give_out();
}

void EventQueue::transaction(const Transaction& transaction) {
  if (empty()) {
    sink_.on_transaction(transaction);
    return;
  }
  Entry& entry = push();
  entry.transaction = std::make_unique<Transaction>(transaction);
  give_out();
}

EventQueue::Ticket EventQueue::hold(const Event& event) {
  Entry& entry = push();
  entry.event = event;
  entry.text.assign(event.text);
  entry.settled = false;
  bytes_ += entry.text.size();
  return first_ + end_ - 1;
}

Event* EventQueue::held(Ticket ticket) {
  Entry* entry = find(ticket);
  if (entry == nullptr) return nullptr;
  entry->event.text = entry->text;
  return &entry->event;
}

void EventQueue::settle(Ticket ticket) {
  if (Entry* entry = find(ticket)) {
    entry->settled = true;
    give_out();
  }
}

void EventQueue::settle_all() {
  for (std::size_t index = begin_; index < end_; ++index) entries_[index].settled = true;
  give_out();
}

void EventQueue::give_out() {
  while (!empty() && entries_[begin_].settled) {
    Entry& entry = entries_[begin_++];
    if (entry.transaction) {
      sink_.on_transaction(*entry.transaction);
    } else {
      bytes_ -= entry.text.size();
      entry.event.text = entry.text;
      sink_.on_event(entry.event);
    }
  }
  if (empty()) {
    first_ += end_;
    begin_ = end_ = 0;
  }
}

}  // namespace atscope::session

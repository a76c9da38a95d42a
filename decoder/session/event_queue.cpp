// SPDX-License-Identifier: MIT
#include "decoder/session/event_queue.h"

namespace atscope::session {

EventQueue::Entry& EventQueue::push() {
  if (entries_.size() >= max_events || bytes_ >= max_bytes) settle_all();
  return entries_.emplace_back();
}

void EventQueue::event(const Event& event) {
  if (entries_.empty()) {
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
  if (entries_.empty()) {
    sink_.on_transaction(transaction);
    return;
  }
  Entry& entry = push();
  entry.is_transaction = true;
  entry.transaction = transaction;
  bytes_ += transaction.command.size();
  give_out();
}

EventQueue::Ticket EventQueue::hold(const Event& event) {
  Entry& entry = push();
  entry.event = event;
  entry.text.assign(event.text);
  entry.settled = false;
  bytes_ += entry.text.size();
  return first_ + entries_.size() - 1;
}

Event* EventQueue::held(Ticket ticket) {
  if (ticket < first_ || ticket >= first_ + entries_.size()) return nullptr;
  Entry& entry = entries_[ticket - first_];
  entry.event.text = entry.text;
  return &entry.event;
}

void EventQueue::settle(Ticket ticket) {
  if (ticket < first_ || ticket >= first_ + entries_.size()) return;
  entries_[ticket - first_].settled = true;
  give_out();
}

void EventQueue::settle_all() {
  for (Entry& entry : entries_) entry.settled = true;
  give_out();
}

void EventQueue::give_out() {
  while (!entries_.empty() && entries_.front().settled) {
    Entry& entry = entries_.front();
    if (entry.is_transaction) {
      bytes_ -= entry.transaction.command.size();
      sink_.on_transaction(entry.transaction);
    } else {
      bytes_ -= entry.text.size();
      entry.event.text = entry.text;
      sink_.on_event(entry.event);
    }
    entries_.pop_front();
    ++first_;
  }
}

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
#include "gui/timeline/lane_set.h"

#include <algorithm>

namespace atscope::gui {
namespace {

using session::EventKind;
using session::Outcome;
using trace::EventIndex;

Verdict verdict_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return Verdict::ok;
    case Outcome::error:
      return Verdict::error;
    case Outcome::no_answer:
      return Verdict::no_answer;
    case Outcome::no_final:
      return Verdict::no_final;
    case Outcome::aborted:
      return Verdict::aborted;
    case Outcome::open:
      break;
  }
  return Verdict::open;
}

Ratio ratio_of(std::int64_t latency, std::int64_t limit) {
  if (latency < 0 || limit <= 0) return no_ratio;
  const double ratio = 1000.0 * static_cast<double>(latency) / static_cast<double>(limit);
  return static_cast<Ratio>(std::min(ratio, static_cast<double>(greatest_ratio)));
}

}  // namespace

LaneSet::Channel& LaneSet::channel(std::uint16_t id) {
  if (id >= channels_.size()) {
    const std::lock_guard lock(mutex_);
    channels_.resize(id + std::size_t{1});
  }
  return channels_[id];
}

Lane& LaneSet::lane(LaneKind kind, std::uint16_t channel_id) {
  Lane*& known = channel(channel_id).lanes[static_cast<std::size_t>(kind)];
  if (known == nullptr) known = &make(kind, channel_id, {}, {});
  return *known;
}

Lane& LaneSet::state_lane(std::uint16_t channel, const std::string& machine, const std::string& instance) {
  return make(LaneKind::state, channel, machine, instance);
}

Lane& LaneSet::make(LaneKind kind, std::uint16_t channel, const std::string& machine,
                    const std::string& instance) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Lane>& place = lanes_[Key{kind, channel, machine, instance}];
  if (!place) {
    std::string title(to_string(kind));
    if (kind == LaneKind::state) title = instance.empty() ? machine : machine + ' ' + instance;
    place = std::make_unique<Lane>(file_, kind, channel, std::move(title));
    if (const grammar::Machine* declared = trace_.dialect().find_machine(machine)) {
      place->state_names = declared->states;
    }
  }
  return *place;
}

void LaneSet::on_event(const session::Event& event) {
  const EventIndex index = trace_.size() - 1;
  silence(index);
  switch (event.kind) {
    case EventKind::command:
      return began(event, index);
    case EventKind::result:
      return ended(event, index);
    case EventKind::urc:
      return mark(LaneKind::urcs, event, index, Verdict::urc);
    case EventKind::deferred:
      return mark(LaneKind::urcs, event, index, event.ok ? Verdict::deferred : Verdict::error);
    case EventKind::prompt:
      return mark(LaneKind::data, event, index, Verdict::prompt);
    case EventKind::data:
      return mark(LaneKind::data, event, index, Verdict::data);
    case EventKind::unparsed:
      return mark(LaneKind::other, event, index, Verdict::unparsed);
    case EventKind::note:
      return mark(LaneKind::other, event, index, Verdict::note);
    case EventKind::transition:
      return moved(event, index);
    case EventKind::echo:
    case EventKind::information:
    case EventKind::intermediate:
      return;
  }
}

void LaneSet::silence(EventIndex index) {
  const std::int64_t now = trace_.event(index).position;
  if (index > 0 && now - last_position_ >= least_silence) {
    LaneItem gap;
    gap.begin = last_position_;
    gap.end = now;
    gap.first = gap.last = gap.id = index;
    lane(LaneKind::gaps, 0).add(gap);
  }
  last_position_ = now;
}

void LaneSet::mark(LaneKind kind, const session::Event& event, EventIndex index, Verdict verdict) {
  LaneItem item;
  item.begin = item.end = last_position_;
  item.first = item.last = index;
  item.id = index;
  item.verdict = verdict;
  lane(kind, event.channel).add(item);
}

void LaneSet::moved(const session::Event& event, EventIndex index) {
  if (event.transition == nullptr) return;
  const session::Transition& moved = *event.transition;
  Lane& track = state_lane(event.channel, std::string(moved.machine), std::string(moved.instance));
  const std::int64_t now = trace_.event(index).position;
  const auto name = std::find(track.state_names.begin(), track.state_names.end(), moved.to);
  const bool known = name != track.state_names.end();

  const std::lock_guard lock(mutex_);
  const auto [place, first] = states_.try_emplace(&track);
  LaneItem& open = place->second;
  if (first) {
    open.begin = trace_.event(0).position;
    open.verdict = Verdict::unknown;
    open.id = trace::no_event;
  }
  open.end = now;
  open.last = index;
  track.add(open);
  open.begin = open.end = now;
  open.first = open.last = index;
  open.id = index;
  open.code = static_cast<std::uint8_t>(known ? name - track.state_names.begin() : 0xFF);
  open.verdict = known ? Verdict::state : Verdict::unknown;
}

// The lane is in order of the begins: an exchange enters it when all before it on its channel have ended.
void LaneSet::release(Channel& channel) {
  Lane& exchanges = *channel.lanes[static_cast<std::size_t>(LaneKind::exchanges)];
  auto first = channel.open.begin();
  for (; first != channel.open.end() && first->done; ++first) exchanges.add(first->item);
  channel.open.erase(channel.open.begin(), first);
}

void LaneSet::began(const session::Event& event, EventIndex index) {
  static_cast<void>(lane(LaneKind::exchanges, event.channel));
  Pending next;
  next.id = event.txn;
  next.item.begin = next.item.end = last_position_;
  next.item.first = next.item.last = index;
  next.item.id = static_cast<std::uint32_t>(event.txn);
  next.item.verdict = Verdict::open;
  Channel& its = channel(event.channel);
  const std::lock_guard lock(mutex_);
  // What has its result waits for a deferred one at most: that is no part of its bar.
  for (Pending& before : its.open) before.done = before.done || before.has_result;
  release(its);
  its.open.push_back(next);
}

void LaneSet::ended(const session::Event& event, EventIndex index) {
  if (event.txn == 0) return mark(LaneKind::other, event, index, Verdict::guess);
  Channel& its = channel(event.channel);
  const std::lock_guard lock(mutex_);
  for (Pending& exchange : its.open) {
    if (exchange.id != event.txn) continue;
    exchange.item.end = last_position_;
    exchange.item.last = index;
    exchange.item.verdict = event.ok ? Verdict::ok : Verdict::error;
    exchange.has_result = true;
    return;
  }
}

void LaneSet::on_transaction(const session::Transaction& transaction) {
  if (transaction.id == 0 || transaction.id > trace_.transactions()) return;
  Channel& its = channel(transaction.channel);
  const std::lock_guard lock(mutex_);
  const auto exchange = std::find_if(its.open.begin(), its.open.end(),
                                     [&](const Pending& open) { return open.id == transaction.id; });
  if (exchange == its.open.end()) return;
  const trace::TransactionRecord& record = trace_.transaction(transaction.id);
  const EventIndex last = record.result_event != trace::no_event ? record.result_event : record.last_event;
  exchange->item.end = std::max(exchange->item.begin, trace_.event(last).position);
  exchange->item.last = last;
  exchange->item.verdict = verdict_of(transaction.outcome);
  exchange->item.ratio = ratio_of(transaction.latency_ns(), transaction.limit);
  exchange->done = true;
  release(its);
}

std::vector<const Lane*> LaneSet::lanes() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Lane*> out;
  for (const auto& [key, lane] : lanes_) out.push_back(lane.get());
  return out;
}

std::vector<OpenItem> LaneSet::open_items() const {
  const std::lock_guard lock(mutex_);
  std::vector<OpenItem> out;
  for (const auto& [lane, item] : states_) out.push_back({lane, item});
  for (const Channel& channel : channels_) {
    // The lane is known, and may be read here, once something has begun in it.
    for (const Pending& exchange : channel.open) {
      if (exchange.done) continue;
      out.push_back({channel.lanes[static_cast<std::size_t>(LaneKind::exchanges)], exchange.item});
    }
  }
  return out;
}

}  // namespace atscope::gui

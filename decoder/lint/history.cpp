// SPDX-License-Identifier: MIT
#include "decoder/lint/history.h"

#include <algorithm>

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;

void assign(std::string& target, std::string_view text) {
  target.assign(text.substr(0, ChannelHistory::max_text));
}

}  // namespace

// ------------------------------------------------------------------------------------------ one channel

const Asked* ChannelHistory::asked(session::TransactionId txn) const {
  for (std::size_t index = open_count_; index-- > 0;) {
    if (open_[index].txn == txn) return &open_[index];
  }
  return nullptr;
}

Asked* ChannelHistory::find(session::TransactionId txn) {
  return const_cast<Asked*>(asked(txn));
}

Asked& ChannelHistory::open(session::TransactionId txn) {
  if (open_count_ == max_open) close(open_.front().txn);
  if (open_count_ == open_.size()) open_.emplace_back();
  Asked& entry = open_[open_count_++];
  entry.txn = txn;
  entry.has_result = entry.is_superseded = false;
  entry.next_txn = 0;
  return entry;
}

void ChannelHistory::close(session::TransactionId txn) {
  for (std::size_t index = 0; index < open_count_; ++index) {
    if (open_[index].txn != txn) continue;
    const auto first = open_.begin() + static_cast<std::ptrdiff_t>(index);
    std::rotate(first, first + 1, open_.begin() + static_cast<std::ptrdiff_t>(open_count_));
    --open_count_;
    return;
  }
}

const Entered* ChannelHistory::entered(std::string_view machine, std::string_view instance) const {
  for (const Entered& entry : machines_) {
    if (entry.machine == machine && entry.instance == instance) return &entry;
  }
  return nullptr;
}

// ----------------------------------------------------------------------------------------- all channels

History::History(const grammar::Dialect& dialect) : dialect_(dialect), empty_(dialect) {
  follow_settings();
}

// A command is followed when it changes a setting that decides where a command is allowed (or that decides
// which form of such a command is meant), or the way in which errors are told.
void History::follow_settings() {
  std::vector<bool> wanted(dialect_.settings().size());
  const auto want = [&](const grammar::Condition& condition) {
    for (const grammar::Comparison& term : condition.all) wanted[term.setting] = true;
  };
  for (const char* name : {grammar::well_known::cmee, grammar::well_known::echo}) {
    if (const auto setting = dialect_.find_setting(name)) wanted[*setting] = true;
  }
  for (const grammar::Command& command : dialect_.commands()) {
    for (const grammar::AllowedRule& allowed : command.allowed) {
      want(allowed.when);
      if (allowed.instance) wanted[*allowed.instance] = true;
    }
    for (const grammar::NeedRule& need : command.needs) want(need.when);
    for (const grammar::ExposeRule& exposes : command.exposes) want(exposes.when);
    if (command.sleeps) want(command.sleeps->when);
  }
  sets_.assign(dialect_.commands().size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t id = 0; id < dialect_.commands().size(); ++id) {
      const grammar::Command& command = dialect_.commands()[id];
      const bool sets = std::any_of(command.settings.begin(), command.settings.end(),
                                    [&](const grammar::SettingRule& rule) { return wanted[rule.setting]; });
      if (!sets || sets_[id]) continue;
      sets_[id] = changed = true;
      for (const grammar::FormRule& form : command.forms) want(form.when);
    }
  }
}

const ChannelHistory& History::channel(session::ChannelId id) const {
  return id < channels_.size() && channels_[id] ? *channels_[id] : empty_;
}

ChannelHistory& History::at(session::ChannelId id) {
  if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
  if (!channels_[id]) channels_[id] = std::make_unique<ChannelHistory>(dialect_);
  return *channels_[id];
}

void History::see(const Event& event) {
  ChannelHistory& channel = at(event.channel);
  if (event.kind == EventKind::transition) {
    see_transition(channel, event);
    return;
  }
  if (session::is_traffic(event)) ++traffic_;
  if (event.time.known()) last_time_ = channel.last_time_ = event.time;
  switch (event.kind) {
    case EventKind::command:
      see_command(channel, event);
      break;
    case EventKind::result:
      if (Asked* asked = channel.find(event.txn)) {
        asked->has_result = true;
        if (channel.results_[0].txn != event.txn) channel.results_[1] = channel.results_[0];
        channel.results_[0] = {event.txn, event.time};
        if (event.ok) see_success(channel, event);
      }
      break;
    case EventKind::information:
      see_answer(channel, event);
      break;
    case EventKind::urc:
      if (event.rule != grammar::no_rule && dialect_.rule(event.rule).boot) {
        channel.before_boot_ = channel.settings_.values();
        channel.settings_.restarted();
        channel.boot_time_ = event.time;
        channel.boot_after_ = channel.newest_;
      }
      break;
    case EventKind::data:
      if (event.sender == session::Sender::dte) {
        channel.payload_txn_ = event.txn;
        channel.payload_time_ = event.time;
      }
      break;
    case EventKind::note:
      if (event.because == "bytes are missing here") {
        channel.gap_after_ = channel.newest_;
        channel.paired_ = false;
      }
      break;
    default:
      break;
  }
}

void History::see_command(ChannelHistory& channel, const Event& event) {
  for (std::size_t index = 0; index < channel.open_count_; ++index) {
    Asked& before = channel.open_[index];
    if (before.has_result || before.is_superseded) continue;
    before.is_superseded = true;
    before.next_txn = event.txn;
    before.next.origin = event.origin;
    before.next.time = event.time;
    before.next.sender = event.sender;
    assign(before.next.text, event.text);
  }
  Asked& asked = channel.open(event.txn);
  asked.command = event.command;
  asked.sender = event.sender;
  asked.alone = event.commands == 1;
  asked.cr_only = event.cr_only;
  asked.lf_only = event.lf_only;
  channel.shows_cr_ |= event.line_end && !event.lf_only;
  asked.origin = event.origin;
  asked.time = event.time;
  assign(asked.text, event.text);
  channel.newest_ = event.txn;
}

// Settings change at the result. A line of one command is looked up by its name alone; lines of several are
// rare enough to be walked.
void History::see_success(ChannelHistory& channel, const Event& event) {
  const Asked& asked = *channel.find(event.txn);
  const bool one_command = asked.alone && asked.command != grammar::no_command;
  if (one_command ? !sets_[asked.command] : asked.text.size() <= 2) return;
  channel.settings_.command_succeeded(asked.text);
}

void History::see_answer(ChannelHistory& channel, const Event& event) {
  if (event.rule == grammar::no_rule) return;
  const grammar::CommandId command = dialect_.rule(event.rule).command;
  if (command != grammar::no_command && sets_[command]) channel.settings_.answer(event.rule, event.text);
}

void History::see_transition(ChannelHistory& channel, const Event& event) {
  if (event.transition == nullptr) return;
  const session::Transition& move = *event.transition;
  auto entry = std::find_if(channel.machines_.begin(), channel.machines_.end(), [&](const Entered& known) {
    return known.machine == move.machine && known.instance == move.instance;
  });
  if (entry == channel.machines_.end()) {
    if (channel.machines_.size() == ChannelHistory::max_machines)
      channel.machines_.erase(channel.machines_.begin());
    entry = channel.machines_.emplace(channel.machines_.end());
    entry->machine = move.machine;
    entry->instance = move.instance;
  }
  entry->txn = event.txn;
  entry->by_failure = event.because == "the command failed";
  entry->line.origin = move.evidence;
  entry->line.time = event.time;
  entry->line.sender = event.sender;
  assign(entry->line.text, move.line);
}

void History::close(const session::Transaction& transaction, bool clean) {
  ++transactions_;
  ChannelHistory& channel = at(transaction.channel);
  channel.close(transaction.id);
  if (clean) ++channel.clean_;
  if (transaction.outcome == session::Outcome::ok || transaction.outcome == session::Outcome::error)
    channel.paired_ = true;
}

}  // namespace atscope::lint

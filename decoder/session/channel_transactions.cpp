// SPDX-License-Identifier: MIT
// Commands and their results: who is open, whose result this is, what a success changes.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

using grammar::LineRole;

bool over(const Timestamp& since, const Timestamp& now, grammar::Nanoseconds limit) {
  return limit > 0 && since.known() && since.clock == now.clock && now.ns - since.ns > limit;
}

bool means_data_state(std::string_view result) {
  constexpr std::string_view word = "CONNECT";
  if (!result.starts_with(word)) return false;
  result.remove_prefix(word.size());
  while (!result.empty() && result.front() == ' ') result.remove_prefix(1);
  return result.empty() || (result.front() >= '0' && result.front() <= '9');  // CONNECT 115200
}

bool begins_data_state(const grammar::DataPhase& phase, std::string_view result) {
  return phase.announce == "OK" ? result == "OK" : means_data_state(result);
}

}  // namespace

void Channel::on_command(const Unit& unit, std::string_view text, Sender sender) {
  if (payload_.remaining > 0) recover_short_payload();
  settle_held_results();
  settle_message_result();
  message_ = {};
  payload_echo_.clear();
  payload_echo_position_ = 0;
  second_result_for_ = 0;
  last_answered_ = nullptr;

  const bool quiet = vocabulary_.quiet() && settings()[*vocabulary_.quiet()].value == 1 &&
                     settings()[*vocabulary_.quiet()].knowledge == grammar::Knowledge::known;
  for (std::size_t index = 0; index < table_.open.size();) {
    OpenTransaction& open = *table_.open[index];
    settle_held_answer(open, true, Confidence::likely, "the last line of its tag before the next command");
    const bool silences = makes_quiet(open);
    if (silences) take_effect(open);
    const bool by_grammar = quiet || silences || (open.main_form() != nullptr && open.main_form()->no_final);
    if (by_grammar) {
      close_unanswered(open, Outcome::no_final);
    } else {
      open.record.superseded = true;
      ++index;
    }
  }
  if (table_.open.size() >= TransactionTable::max_open)
    close_unanswered(*table_.open.front(), Outcome::no_answer);
  age_waiting(unit);

  CommandLine line{text};
  if (!line.repeat()) {
    // "AT + CSQ": blanks between prefix, tag and name would hide the name.
    CommandItem first;
    const bool spaced =
        text.find(' ') != std::string_view::npos && !line.next(first) && !trimmed(line.rest()).empty();
    if (spaced) {
      last_command_ = without_blanks(text);
    } else {
      last_command_.assign(text);
    }
  }
  OpenTransaction& transaction = open_transaction(last_command_);
  Transaction& record = transaction.record;
  record.channel = id_;
  record.sent = unit.time;
  record.origin = unit.origin;

  Event event = event_for(EventKind::command, unit, sender);
  event.text = text;
  event.txn = record.id;
  event.commands = record.commands;
  if (transaction.command_count > 0) {
    event.command = transaction.commands[0].command;
    event.form = transaction.commands[0].form;
  }
  event.confidence = sender == Sender::dte ? Confidence::certain : Confidence::likely;
  event.because =
      sender == Sender::dte ? "sent by the host" : "a whole command line in a log without direction";
  queue_.event(event);

  const grammar::FormRule* form = transaction.main_form();
  if (form != nullptr && form->data && form->data->start == grammar::DataPhase::Start::immediately) {
    begin_data(transaction, *form->data, {}, unit.time);
  }
}

// ATQ1 is obeyed by saying nothing.
bool Channel::makes_quiet(const OpenTransaction& transaction) const {
  if (!vocabulary_.quiet() || transaction.answered) return false;
  const auto commands = transaction.open_commands();
  return std::any_of(commands.begin(), commands.end(), [&](const OpenCommand& command) {
    if (command.command == grammar::no_command || transaction.arguments(command) != "1") return false;
    const auto& settings = dialect().command(command.command).settings;
    return std::any_of(settings.begin(), settings.end(), [&](const grammar::SettingRule& rule) {
      return rule.setting == *vocabulary_.quiet();
    });
  });
}

// Whose result this is, when several commands are open: the last one echoed, the one whose answer came last,
// the only one that may end without an answer; else nobody knows yet.
OpenTransaction* Channel::owner_of_result(const Unit& unit, grammar::RuleId rule, bool& ambiguous) {
  ambiguous = false;
  if (table_.open.empty()) return nullptr;
  if (table_.open.size() == 1) return table_.newest();
  if (last_answered_ != nullptr) return last_answered_;
  for (auto entry = table_.open.rbegin(); entry != table_.open.rend(); ++entry) {
    if ((*entry)->echo_complete) return entry->get();
  }
  const bool success = dialect().rule(rule).role == LineRole::final_ok;
  std::vector<OpenTransaction*> possible;
  for (const auto& entry : table_.open) {
    const bool dead = over(entry->record.sent, unit.time, entry->record.limit + entry->record.limit / 2);
    if (dead && entry.get() != table_.newest()) continue;
    if (success && entry->demands_answer(dialect()) && !entry->answered) continue;
    possible.push_back(entry.get());
  }
  if (possible.empty()) return table_.newest();
  ambiguous = possible.size() > 1;
  return possible.front();
}

void Channel::on_result(const Unit& unit, Sender sender, grammar::RuleId rule, OpenTransaction* own) {
  Event event = event_for(EventKind::result, unit, sender);
  event.rule = rule;
  event.ok = dialect().rule(rule).role != LineRole::final_error;
  bool ambiguous = false;
  OpenTransaction* transaction = own;
  if (own == nullptr) {
    transaction = dialect().rule(rule).newest ? table_.newest() : owner_of_result(unit, rule, ambiguous);
  }
  if (transaction == nullptr) {
    if (second_result_for_ != 0 && event.ok) {
      event.txn = second_result_for_;
      event.confidence = Confidence::likely;
      event.because = "a second result right behind the first";
      second_result_for_ = 0;
    } else {
      event.because = "a result code while no command is open";
    }
    queue_.event(event);
    return;
  }
  if (ambiguous) {
    event.confidence = Confidence::guess;
    held_results_.push_back({queue_.hold(event), rule});
    if (held_results_.size() >= table_.open.size()) settle_held_results();
    return;
  }
  event.txn = transaction->record.id;
  event.command = transaction->record.command_id;
  event.form = transaction->record.form;
  if (transaction->record.superseded) {
    event.confidence = Confidence::likely;
    event.because = "late: the host had gone on before it came";
  } else if (table_.open.size() > 1) {
    event.confidence = Confidence::likely;
    event.because = "several commands were open; this one was echoed or answered last";
  } else {
    event.because =
        own != nullptr ? "a final result of this command" : "final result code of the only open command";
  }
  queue_.event(event);
  close(*transaction, event, rule);
}

// The k results that came are those of the last k commands: the host went on behind each of them.
void Channel::settle_held_results() {
  if (held_results_.empty()) return;
  const std::vector<HeldResult> held = std::move(held_results_);
  held_results_.clear();
  std::vector<OpenTransaction*> owners;
  for (const auto& entry : table_.open) owners.push_back(entry.get());
  const bool in_order = held.size() >= owners.size();
  const std::size_t skip = in_order ? 0 : owners.size() - held.size();
  for (std::size_t index = 0; index < held.size() && index + skip < owners.size(); ++index) {
    OpenTransaction& owner = *owners[index + skip];
    Event* event = queue_.held(held[index].ticket);
    if (event == nullptr) continue;
    event->txn = owner.record.id;
    event->command = owner.record.command_id;
    event->form = owner.record.form;
    event->because = in_order ? "as many results as open commands: each in its turn"
                              : "fewer results than open commands: those of the last ones";
    const std::string text(event->text);  // the queue may move while others are closed
    Event copy = *event;
    copy.text = text;
    close(owner, copy, held[index].rule);
    queue_.settle(held[index].ticket);
  }
  for (const HeldResult& result : held) queue_.settle(result.ticket);
}

// Nothing of the text followed the words of a result code: they were the result.
void Channel::settle_message_result() {
  const MessageBody message = message_;
  message_ = {};
  if (message.held_result == 0) return;
  OpenTransaction* owner = table_.find_open(message.transaction);
  if (const Event* event = queue_.held(message.held_result); event != nullptr && owner != nullptr) {
    const std::string text(event->text);
    Event copy = *event;
    copy.text = text;
    close(*owner, copy, message.held_rule);
  }
  queue_.settle(message.held_result);
}

// AT+CIFSR and its like: the answer is all that comes.
void Channel::close_by_answer(OpenTransaction& transaction, const Unit& unit, grammar::RuleId rule) {
  settle_held_answer(transaction, true, Confidence::certain, "the answer itself is the result");
  close_older_than(transaction);
  Transaction& record = transaction.record;
  record.result.assign(trimmed(unit.text));
  record.result_time = unit.time;
  record.result_origin = unit.origin;
  record.result_rule = rule;
  record.outcome = Outcome::ok;
  record.late = record.superseded;
  second_result_for_ = record.id;
  take_effect(transaction);
  give_out_transaction(transaction);
}

void Channel::close(OpenTransaction& transaction, const Event& event, grammar::RuleId rule_id) {
  const grammar::LineRule& rule = dialect().rule(rule_id);
  settle_held_answer(
      transaction, !transaction.held_before_echo || !transaction.echo_complete, Confidence::certain,
      transaction.held_before_echo ? "before the echo of the command"
                                   : "carries the command's tag, the only one before the result");
  if (data_.active && data_.transaction == transaction.record.id)
    end_data("the result came before all of it");
  if (!rule.newest) close_older_than(transaction);

  Transaction& record = transaction.record;
  const bool ok = rule.role != LineRole::final_error;
  record.result.assign(trimmed(event.text));
  record.result_origin = event.origin;
  record.result_time = event.time;
  record.result_rule = rule_id;
  record.confidence = event.confidence;
  record.outcome = !ok ? Outcome::error : transaction.escaped ? Outcome::aborted : Outcome::ok;
  record.late = record.superseded;
  if (transaction.echo_complete) echo_seen_ = true;
  last_answered_ = nullptr;
  message_ = {};
  payload_echo_.clear();
  payload_echo_position_ = 0;
  second_result_for_ = ok && rule_id != vocabulary_.ok_rule() ? record.id : 0;

  const grammar::FormRule* form = transaction.main_form();
  if (ok) {
    take_effect(transaction);
    if (form != nullptr && form->data && form->data->start == grammar::DataPhase::Start::connect &&
        begins_data_state(*form->data, record.result)) {
      begin_transparent(record.id);
    }
  }
  transaction.awaits_answer = ok && form != nullptr && form->before_answer && !transaction.answered;
  transaction.awaits_deferred = ok && form != nullptr && !form->deferred.empty() && record.deferred.empty() &&
                                !means_data_state(record.result);
  if (!transaction.awaits_answer && !transaction.awaits_deferred) {
    give_out_transaction(transaction);
    return;
  }
  if (table_.waiting.size() >= TransactionTable::max_waiting) {
    OpenTransaction& oldest = *table_.waiting.front();
    oldest.record.deferred_pending = oldest.awaits_deferred;
    give_out_transaction(oldest);
  }
  table_.move_to_waiting(transaction);
}

void Channel::take_effect(const OpenTransaction& transaction) {
  bool sets = false, restarts = false;
  for (const OpenCommand& command : transaction.open_commands()) {
    if (command.command == grammar::no_command) continue;
    const bool acts = command.form == grammar::Form::set || command.form == grammar::Form::exec;
    sets |= acts && settings_.set_by(command.command);
    restarts |= acts && dialect().command(command.command).restarts;
  }
  if (sets) settings_.command_succeeded(transaction.record.command);
  if (restarts) settings_.restarted();
}

void Channel::close_unanswered(OpenTransaction& transaction, Outcome outcome) {
  settle_held_answer(transaction, true, Confidence::likely, "carries the tag of the open command");
  if (data_.active && data_.transaction == transaction.record.id) end_data("nothing answered it");
  transaction.record.outcome = outcome;
  give_out_transaction(transaction);
}

// A module answers in order: what was sent before an answered command will not be answered any more.
void Channel::close_older_than(const OpenTransaction& transaction) {
  while (!table_.open.empty() && table_.open.front()->record.id < transaction.record.id) {
    OpenTransaction& older = *table_.open.front();
    const OpenCommand* main = older.main();
    const bool abortable =
        main != nullptr && main->command != grammar::no_command && dialect().command(main->command).abortable;
    close_unanswered(older, abortable ? Outcome::aborted : Outcome::no_answer);
  }
}

void Channel::give_out_transaction(OpenTransaction& transaction) {
  queue_.transaction(transaction.record);
  if (last_answered_ == &transaction) last_answered_ = nullptr;
  table_.remove(transaction);
}

void Channel::settle_held_answer(OpenTransaction& transaction, bool is_answer, Confidence confidence,
                                 std::string_view because) {
  if (transaction.held_answer == 0) return;
  const EventQueue::Ticket ticket = transaction.held_answer;
  transaction.held_answer = 0;
  if (Event* event = queue_.held(ticket)) {
    event->confidence = confidence;
    event->because = because;
    if (is_answer) {
      transaction.add_info(trimmed(event->text));
      settings_.answer(event->rule, trimmed(event->text));
    } else {
      event->kind = EventKind::urc;
      event->rule = read_unsolicited(trimmed(event->text), vocabulary_, settings()).rule;
      event->command =
          event->rule == grammar::no_rule ? grammar::no_command : dialect().rule(event->rule).command;
      event->txn = 0;
      event->inside = transaction.record.id;
      transaction.answered = transaction.dialect_answer = false;
    }
  }
  queue_.settle(ticket);
}

// The host goes on: what waits too long after its final result is given out.
void Channel::age_waiting(const Unit& unit) {
  for (std::size_t index = 0; index < table_.waiting.size();) {
    OpenTransaction& transaction = *table_.waiting[index];
    ++transaction.commands_since;
    const bool answer_done =
        !transaction.awaits_answer || transaction.answered || transaction.commands_since > 2;
    const bool overdue = over(transaction.record.sent, unit.time, transaction.record.deferred_limit);
    if (answer_done && (!transaction.awaits_deferred || overdue)) {
      transaction.record.deferred_pending = transaction.awaits_deferred;
      give_out_transaction(transaction);
    } else {
      ++index;
    }
  }
}

}  // namespace atscope::session

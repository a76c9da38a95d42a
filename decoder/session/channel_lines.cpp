// SPDX-License-Identifier: MIT
// What a line of the module means. The order of the questions is the weight of the evidence: payload that was
// announced, the echo, results, answers of what is open, unsolicited codes, and last what only looks like
// one.
#include <algorithm>

#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

using grammar::LineRole;
using grammar::Payload;

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void Channel::on_module_line(const Unit& unit, Sender sender) {
  if (message_.kind == Payload::Kind::none && join_quote(unit, sender)) return;
  understand(unit, sender);
}

void Channel::understand(const Unit& unit, Sender sender) {
  const std::string_view text = trimmed(unit.text);
  if (data_.active) give_out_data("the module speaks behind it");
  if (is_plain_ok(text)) {
    on_result(unit, sender, vocabulary_.ok_rule(), nullptr);
    return;
  }
  if (take_payload_echo(unit, sender, text)) return;
  if (take_message_line(unit, sender, text)) return;
  if (take_echo(unit, sender, text)) return;
  if (take_announcement(unit, sender, text)) return;

  const Readings readings = read(text);
  const bool says_intermediate =
      readings.intermediate && dialect().rule(readings.intermediate.rule).command != grammar::no_command;
  const bool says_answer = readings.answer && !dialect().rule(readings.answer.rule).notation.lead().empty();
  // In a log without direction the lines behind a prompt are what the host typed, up to an answer.
  if (data_.active && sender == Sender::unknown && !readings.own_final && !says_answer && !readings.final &&
      !readings.deferred && !says_intermediate) {
    data_.sender = sender;
    data_.sent += data_.sent > 0 ? 2 : 0;
    capture::Segment typed;
    typed.bytes = unit.text;
    typed.time = unit.time;
    typed.origin = unit.origin;
    give_out_data("typed behind the prompt");
    data_.burst.add(typed, 0, unit.text.size());
    data_.burst.on_line += unit.bytes - static_cast<std::uint32_t>(unit.text.size());
    data_.sent += unit.text.size();
    if (text.find_first_of("\x1A\x1B") != std::string_view::npos) {
      end_data("ended by the host");
    } else if (data_.counted && data_.sent >= data_.remaining) {
      end_data("as many bytes as announced");
    }
    return;
  }
  if (take_result(unit, sender, text, readings)) return;
  const bool answers_better =
      readings.answer && (readings.answer.misfits < readings.deferred.misfits ||
                          (readings.answer.misfits == readings.deferred.misfits &&
                           readings.answer.transaction != readings.deferred.transaction &&
                           !readings.answer.transaction->dialect_answer));
  if (readings.deferred && !answers_better) {
    take_deferred(unit, sender, readings.deferred);
    return;
  }
  if (readings.answer) {
    take_answer(unit, sender, *readings.answer.transaction, readings);
    return;
  }
  if (readings.urc && readings.urc.misfits == 0) {
    take_urc(unit, sender, readings.urc.rule, Confidence::certain, "an unsolicited code of the dialect");
    return;
  }
  if (take_raw_data(unit, sender, readings)) return;
  take_unknown(unit, sender, text, readings);
}

// Received data without a head: the dialect knows that it comes so, something said so in this traffic, and
// nothing else fits.
bool Channel::take_raw_data(const Unit& unit, Sender sender, const Readings& readings) {
  if (table_.newest() != nullptr || readings.urc || readings.urc_has_tag ||
      readings.stray_answer != grammar::no_rule || readings.stray_deferred != grammar::no_rule) {
    return false;
  }
  for (const grammar::RuleId id : vocabulary_.raw_rules()) {
    const grammar::Condition& when = dialect().rule(id).when;
    const bool said = std::any_of(when.all.begin(), when.all.end(), [&](const grammar::Comparison& term) {
      return settings()[term.setting].knowledge == grammar::Knowledge::known;
    });
    if (!said || !when.possible(settings())) continue;
    Event event = event_for(EventKind::data, unit, sender);
    event.rule = id;
    event.confidence = Confidence::guess;
    event.because = "received data has no head, and nothing else fits";
    queue_.event(event);
    return true;
  }
  return false;
}

void Channel::change_settings(grammar::RuleId rule) {
  for (const grammar::SettingChange& change : dialect().rule(rule).sets)
    settings_.set(change.setting, change.value, grammar::Knowledge::known);
}

// Nearly every line that says OK is the result of the one open command: no other reading is worth a look.
bool Channel::is_plain_ok(std::string_view text) const {
  if (text != "OK" || table_.open.size() != 1 || !table_.waiting.empty() || data_.active ||
      !payload_echo_.empty() || message_.kind != Payload::Kind::none ||
      vocabulary_.ok_rule() == grammar::no_rule) {
    return false;
  }
  const grammar::FormRule* form = table_.open.front()->main_form();
  return form == nullptr || !form->only_own_finals;
}

// A line that announces data ("DOWNLOAD", CONNECT of a counted upload) is the prompt of its command.
bool Channel::take_announcement(const Unit& unit, Sender sender, std::string_view text) {
  OpenTransaction* open = table_.newest();
  const grammar::FormRule* form = open != nullptr ? open->main_form() : nullptr;
  if (form == nullptr || data_.active || open->prompted || !form->data || !form->data->announce_notation ||
      !form->data->announce_notation->matches(text)) {
    return false;
  }
  Event event = event_for(EventKind::prompt, unit, sender);
  event.txn = open->record.id;
  event.command = open->record.command_id;
  event.because = "the command announces it";
  queue_.event(event);
  open->prompted = true;
  begin_data(*open, *form->data, text, unit.time);
  return true;
}

bool Channel::take_result(const Unit& unit, Sender sender, std::string_view text, const Readings& readings) {
  if (readings.own_final) {
    on_result(unit, sender, readings.own_final.rule, readings.own_final.transaction);
    return true;
  }
  // A command can say what other commands end with, and go on: OK before the prompt.
  if (readings.intermediate && dialect().rule(readings.intermediate.rule).command != grammar::no_command)
    return false;
  // Words that a command promised for later are that promise kept, but an error first ends what is open.
  const bool ends_open_command = readings.final && !table_.open.empty() &&
                                 dialect().rule(readings.final.rule).role == LineRole::final_error;
  if (readings.deferred && !ends_open_command) return false;
  // CONNECT is what some commands answer before a file.
  const bool answers = readings.final && readings.answer && readings.answer.misfits == 0 &&
                       readings.answer.transaction == table_.newest() &&
                       dialect().rule(readings.final.rule).role == LineRole::connect;
  if (readings.final && !answers) {
    const grammar::LineRule& rule = dialect().rule(readings.final.rule);
    const bool about_call = rule.role == LineRole::connect ||
                            (rule.role == LineRole::final_error && rule.errors == nullptr && text != "ERROR");
    if (table_.open.empty() && about_call) {
      take_urc(unit, sender, readings.final.rule, Confidence::likely,
               "no command is open: the module says it by itself");
      return true;
    }
    const OpenTransaction* newest = table_.newest();
    const grammar::FormRule* form = newest != nullptr ? newest->main_form() : nullptr;
    const bool replaced = rule.role != LineRole::final_error && form != nullptr && form->only_own_finals &&
                          table_.open.size() == 1 && readings.final.rule != vocabulary_.ok_rule();
    if (!replaced) {
      on_result(unit, sender, readings.final.rule, nullptr);
      return true;
    }
  }
  // V.250 clause 5.7.1: under V0 a result code is digits and CR, without LF.
  if (is_digits(text) && !table_.open.empty()) {
    const grammar::RuleId rule = vocabulary_.numeric_result(text);
    const auto verbose = vocabulary_.verbose();
    if (rule == grammar::no_rule || !verbose) return false;
    const grammar::SettingValue setting = settings()[*verbose];
    const bool words = setting.value != 0;
    const bool alone = unit.ended_by_cr_only || !unit.line_end;
    if ((!words && alone) ||
        (words && setting.knowledge != grammar::Knowledge::known && unit.ended_by_cr_only)) {
      on_result(unit, sender, rule, nullptr);
      return true;
    }
    // ATV0 is answered by 0 already, ATV1 by OK already.
    if (words && table_.newest()->open_commands().size() > 0 &&
        same_letters(table_.newest()->record.command, "ATV0") && alone) {
      on_result(unit, sender, rule, nullptr);
      return true;
    }
  }
  return false;
}

void Channel::take_answer(const Unit& unit, Sender sender, OpenTransaction& transaction,
                          const Readings& readings) {
  const Reading& answer = readings.answer;
  const grammar::LineRule& rule = dialect().rule(answer.rule);
  const OpenCommand* main = transaction.main();
  const bool is_test = main != nullptr && main->form == grammar::Form::test;
  const bool rival = bool(readings.urc);
  if (rival && !is_test && readings.urc.misfits < answer.misfits) {
    take_urc(unit, sender, readings.urc.rule,
             readings.urc.misfits == 0 ? Confidence::certain : Confidence::likely,
             "its shape is the unsolicited one");
    return;
  }
  const bool single = !rule.many && !is_test && transaction.command_count == 1;
  if (single && transaction.held_answer != 0) {
    // Two lines fit where one is due: the last before the result is the answer.
    settle_held_answer(transaction, false, Confidence::guess,
                       "another line of the same tag stands nearer to the result");
  } else if (single && transaction.dialect_answer && rival) {
    take_urc(unit, sender, readings.urc.rule, Confidence::likely, "the answer has come already");
    return;
  }
  Event event = event_for(EventKind::information, unit, sender);
  event.txn = transaction.record.id;
  event.rule = answer.rule;
  event.command = rule.command;
  event.form = transaction.record.form;
  event.confidence = answer.misfits == 0 ? Confidence::certain : Confidence::likely;
  event.because = "an answer of the open command";
  if (transaction.record.superseded) {
    event.confidence = Confidence::likely;
    event.because = "late: an answer of a command before the last";
  }
  last_answered_ = transaction.awaits_answer ? nullptr : &transaction;
  transaction.answered = transaction.dialect_answer = true;

  const bool waits = transaction.awaits_answer;
  if (single && readings.urc_has_tag && !waits) {
    transaction.held_before_echo = echo_seen_ && !transaction.echo_complete;
    transaction.held_answer = queue_.hold(event);
  } else {
    queue_.event(event);
    transaction.add_info(trimmed(unit.text));
    settings_.answer(answer.rule, trimmed(unit.text));
  }
  start_payload(unit, answer.rule, transaction.record.id);

  const grammar::FormRule* form = transaction.main_form();
  if (waits) {
    if (!rule.many) {
      transaction.awaits_answer = false;
      if (!transaction.awaits_deferred) give_out_transaction(transaction);
    }
  } else if (form != nullptr && form->no_ok) {
    close_by_answer(transaction, unit, answer.rule);
  }
}

void Channel::take_urc(const Unit& unit, Sender sender, grammar::RuleId rule, Confidence confidence,
                       std::string_view because) {
  Event event = event_for(EventKind::urc, unit, sender);
  event.rule = rule;
  if (rule != grammar::no_rule) event.command = dialect().rule(rule).command;
  event.inside = table_.newest() != nullptr ? table_.newest()->record.id : 0;
  event.confidence = confidence;
  event.because = because;
  queue_.event(event);
  if (rule == grammar::no_rule || unit.kind == Unit::Kind::payload_head) return;
  if (dialect().rule(rule).boot) {
    settings_.restarted();
    echo_seen_ = false;
  }
  change_settings(rule);
  start_payload(unit, rule, 0);
}

void Channel::take_deferred(const Unit& unit, Sender sender, const Reading& reading) {
  OpenTransaction& transaction = *reading.transaction;
  const grammar::LineRule& rule = dialect().rule(reading.rule);
  Event event = event_for(EventKind::deferred, unit, sender);
  event.txn = transaction.record.id;
  event.rule = reading.rule;
  event.command = rule.command;
  event.ok = rule.role == LineRole::deferred_ok;
  event.because = "promised by the command";
  queue_.event(event);

  DeferredResult& result = transaction.record.deferred.emplace_back();
  result.text.assign(trimmed(unit.text));
  result.ok = event.ok;
  result.time = unit.time;
  result.origin = unit.origin;
  result.rule = reading.rule;
  if (event.ok) settings_.answer(reading.rule, trimmed(unit.text));
  change_settings(reading.rule);
  const grammar::FormRule* form = transaction.main_form();
  const bool data_state = form != nullptr && form->data &&
                          form->data->start == grammar::DataPhase::Start::connect &&
                          rule.notation.lead() == "CONNECT";
  const TransactionId id = transaction.record.id;
  start_payload(unit, reading.rule, id);
  if (transaction.awaits_deferred) {
    transaction.awaits_deferred = false;
    if (!transaction.awaits_answer || transaction.answered) give_out_transaction(transaction);
  }
  if (data_state) begin_transparent(id);
}

// No production fits together with what is open. What is left is where the line stands and how it looks.
void Channel::take_unknown(const Unit& unit, Sender sender, std::string_view text, const Readings& readings) {
  unknown_seen_ = true;
  const std::string_view tag = tag_of(text);
  OpenTransaction* open = table_.newest();
  Event event = event_for(EventKind::information, unit, sender);
  const auto answer_of = [&](OpenTransaction& transaction, Confidence confidence, std::string_view because) {
    event.txn = transaction.record.id;
    event.command = transaction.record.command_id;
    event.confidence = confidence;
    event.because = because;
    transaction.answered = true;
    transaction.add_info(text);
    last_answered_ = &transaction;
    const bool announced = transaction.main_form() != nullptr && transaction.main_form()->data;
    if (data_.active && data_.transaction == transaction.record.id && !announced)
      end_data("the module answers");
    queue_.event(event);
  };

  if (readings.intermediate && open != nullptr) {
    event.kind = EventKind::intermediate;
    event.txn = open->record.id;
    event.rule = readings.intermediate.rule;
    event.because = "a result code that another follows";
    queue_.event(event);
    return;
  }
  if (readings.urc) {
    take_urc(unit, sender, readings.urc.rule, Confidence::likely,
             "an unsolicited code with values out of its range");
    return;
  }
  if (readings.stray_deferred != grammar::no_rule && (open == nullptr || !tag.empty())) {
    const grammar::LineRule& rule = dialect().rule(readings.stray_deferred);
    for (const RecentTransaction& recent : table_.recent()) {
      if (recent.id == 0 || recent.command != rule.command) continue;
      event.kind = EventKind::deferred;
      event.txn = recent.id;
      event.rule = readings.stray_deferred;
      event.command = rule.command;
      event.ok = rule.role != LineRole::deferred_error;
      event.confidence = Confidence::likely;
      event.because = "a further result of a command that has its result already";
      queue_.event(event);
      start_payload(unit, readings.stray_deferred, recent.id);
      return;
    }
    take_urc(unit, sender, readings.stray_deferred, Confidence::likely, "nobody waits for this result");
    return;
  }
  if (!tag.empty()) {
    for (const auto& transaction : table_.open) {
      for (const OpenCommand& command : transaction->open_commands()) {
        if (same_letters(tag, transaction->name(command))) {
          answer_of(*transaction, Confidence::likely, "carries the tag of the open command");
          return;
        }
      }
    }
    if (readings.urc_has_tag) {
      take_urc(unit, sender, readings.stray_answer, Confidence::likely,
               "its tag is that of an unsolicited code");
      return;
    }
    if (open != nullptr && open->answers_free_text(dialect()) && is_readable(text)) {  // "+GCAP: …" after ATI
      answer_of(*open, Confidence::likely, "the command answers with free text");
      return;
    }
    if (readings.stray_answer != grammar::no_rule) {
      event.rule = readings.stray_answer;
      event.command = dialect().rule(readings.stray_answer).command;
      event.confidence = Confidence::guess;
      event.because =
          open == nullptr ? "an answer whose command was not seen" : "carries the tag of another command";
      for (const RecentTransaction& recent : table_.recent()) {
        if (recent.id == 0 || recent.command != event.command || recent.answered) continue;
        event.txn = recent.id;
        const bool behind = recent.ok && open == nullptr;
        event.confidence = behind ? Confidence::likely : Confidence::guess;
        event.because = behind ? "an answer behind the result of its command"
                               : "late: an answer of a command that was given up";
      }
      if (event.txn == 0 && open != nullptr) event.txn = open->record.id;
      queue_.event(event);
      start_payload(unit, readings.stray_answer, event.txn);
      return;
    }
    if (!is_readable(text)) {
      give_out_unparsed(unit, sender);
      return;
    }
    take_urc(unit, sender, grammar::no_rule, Confidence::guess,
             open == nullptr ? "no command is open" : "its tag is not that of the open command");
    return;
  }
  // A log without direction shows the prompt and what was typed behind it on one line.
  const bool prompts = open != nullptr && sender == Sender::unknown && text.starts_with('>') &&
                       !data_.active && open->main_form() == nullptr && !open->prompted && !open->answered;
  if (prompts) {
    Unit prompt = unit, typed = unit;
    const std::size_t at = static_cast<std::size_t>(text.data() - unit.text.data()) + 1;
    typed.text = unit.text.substr(at);
    const bool more = !trimmed(typed.text).empty();
    if (more) {
      prompt.text = unit.text.substr(0, at);
      prompt.bytes = unit.lead + static_cast<std::uint32_t>(at);
      prompt.line_end = prompt.ended_by_cr_only = prompt.ended_by_lf_only = false;
    }
    prompt.kind = Unit::Kind::prompt;
    on_module_unit(prompt, sender);
    if (!more) return;
    typed.lead = 0;
    typed.bytes -= prompt.bytes;
    typed.origin.offset += at;
    understand(typed, sender);
    return;
  }
  if (open != nullptr && is_readable(text)) {
    const grammar::FormRule* form = open->main_form();
    const bool free_text = form != nullptr && std::any_of(form->answers.begin(), form->answers.end(),
                                                          [&](auto id) { return dialect().rule(id).text; });
    if (free_text) {
      for (const grammar::RuleId id : form->answers) {
        if (dialect().rule(id).text) event.rule = id;
      }
    }
    const bool ends_it = form != nullptr && form->no_ok && free_text;
    answer_of(*open, free_text ? Confidence::certain : Confidence::likely,
              free_text ? "the command answers with free text" : "between the command and its result");
    if (ends_it) close_by_answer(*open, unit, event.rule);
    return;
  }
  if (open == nullptr && sender == Sender::dce && text.size() <= 120 && is_readable(text)) {
    take_urc(unit, sender, grammar::no_rule, Confidence::guess,
             "text of the module while no command is open");
    return;
  }
  give_out_unparsed(unit, sender);
}

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
// Lines that came before, in the same situation: their meaning is not worked out again.
#include "decoder/session/channel.h"

namespace atscope::session {
namespace {

// Every transaction that a remembered reading names is the only open one.
void hand_over(Readings& readings, OpenTransaction* open) {
  for (Reading* reading : {&readings.own_final, &readings.final, &readings.deferred, &readings.intermediate,
                           &readings.answer, &readings.urc}) {
    if (reading->transaction != nullptr) reading->transaction = open;
  }
}

}  // namespace

Readings Channel::read(std::string_view text) {
  OpenTransaction* open = table_.newest();
  const bool simple =
      table_.waiting.empty() && (open == nullptr || (table_.open.size() == 1 && open->number != 0));
  if (!simple || !options_.remember_lines) return read_line(text, vocabulary_, settings(), table_);
  Situation situation{id_, false, settings_.version(), 0};
  if (open != nullptr) {
    situation.flag = open->dialect_answer;
    situation.open_command = open->number;
  }
  std::size_t place = 0;
  if (const Readings* known = memory_.lines.find(situation, text, place)) {
    Readings readings = *known;
    hand_over(readings, open);
    return readings;
  }
  return memory_.lines.keep(situation, text, place, read_line(text, vocabulary_, settings(), table_));
}

OpenTransaction& Channel::open_transaction(std::string_view command_line) {
  const TransactionId id = ++last_transaction_;
  if (!options_.remember_lines) return table_.add(vocabulary_, settings(), command_line, id, nullptr);
  const Situation situation{id_, false, settings_.version(), 0};
  std::size_t place = 0;
  const KnownCommandLine* known = memory_.commands.find(situation, command_line, place);
  OpenTransaction& transaction = table_.add(vocabulary_, settings(), command_line, id, known);
  if (known == nullptr && transaction.command_count <= 1 && memory_.commands.keeps(command_line)) {
    transaction.number = ++memory_.last_number;
    memory_.commands.keep(situation, command_line, place,
                          {transaction.number, transaction.command_count, transaction.commands[0],
                           transaction.record.limit, transaction.record.deferred_limit});
  }
  return transaction;
}

// Nothing is known of the channel but its settings, whether it echoes, and the command that is open.
bool Channel::is_plain() const {
  return !transparent_.active && !data_.active && payload_.remaining == 0 && !quote_.open &&
         message_.kind == grammar::Payload::Kind::none && message_.held_result == 0 &&
         payload_echo_.empty() && held_results_.empty() && table_.waiting.empty() &&
         last_answered_ == nullptr && second_result_for_ == 0 && queue_.empty() && module_lines_.is_fresh();
}

// True when the segment was understood, by memory or at length. What is decided by more than the situation
// (the transactions before, in take_unknown()) is not remembered.
bool Channel::take_known_exchange(const capture::Segment& segment) {
  if (!options_.remember_lines || segment.sender != Sender::dce ||
      segment.framing != capture::Framing::stream || table_.open.size() != 1 ||
      !memory_.exchanges.keeps(segment.bytes) || segment.bytes.back() != '\n' || !is_plain()) {
    return false;
  }
  const OpenTransaction& open = *table_.open.front();
  const bool fresh = open.number != 0 && !open.answered && !open.prompted && !open.escaped &&
                     open.echoed == 0 && !open.echo_complete && open.held_answer == 0 &&
                     !open.record.superseded && !open.record.data_phase && open.record.info_lines == 0;
  if (!fresh) return false;
  const Situation situation{id_, echo_seen_, settings_.version(), open.number};
  std::size_t place = 0;
  if (const KnownExchange* known = memory_.exchanges.find(situation, segment.bytes, place)) {
    say_again(*known, segment);
    return true;
  }
  unknown_seen_ = false;
  const TransactionId id = open.record.id;
  memory_.recorder.begin(segment, id);
  cut_module(segment, module_lines_, Sender::dce);
  KnownExchange* exchange = memory_.recorder.end();
  const bool unchanged =
      settings_.version() == situation.settings && echo_seen_ == situation.flag && !unknown_seen_;
  if (exchange == nullptr || !unchanged || !table_.open.empty() || !is_plain()) return true;
  for (const RecentTransaction& recent : table_.recent()) {
    if (recent.id == id) exchange->answered = recent.answered;
  }
  memory_.exchanges.keep(situation, segment.bytes, place, *exchange);
  return true;
}

void Channel::say_again(const KnownExchange& exchange, const capture::Segment& segment) {
  OpenTransaction& transaction = *table_.open.front();
  Transaction& record = transaction.record;
  for (std::size_t index = 0; index < exchange.count; ++index) {
    const Event event = exchange.event(index, segment, record.id);
    queue_.event(event);
    if (event.kind == EventKind::information) transaction.add_info(trimmed(event.text));
    if (index != exchange.result) continue;
    record.result.assign(trimmed(event.text));
    record.result_time = event.time;
    record.result_origin = event.origin;
  }
  record.result_rule = exchange.rule;
  record.outcome = exchange.outcome;
  record.confidence = exchange.confidence;
  transaction.answered = exchange.answered;
  give_out_transaction(transaction);
}

}  // namespace atscope::session

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
    situation.dialect_answer = open->dialect_answer;
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

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
#include "decoder/session/reading.h"

#include <algorithm>
#include <charconv>

namespace atscope::session {
namespace {

using grammar::LineRole;
using grammar::RuleId;
using grammar::ValueType;

bool contains(const std::vector<RuleId>& rules, RuleId id) {
  return std::find(rules.begin(), rules.end(), id) != rules.end();
}

bool is_integer(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// A better reading has fewer misfits; among equals the more literal notation wins ("CONNECT OK" is not
// "CONNECT <text>").
void offer(Reading& best, const Reading& reading, const grammar::Dialect& dialect) {
  if (best) {
    const auto literal = [&](RuleId id) { return dialect.rule(id).notation.lead().size(); };
    if (reading.misfits > best.misfits) return;
    if (reading.misfits == best.misfits && literal(reading.rule) <= literal(best.rule)) return;
  }
  best = reading;
}

// The open commands that `rule` may answer. `exact`: one whose form lists this very answer; `loose`: one that
// has the answer in another form (modules answer a read command in the shape of the test response).
struct Owners {
  OpenTransaction* exact = nullptr;
  OpenTransaction* loose = nullptr;
};

Owners owners_of_answer(RuleId id, const grammar::LineRule& rule, const TransactionTable& table) {
  Owners owners;
  const auto look_at = [&](OpenTransaction& transaction) {
    for (const OpenCommand& command : transaction.open_commands()) {
      if (command.command != rule.command) continue;
      if (owners.loose == nullptr) owners.loose = &transaction;
      const bool exact = command.form_rule != nullptr && contains(command.form_rule->answers, id);
      if (exact && owners.exact == nullptr) owners.exact = &transaction;
    }
  };
  for (const auto& transaction : table.open) look_at(*transaction);
  for (const auto& transaction : table.waiting) {
    if (transaction->awaits_answer) look_at(*transaction);
  }
  return owners;
}

bool awaits_untagged_answer(const TransactionTable& table, const Vocabulary& vocabulary) {
  const auto awaits = [&](const std::unique_ptr<OpenTransaction>& transaction) {
    const auto commands = transaction->open_commands();
    return std::any_of(commands.begin(), commands.end(), [&](const OpenCommand& command) {
      return vocabulary.answers_without_tag(command.command);
    });
  };
  return std::any_of(table.open.begin(), table.open.end(), awaits) ||
         std::any_of(table.waiting.begin(), table.waiting.end(), awaits);
}

// "1, CONNECT OK" belongs to AT+CIPSTART=1: values of one name agree.
bool agrees(const OpenTransaction& transaction, const grammar::LineRule& rule,
            const grammar::Captures& captures) {
  for (const grammar::Capture& capture : captures) {
    std::int64_t value = 0;
    if (!is_integer(capture.text, value)) continue;
    const auto argument = transaction.argument(rule.notation.names()[capture.name]);
    if (argument && *argument != value) return false;
  }
  return true;
}

template <typename Member>
OpenTransaction* owner_of_result(RuleId id, const grammar::LineRule& rule, const grammar::Captures& captures,
                                 const std::vector<std::unique_ptr<OpenTransaction>>& list, Member member) {
  OpenTransaction* any = nullptr;
  for (const auto& transaction : list) {
    for (const OpenCommand& command : transaction->open_commands()) {
      if (command.form_rule == nullptr || !contains(command.form_rule->*member, id)) continue;
      if (agrees(*transaction, rule, captures)) return transaction.get();
      if (any == nullptr) any = transaction.get();
    }
  }
  // A final result may say less than was asked for ("DATA ACCEPT:3" of 100); a promise names its link.
  return member == &grammar::FormRule::finals ? any : nullptr;
}

// Matches one rule; empty when it does not fit.
Reading match(RuleId id, std::string_view line, const Vocabulary& vocabulary,
              const grammar::Settings& settings, grammar::Captures& captures) {
  const grammar::LineRule& rule = vocabulary.dialect().rule(id);
  captures.clear();
  if (!rule.notation.match(line, captures)) return {};
  Reading reading{id, nullptr, vocabulary.misfits(id, captures)};
  if (!rule.when.empty() && !rule.when.possible(settings)) ++reading.misfits;
  return reading;
}

}  // namespace

Reading read_unsolicited(std::string_view line, const Vocabulary& vocabulary,
                         const grammar::Settings& settings) {
  Reading best;
  grammar::Captures captures;
  for (const RuleId id : vocabulary.dialect().candidates(line)) {
    if (vocabulary.dialect().rule(id).role != LineRole::urc) continue;
    if (const Reading reading = match(id, line, vocabulary, settings, captures)) {
      offer(best, reading, vocabulary.dialect());
    }
  }
  return best;
}

Readings read_line(std::string_view line, const Vocabulary& vocabulary, const grammar::Settings& settings,
                   const TransactionTable& table) {
  Readings readings;
  const grammar::Dialect& dialect = vocabulary.dialect();
  grammar::Captures captures;
  bool exact_answer = false;
  const auto look_at = [&](RuleId id, const grammar::LineRule& rule) {
    Owners owners;
    if (rule.role == LineRole::answer) {
      // Most rules of a tag belong to other forms: whose answer it would be is asked before it is matched.
      owners = owners_of_answer(id, rule, table);
      if (owners.exact == nullptr && (exact_answer || (owners.loose == nullptr && !vocabulary.has_tag(id))))
        return;
    }
    Reading reading = match(id, line, vocabulary, settings, captures);
    if (!reading) return;
    switch (rule.role) {
      case LineRole::answer:
        exact_answer |= owners.exact != nullptr && reading.misfits == 0;
        reading.transaction = owners.exact != nullptr ? owners.exact : owners.loose;
        reading.misfits += owners.exact == nullptr;
        if (reading.transaction != nullptr) {
          offer(readings.answer, reading, dialect);
        } else if (readings.stray_answer == grammar::no_rule && vocabulary.has_tag(id)) {
          readings.stray_answer = id;
        }
        break;
      case LineRole::final_ok:
      case LineRole::final_error:
      case LineRole::connect:
        if (rule.command == grammar::no_command) {
          offer(readings.final, reading, dialect);
          break;
        }
        reading.transaction = owner_of_result(id, rule, captures, table.open, &grammar::FormRule::finals);
        if (reading.transaction != nullptr) {
          offer(readings.own_final, reading, dialect);
        } else if (readings.stray_deferred == grammar::no_rule) {
          readings.stray_deferred = id;
        }
        break;
      case LineRole::intermediate:
        reading.transaction =
            rule.command == grammar::no_command
                ? table.newest()
                : owner_of_result(id, rule, captures, table.open, &grammar::FormRule::answers);
        if (reading.transaction != nullptr) offer(readings.intermediate, reading, dialect);
        break;
      case LineRole::deferred_ok:
      case LineRole::deferred_error:
        reading.transaction =
            owner_of_result(id, rule, captures, table.waiting, &grammar::FormRule::deferred);
        if (reading.transaction == nullptr) {
          reading.transaction = owner_of_result(id, rule, captures, table.open, &grammar::FormRule::deferred);
        }
        if (reading.transaction != nullptr) {
          offer(readings.deferred, reading, dialect);
        } else {
          readings.stray_deferred = id;
        }
        break;
      case LineRole::urc:
        break;
    }
  };

  const bool untagged = awaits_untagged_answer(table, vocabulary);
  for (const RuleId id : dialect.candidates(line)) {
    const grammar::LineRule& rule = dialect.rule(id);
    // An answer without a tag ("<imei>") is one only when its command is open.
    if (rule.role == LineRole::answer && !untagged && !vocabulary.has_tag(id)) continue;
    if (rule.role == LineRole::urc) {
      readings.urc_has_tag |= vocabulary.has_tag(id) && line.starts_with(tag_of(rule.notation.lead()));
      readings.urc_possible = true;
    } else {
      look_at(id, rule);
    }
  }
  const bool settled =
      exact_answer && readings.answer.misfits == 0 && !readings.answer.transaction->dialect_answer;
  if (readings.urc_possible && !settled) readings.urc = read_unsolicited(line, vocabulary, settings);
  return readings;
}

}  // namespace atscope::session

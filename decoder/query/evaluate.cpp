// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <functional>

#include "decoder/query/impl.h"
#include "decoder/session/command_line.h"
#include "decoder/session/fields.h"

namespace atscope::query {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

template <typename Value>
bool ordered(Operator op, const Value& found, const Value& wanted) {
  switch (op) {
    case Operator::equal:
    case Operator::not_equal:
      return found == wanted;
    case Operator::less:
      return found < wanted;
    case Operator::less_equal:
      return found <= wanted;
    case Operator::greater:
      return found > wanted;
    case Operator::greater_equal:
      return found >= wanted;
    default:
      return false;
  }
}

// `!=` holds when no value of the field is equal to the one that is asked for.
bool negated(const Step& step, bool any) {
  return step.op == Operator::not_equal ? !any : any;
}

bool compare_number(const Step& step, double found) {
  return std::any_of(step.values.begin(), step.values.end(), [&](const Wanted& wanted) {
    if (!wanted.low) return false;
    if (wanted.high) return found >= *wanted.low && found <= *wanted.high;
    return ordered(step.op == Operator::in ? Operator::equal : step.op, found, *wanted.low);
  });
}

bool compare_text(const Step& step, std::string_view found, bool exact) {
  if (step.op == Operator::matches)
    return re2::RE2::PartialMatch(re2::StringPiece(found.data(), found.size()), *step.pattern);
  return std::any_of(step.values.begin(), step.values.end(), [&](const Wanted& wanted) {
    if (step.op == Operator::contains) return found.find(wanted.text) != found.npos;
    return exact ? found == wanted.text : equal_letters(found, wanted.text);
  });
}

bool number(const Step& step, std::optional<double> found) {
  if (!found) return false;
  return step.op == Operator::present || negated(step, compare_number(step, *found));
}

bool text(const Step& step, std::optional<std::string_view> found, bool exact = true) {
  if (!found) return false;
  return step.op == Operator::present || negated(step, compare_text(step, *found, exact));
}

// A time of day is held against any clock that has one; each other kind against its own clock.
std::optional<std::int64_t> on_scale(const session::Timestamp& time, TimeValue::Kind kind) {
  constexpr std::int64_t day = 86'400'000'000'000;
  using Clock = capture::Clock;
  switch (kind) {
    case TimeValue::Kind::date:
      if (time.clock == Clock::utc) return time.ns;
      return std::nullopt;
    case TimeValue::Kind::time_of_day:
      if (time.clock != Clock::utc && time.clock != Clock::time_of_day) return std::nullopt;
      return (time.ns % day + day) % day;
    case TimeValue::Kind::seconds:
      if (time.clock == Clock::utc || time.clock == Clock::none) return std::nullopt;
      return time.ns;
  }
  return std::nullopt;
}

bool time(const Step& step, const session::Timestamp& found) {
  if (!found.known()) return false;
  if (step.op == Operator::present) return true;
  bool comparable = false;
  const bool any = std::any_of(step.values.begin(), step.values.end(), [&](const Wanted& wanted) {
    const auto ns = on_scale(found, wanted.time->kind);
    if (!ns) return false;
    comparable = true;
    if (wanted.last_time) return *ns >= wanted.time->ns && *ns <= wanted.last_time->ns;
    return ordered(step.op == Operator::in ? Operator::equal : step.op, *ns, wanted.time->ns);
  });
  return comparable && negated(step, any);
}

std::optional<double> shown_number(const session::Field& field, const Wanted& wanted) {
  if (field.scaled) {
    if (field.type != session::FieldType::timer || wanted.unit.empty()) return field.scaled;
    return field.scaled;
  }
  // A special value of a scale ("99 not known") is no measure.
  const bool has_scale =
      field.parameter != nullptr && (field.parameter->scale != 1 || field.parameter->offset != 0);
  if (has_scale) return std::nullopt;
  if (field.number) return static_cast<double>(*field.number);
  if (field.type == session::FieldType::decimal) {
    const auto found = quantity(field.text);
    if (found) return found->number;
  }
  return std::nullopt;
}

// In the unit of the field; a duration may be written in any unit of time.
std::optional<double> in_unit(double wanted, std::string_view unit, std::string_view of_field) {
  if (unit.empty() || equal_letters(unit, of_field)) return wanted;
  const auto ns_of = [](std::string_view name) -> std::optional<double> {
    return duration_ns("1" + std::string(name));
  };
  const auto from = ns_of(unit), to = ns_of(of_field);
  if (!from || !to) return std::nullopt;
  return wanted * *from / *to;
}

bool value_equals(const session::Field& field, const Wanted& wanted) {
  return field.text == wanted.text || (!field.decoded.empty() && field.decoded == wanted.text) ||
         (!field.meaning.empty() && equal_letters(field.meaning, wanted.text)) ||
         (!field.alternative.empty() && equal_letters(field.alternative, wanted.text));
}

bool compare_value(const Step& step, const session::Field& field) {
  if (step.op == Operator::contains || step.op == Operator::matches) {
    return compare_text(step, field.text, true) ||
           (!field.decoded.empty() && compare_text(step, field.decoded, true)) ||
           (!field.meaning.empty() && compare_text(step, field.meaning, true));
  }
  return std::any_of(step.values.begin(), step.values.end(), [&](const Wanted& wanted) {
    if (wanted.low) {
      const auto found = shown_number(field, wanted);
      const auto low = in_unit(*wanted.low, wanted.unit, field.unit);
      if (!found || !low) return false;
      if (wanted.high) {
        const auto high = in_unit(*wanted.high, wanted.unit, field.unit);
        return high && *found >= *low && *found <= *high;
      }
      return ordered(step.op == Operator::in ? Operator::equal : step.op, *found, *low);
    }
    return value_equals(field, wanted);
  });
}

bool values(const Step& step, const Subject& subject) {
  if (subject.event == nullptr || subject.dialect == nullptr) return false;
  thread_local std::vector<session::Field> found;
  session::find_fields(*subject.event, *subject.dialect, found);
  bool present = false, any = false;
  for (const session::Field& field : found) {
    if (!is_filter_name(step.dynamic, field.name) || field.type == session::FieldType::none) continue;
    present = true;
    any = any || (step.op != Operator::present && compare_value(step, field));
  }
  found.clear();
  return present && (step.op == Operator::present || negated(step, any));
}

std::optional<std::string_view> command_line(const Subject& subject) {
  if (subject.transaction != nullptr) return subject.transaction->command;
  if (subject.event != nullptr && subject.event->kind == EventKind::command) return subject.event->text;
  if (!subject.command_line.empty()) return subject.command_line;
  return std::nullopt;
}

std::optional<session::CommandItem> first_command(const Subject& subject) {
  const auto line = command_line(subject);
  session::CommandItem item;
  if (!line || !session::CommandLine(*line).next(item)) return std::nullopt;
  return item;
}

// Each command of the line, and the command that the dialect says the line of the module belongs to.
bool command_name(const Step& step, const Subject& subject) {
  bool present = false, any = false;
  const auto take = [&](std::string_view name) {
    present = true;
    any = any || (step.op != Operator::present && compare_text(step, name, false));
  };
  if (const auto line = command_line(subject)) {
    session::CommandLine commands(*line);
    session::CommandItem item;
    while (commands.next(item)) take(item.name);
  }
  if (!present && subject.event != nullptr && subject.dialect != nullptr) {
    const Event& event = *subject.event;
    grammar::CommandId id = event.command;
    if (id == grammar::no_command && event.rule != grammar::no_rule)
      id = subject.dialect->rule(event.rule).command;
    if (id != grammar::no_command) take(subject.dialect->command(id).name);
  }
  return present && (step.op == Operator::present || negated(step, any));
}

std::string_view form_word(grammar::Form form) {
  constexpr std::string_view words[] = {"exec", "set", "read", "test"};
  return words[static_cast<std::size_t>(form)];
}

std::optional<double> count(std::uint64_t value) {
  if (value == 0) return std::nullopt;
  return static_cast<double>(value);
}

bool of_transaction(const Step& step, const Subject& subject) {
  if (subject.transaction == nullptr) return false;
  const Transaction& transaction = *subject.transaction;
  switch (step.field) {
    case FieldId::outcome:
      return text(step, session::to_string(transaction.outcome));
    case FieldId::result:
      if (transaction.result.empty()) return false;
      return text(step, transaction.result);
    default: {
      const std::int64_t latency = transaction.latency_ns();
      return latency >= 0 && number(step, static_cast<double>(latency));
    }
  }
}

bool compare(const Step& step, const Subject& subject) {
  const Event* event = subject.event;
  const Transaction* record = event == nullptr ? subject.transaction : nullptr;
  if (event == nullptr && record == nullptr) return false;
  const session::Origin& origin = event != nullptr ? event->origin : record->origin;
  const session::Transition* transition = event != nullptr ? event->transition : nullptr;
  switch (step.field) {
    case FieldId::kind:
      return text(step, event != nullptr ? session::to_string(event->kind) : "transaction");
    case FieldId::channel:
      return text(step, subject.channel);
    case FieldId::sender:
      return text(step, session::to_string(event != nullptr ? event->sender : session::Sender::dte));
    case FieldId::time:
      return time(step, event != nullptr ? event->time : record->sent);
    case FieldId::line:
      return origin.frame == 0 && number(step, count(origin.line));
    case FieldId::frame:
      return number(step, count(origin.frame));
    case FieldId::offset:
      return number(step, static_cast<double>(origin.offset));
    case FieldId::bytes:
      return event != nullptr && number(step, event->bytes);
    case FieldId::text:
      return text(step, event != nullptr ? event->text : std::string_view(record->command));
    case FieldId::command:
      return text(step, command_line(subject));
    case FieldId::name:
      return command_name(step, subject);
    case FieldId::form: {
      const auto item = first_command(subject);
      return item && text(step, form_word(item->form));
    }
    case FieldId::txn:
      return number(step, count(event != nullptr ? event->txn : record->id));
    case FieldId::inside:
      return event != nullptr && number(step, count(event->inside));
    case FieldId::result:
    case FieldId::outcome:
    case FieldId::latency:
      return of_transaction(step, subject);
    case FieldId::confidence:
      return text(step, session::to_string(event != nullptr ? event->confidence : record->confidence));
    case FieldId::because:
      return event != nullptr && text(step, event->because);
    case FieldId::machine:
      return transition != nullptr && text(step, transition->machine, false);
    case FieldId::from:
      return transition != nullptr && text(step, transition->from, false);
    case FieldId::to:
      return transition != nullptr && text(step, transition->to, false);
    case FieldId::state:
      if (step.machine >= subject.states.size() || subject.states[step.machine].empty()) return false;
      return text(step, subject.states[step.machine], false);
    case FieldId::value:
      return values(step, subject);
  }
  return false;
}

}  // namespace

bool evaluate(const Step& step, const Subject& subject) {
  const auto holds = [&](const Step& child) { return evaluate(child, subject); };
  switch (step.kind) {
    case Node::Kind::any:
      return std::any_of(step.children.begin(), step.children.end(), holds);
    case Node::Kind::all:
      return std::all_of(step.children.begin(), step.children.end(), holds);
    case Node::Kind::negation:
      return !evaluate(step.children.front(), subject);
    case Node::Kind::comparison:
      return compare(step, subject);
  }
  return false;
}

}  // namespace atscope::query

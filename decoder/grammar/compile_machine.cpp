// SPDX-License-Identifier: MIT
// The block of one state machine.
#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/grammar/lead.h"
#include "decoder/grammar/scope.h"

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using CKind = Clause::Kind;
using SKind = Statement::Kind;

class MachineCompiler {
 public:
  MachineCompiler(Scope& scope, const Statement& statement) : scope_(scope), statement_(statement) {}

  void run(bool own) {
    scope_.accepts(statement_, "a machine", {CKind::when, CKind::meaning, CKind::section});
    machine_.name = std::string(statement_.name);
    machine_.title = scope_.meaning(statement_);
    machine_.section = scope_.section(statement_);
    machine_.when = scope_.condition(statement_);
    machine_.per = std::string(*statement_.parameter);
    for (const Statement& item : statement_.body) {
      if (item.kind == SKind::states) states(item);
    }
    if (machine_.states.empty()) {
      scope_.source.error(statement_.name, fmt::format("machine \"{}\" has no states", machine_.name),
                          "states A, B, C");
      return;
    }
    for (const Statement& item : statement_.body) {
      if (item.kind == SKind::transition) transition(item);
      if (item.kind == SKind::known) known(item);
    }
    if (own && good_) report_unreachable();
    scope_.builder.machines().push_back(std::move(machine_));
  }

 private:
  // A machine starts unknown: only what holds for any state, and a line that tells the state, lead into it.
  void report_unreachable() {
    if (machine_.transitions.empty() && machine_.sources.empty()) return;
    std::vector<bool> reached(machine_.states.size());
    for (std::size_t index = 0; index < reached.size(); ++index)
      reached[index] = told(machine_.states[index]);
    for (bool more = true; more;) {
      more = false;
      for (const TransitionRule& rule : machine_.transitions) {
        const bool begins =
            rule.from.empty() ||
            std::any_of(rule.from.begin(), rule.from.end(), [&](std::uint8_t from) { return reached[from]; });
        if (!begins || reached[rule.to]) continue;
        reached[rule.to] = more = true;
      }
    }
    for (std::size_t index = 0; index < reached.size(); ++index) {
      if (reached[index]) continue;
      scope_.source.error(
          places_[index],
          fmt::format("nothing leads to the state \"{}\" of machine \"{}\"", places_[index], machine_.name),
          "a transition to it from * or from a state that is reached, or a line that tells it",
          "write \"* -> STATE  on …\" or \"known from LINE\", or leave the state out");
    }
  }

  // Some line tells this state.
  [[nodiscard]] bool told(const std::string& name) const {
    return std::any_of(machine_.sources.begin(), machine_.sources.end(), [&](const StateSource& source) {
      const Parameter* parameter = find_parameter(source.parameter, source.command);
      if (parameter == nullptr || parameter->enumeration == nullptr) return true;
      const auto& values = parameter->enumeration->values;
      return std::any_of(values.begin(), values.end(), [&](const EnumValue& value) {
        return value.meaning == name || value.value == name || value.alternative == name;
      });
    });
  }

  void states(const Statement& item) {
    for (const ast::Text name : *item.names) {
      if (std::find(machine_.states.begin(), machine_.states.end(), name) != machine_.states.end()) {
        scope_.source.error(name, fmt::format("the state \"{}\" is listed twice", name));
      } else if (machine_.states.size() >= Machine::unknown) {
        scope_.source.error(name, "too many states");
        return;
      } else {
        machine_.states.emplace_back(name);
        places_.push_back(name);
      }
    }
  }

  std::optional<std::uint8_t> state(ast::Text name) {
    const auto found = std::find(machine_.states.begin(), machine_.states.end(), name);
    if (found != machine_.states.end()) return static_cast<std::uint8_t>(found - machine_.states.begin());
    const std::vector<std::string_view> candidates(machine_.states.begin(), machine_.states.end());
    good_ = false;
    scope_.source.error(name, fmt::format("machine \"{}\" has no state \"{}\"", machine_.name, name),
                        "one of its states", did_you_mean(name, candidates));
    return std::nullopt;
  }

  void transition(const Statement& item) {
    if (!scope_.accepts(item, "a transition", {CKind::meaning, CKind::section, CKind::when})) return;
    TransitionRule rule;
    rule.when = scope_.condition(item);
    rule.section = scope_.section(item);
    rule.comment = scope_.meaning(item);
    const bool everywhere = item.names->size() == 1 && (*item.names)[0] == "*";
    if (!everywhere) {
      for (const ast::Text name : *item.names) {
        const auto index = state(name);
        if (!index) return;
        rule.from.push_back(*index);
      }
    }
    const auto target = state(item.name);
    if (!target) return;
    rule.to = *target;
    for (const ast::Trigger& cause : *item.triggers) {
      auto trigger = this->trigger(cause);
      good_ = good_ && trigger.has_value();
      if (!trigger) continue;
      rule.trigger = std::move(*trigger);
      machine_.transitions.push_back(rule);
    }
  }

  std::optional<Trigger> trigger(const ast::Trigger& cause) {
    Trigger result;
    result.kind = cause.kind;
    if (cause.kind == Trigger::Kind::boot) return result;
    if (cause.kind == Trigger::Kind::outside) {
      result.text = unescaped(cause.text);
      return result;
    }
    if (cause.kind == Trigger::Kind::line) {
      result.notation = scope_.notation(cause.text);
      if (!result.notation) return std::nullopt;
      return result;
    }
    auto use = scope_.command_use(cause.text);
    if (!use) return std::nullopt;
    result.command = use->command;
    result.arguments = std::move(use->arguments);
    return result;
  }

  void known(const Statement& item) {
    if (!scope_.accepts(item, "\"known from\"", {CKind::section})) return;
    for (const ast::Text text : item.notations) {
      auto notation = scope_.notation(text);
      good_ = good_ && notation.has_value() && !notation->names().empty();
      if (!notation) continue;
      if (notation->names().empty()) {
        scope_.source.error(text, "no value of this line can be the state",
                            "notation with a value, as STATE: <state>");
        continue;
      }
      StateSource source;
      const auto command = scope_.commands.find(upper(lead_token(text)));
      if (command != scope_.commands.end()) source.command = command->second;
      source.parameter = state_parameter(*notation, source.command);
      const Parameter* parameter = find_parameter(source.parameter, source.command);
      if (parameter != nullptr && parameter->enumeration != nullptr && !speaks_of_state(*parameter)) {
        scope_.source.warn(
            text, fmt::format("no value of <{}> means a state of \"{}\"", source.parameter, machine_.name),
            "name the states as the meanings of its values");
      }
      source.notation = std::move(*notation);
      machine_.sources.push_back(std::move(source));
    }
  }

  [[nodiscard]] const Parameter* find_parameter(std::string_view name, CommandId command) const {
    if (command != no_command) {
      if (const Parameter* found = scope_.builder.commands()[command].parameter(name)) return found;
    }
    for (const Parameter& parameter : scope_.builder.parameters()) {
      if (parameter.name == name) return &parameter;
    }
    return nullptr;
  }

  [[nodiscard]] bool speaks_of_state(const Parameter& parameter) const {
    const auto is_state = [&](const std::string& text) {
      return std::find(machine_.states.begin(), machine_.states.end(), text) != machine_.states.end();
    };
    const auto& values = parameter.enumeration->values;
    return std::any_of(values.begin(), values.end(), [&](const EnumValue& value) {
      return is_state(value.meaning) || is_state(value.value) || is_state(value.alternative);
    });
  }

  // The first parameter whose enumeration speaks of a state, else the first without an enumeration or range.
  [[nodiscard]] std::string state_parameter(const Notation& notation, CommandId command) const {
    for (const std::string& name : notation.names()) {
      const Parameter* parameter = find_parameter(name, command);
      if (parameter != nullptr && parameter->enumeration != nullptr && speaks_of_state(*parameter))
        return name;
    }
    for (const std::string& name : notation.names()) {
      const Parameter* parameter = find_parameter(name, command);
      if (parameter == nullptr ||
          (parameter->enumeration == nullptr && !parameter->minimum && !parameter->maximum)) {
        return name;
      }
    }
    return notation.names().front();
  }

  Scope& scope_;
  const Statement& statement_;
  Machine machine_;
  std::vector<ast::Text> places_;  // of the states' names
  bool good_ = true;               // no statement of the machine had to be left out
};

}  // namespace

void compile_machine(Scope& scope, const Statement& statement, bool own) {
  MachineCompiler(scope, statement).run(own);
}

}  // namespace atscope::grammar

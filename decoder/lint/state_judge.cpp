// SPDX-License-Identifier: MIT
#include "decoder/lint/state_judge.h"

#include <algorithm>

#include "decoder/machine/machine.h"
#include "decoder/session/transaction_table.h"

namespace atscope::lint {
namespace {

using grammar::AllowedRule;
using grammar::CommandId;
using grammar::Form;
using grammar::Machine;
using grammar::TransitionRule;
using grammar::Trigger;

constexpr std::string_view unknown_state = "unknown";

bool concerns(const AllowedRule& rule, const session::CommandItem& item) {
  const Form form = item.form;
  if (rule.form ? *rule.form != form : form != Form::set && form != Form::exec) return false;
  return !rule.arguments || rule.arguments->matches(item.arguments);
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::uint8_t index_of(const Machine& machine, std::string_view state) {
  const auto found = std::find(machine.states.begin(), machine.states.end(), state);
  return found == machine.states.end() ? Machine::unknown
                                       : static_cast<std::uint8_t>(found - machine.states.begin());
}

bool leads_from(const TransitionRule& rule, std::uint8_t state) {
  return std::find(rule.from.begin(), rule.from.end(), state) != rule.from.end();
}

bool is_command(Trigger::Kind kind) {
  return kind == Trigger::Kind::command_sent || kind == Trigger::Kind::command_ok ||
         kind == Trigger::Kind::command_error;
}

// The number in a setting, as text; empty when the traffic did not tell it.
std::string instance_of(grammar::SettingId setting, const grammar::Settings& settings) {
  if (settings[setting].knowledge != grammar::Knowledge::known) return {};
  return std::to_string(settings[setting].value);
}

// The value of the machine's `per` parameter in the arguments of a command; empty when it is not there.
std::string_view instance_of(const Machine& machine, const grammar::Command& command,
                             const session::CommandItem& item, const grammar::Settings& settings) {
  if (machine.per.empty()) return {};
  const grammar::FormRule* form = session::select_form(command, item, settings);
  grammar::Captures captures;
  if (form == nullptr || !form->arguments.match(item.arguments, captures)) return {};
  for (const grammar::Capture& capture : captures) {
    if (form->arguments.names()[capture.name] == machine.per) return capture.text;
  }
  return {};
}

// A line of the module brings the state: nobody has asked for it.
bool is_fallen_into(const Machine& machine, std::uint8_t state) {
  return std::any_of(machine.transitions.begin(), machine.transitions.end(), [&](const TransitionRule& rule) {
    return rule.to == state && rule.trigger.kind == Trigger::Kind::line;
  });
}

// The dialect allows the command in the state, or does not restrict it in this machine.
bool is_possible(const grammar::Command& command, const Machine& machine, std::string_view state,
                 const grammar::Settings& settings) {
  bool restricted = false;
  for (const AllowedRule& rule : command.allowed) {
    if (rule.machine != machine.name || !rule.when.possible(settings)) continue;
    if (contains(rule.states, state)) return true;
    restricted = true;
  }
  return !restricted;
}

// The same statement of the dialect names the start of the module as a cause.
bool is_restart(const grammar::Command& command, const Machine& machine, const TransitionRule& rule) {
  return command.restarts || std::any_of(machine.transitions.begin(), machine.transitions.end(),
                                         [&](const TransitionRule& other) {
                                           return other.trigger.kind == Trigger::Kind::boot &&
                                                  other.to == rule.to && other.from == rule.from &&
                                                  !rule.comment.empty() && other.comment == rule.comment;
                                         });
}

}  // namespace

StateJudge::StateJudge(const grammar::Dialect& dialect) : dialect_(dialect) {
  for (const grammar::Command& command : dialect.commands()) {
    restricted_.push_back(!command.allowed.empty());
    has_facts_ = has_facts_ || !command.allowed.empty();
  }
}

const WrongState* StateJudge::verdict(session::TransactionId txn) const {
  for (const WrongState& verdict : open_) {
    if (verdict.txn == txn) return &verdict;
  }
  return nullptr;
}

void StateJudge::close(session::TransactionId txn) {
  std::erase_if(open_, [&](const WrongState& verdict) { return verdict.txn == txn; });
}

void StateJudge::see(const session::Event& event, const History& history,
                     const machine::MachineRunner& machines) {
  if (!has_facts_) return;
  // Nearly every line is one command, and few of those are restricted.
  const bool alone = event.command != grammar::no_command && event.commands == 1;
  if (alone && !restricted_[event.command]) return;
  session::CommandLine line(event.text);
  session::CommandItem item;
  while (line.next(item)) {
    const CommandId id = dialect_.find_command(item.name);
    if (id == grammar::no_command || !restricted_[id]) continue;
    if (judge(event, item, dialect_.command(id), history.channel(event.channel), machines)) return;
  }
}

// Several rules for one machine are alternatives. Nothing is judged while the state is unknown.
bool StateJudge::judge(const session::Event& event, const session::CommandItem& item,
                       const grammar::Command& command, const ChannelHistory& channel,
                       const machine::MachineRunner& machines) {
  for (const AllowedRule& rule : command.allowed) {
    if (!concerns(rule, item) || !rule.when.holds(channel.settings())) continue;
    const Machine* machine = dialect_.find_machine(rule.machine);
    if (machine == nullptr) continue;
    const std::string by_setting =
        rule.instance ? instance_of(*rule.instance, channel.settings()) : std::string();
    const std::string_view instance =
        rule.instance ? by_setting : instance_of(*machine, command, item, channel.settings());
    if (!machine->per.empty() && instance.empty()) continue;
    const std::string_view state = machines.state(event.channel, machine->name, instance);
    if (state == unknown_state || index_of(*machine, state) == Machine::unknown) continue;
    const bool allowed =
        std::any_of(command.allowed.begin(), command.allowed.end(), [&](const AllowedRule& other) {
          return other.machine == rule.machine && concerns(other, item) &&
                 other.when.possible(channel.settings()) && contains(other.states, state);
        });
    if (allowed) continue;
    if (rule.need == grammar::Need::network && is_allowed_elsewhere(event, command, item, channel, machines))
      continue;

    if (open_.size() == max_open) open_.erase(open_.begin());
    WrongState& verdict = open_.emplace_back();
    verdict.txn = event.txn;
    verdict.command = &command;
    verdict.allowed = &rule;
    verdict.machine = machine;
    verdict.state = state;
    verdict.instance = instance;
    verdict.column = item.offset + 1;
    verdict.bytes = static_cast<std::uint32_t>(item.name.size() + item.arguments.size());
    if (item.offset == 2) {  // the prefix belongs to the first command
      verdict.column = 1;
      verdict.bytes += 2;
    }
    if (const Entered* entered = channel.entered(machine->name, instance)) verdict.entered = *entered;
    classify(verdict, channel);
    return true;
  }
  return false;
}

// One network is enough: the module may be registered in the packet domain and not for calls.
bool StateJudge::is_allowed_elsewhere(const session::Event& event, const grammar::Command& command,
                                      const session::CommandItem& item, const ChannelHistory& channel,
                                      const machine::MachineRunner& machines) const {
  return std::any_of(command.allowed.begin(), command.allowed.end(), [&](const AllowedRule& rule) {
    return rule.need == grammar::Need::network && concerns(rule, item) &&
           rule.when.holds(channel.settings()) &&
           contains(rule.states, machines.state(event.channel, rule.machine));
  });
}

void StateJudge::classify(WrongState& verdict, const ChannelHistory& channel) const {
  const std::uint8_t state = index_of(*verdict.machine, verdict.state);
  if (const Asked* open = awaited(verdict, state, channel)) {
    verdict.kind = WrongState::Kind::not_awaited;
    verdict.awaited = *open;
    return;
  }
  const grammar::Need need = verdict.allowed->need;
  if (need != grammar::Need::state && need != grammar::Need::session && need != grammar::Need::mode) return;
  if (!is_fallen_into(*verdict.machine, state)) return;
  verdict.exit = only_exit(dialect_, *verdict.machine, state, channel.settings());
  if (verdict.exit == verdict.command) verdict.exit = nullptr;
  if (verdict.exit != nullptr) verdict.kind = WrongState::Kind::only_exit;
}

// An open command that brought the state of this instance and promised a result, where a line of the module
// leads on to a state that allows the command.
const Asked* StateJudge::awaited(const WrongState& verdict, std::uint8_t state,
                                 const ChannelHistory& channel) const {
  const Machine& machine = *verdict.machine;
  const bool line_leads_on =
      std::any_of(machine.transitions.begin(), machine.transitions.end(), [&](const TransitionRule& rule) {
        return rule.trigger.kind == Trigger::Kind::line && (rule.from.empty() || leads_from(rule, state)) &&
               contains(verdict.allowed->states, machine.states[rule.to]);
      });
  if (!line_leads_on) return nullptr;
  const Asked* found = nullptr;
  channel.each_open([&](const Asked& asked) {
    if (!asked.has_result || asked.command == grammar::no_command) return;
    const grammar::Command& command = dialect_.command(asked.command);
    const bool promises = std::any_of(command.forms.begin(), command.forms.end(),
                                      [](const grammar::FormRule& form) { return !form.deferred.empty(); });
    const bool brought =
        std::any_of(machine.transitions.begin(), machine.transitions.end(), [&](const TransitionRule& rule) {
          return rule.to == state && is_command(rule.trigger.kind) && rule.trigger.command == asked.command;
        });
    if (!promises || !brought) return;
    session::CommandLine line(asked.text);
    session::CommandItem item;
    if (line.next(item) && instance_of(machine, command, item, channel.settings()) == verdict.instance)
      found = &asked;
  });
  return found;
}

const grammar::Command* only_exit(const grammar::Dialect& dialect, const Machine& machine, std::uint8_t state,
                                  const grammar::Settings& settings) {
  CommandId exit = grammar::no_command;
  for (const TransitionRule& rule : machine.transitions) {
    const bool named = leads_from(rule, state);
    if (rule.to == state || (!named && !rule.from.empty())) continue;
    if (!is_command(rule.trigger.kind)) {
      if (named) return nullptr;
      continue;
    }
    const CommandId id = rule.trigger.command;
    if (!is_possible(dialect.command(id), machine, machine.states[state], settings) ||
        is_restart(dialect.command(id), machine, rule)) {
      continue;
    }
    if (exit != grammar::no_command && exit != id) return nullptr;
    exit = id;
  }
  return exit == grammar::no_command ? nullptr : &dialect.command(exit);
}

}  // namespace atscope::lint

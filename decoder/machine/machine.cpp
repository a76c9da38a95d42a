// SPDX-License-Identifier: MIT
#include "decoder/machine/machine.h"

#include <optional>
#include <utility>
#include <vector>

#include "decoder/machine/channel_machines.h"
#include "decoder/machine/state_reader.h"
#include "decoder/machine/told_state.h"
#include "decoder/machine/trigger_index.h"
#include "decoder/session/command_line.h"

namespace atscope::machine {
namespace {

using grammar::Captures;
using grammar::Form;
using grammar::Machine;
using grammar::Trigger;
using session::CommandItem;
using session::CommandLine;
using session::Event;
using session::EventKind;

constexpr std::string_view kUnknown = "unknown";

std::string_view state_name(const Machine& machine, std::uint8_t state) {
  return state < machine.states.size() ? std::string_view(machine.states[state]) : kUnknown;
}

bool transition_allowed(const grammar::TransitionRule& rule, std::uint8_t state) {
  if (rule.from.empty()) return true;
  for (const std::uint8_t from : rule.from) {
    if (from == state) return true;
  }
  return false;
}

/// Which instances of a machine something concerns.
struct Target {
  bool all = false;  ///< those that are known; `value` counts otherwise
  std::string_view value;
};

}  // namespace

class MachineRunner::Impl {
 public:
  Impl(std::shared_ptr<const grammar::Dialect> dialect, session::EventSink& next)
      : dialect_(std::move(dialect)), next_(next), index_(*dialect_), state_reader_(*dialect_) {
    for (const Machine& machine : dialect_->machines()) {
      settings_matter_ = settings_matter_ || !machine.when.empty() || !machine.per.empty();
      for (const grammar::TransitionRule& rule : machine.transitions)
        settings_matter_ = settings_matter_ || !rule.when.empty();
    }
  }

  void on_event(const Event& event) {
    next_.on_event(event);
    if (index_.empty()) return;
    ++cause_;
    switch (event.kind) {
      case EventKind::command:
        on_command(event);
        break;
      case EventKind::result:
        on_result(event);
        [[fallthrough]];
      case EventKind::information:
      case EventKind::intermediate:
      case EventKind::deferred:
      case EventKind::urc:
        on_line(event);
        break;
      case EventKind::unparsed:  // may still be a line that a machine knows
        if (event.sender != session::Sender::dte && event.line_end) on_line(event);
        break;
      default:
        break;
    }
  }

  void on_transaction(const session::Transaction& transaction) {
    if (!index_.empty()) close(transaction);
    next_.on_transaction(transaction);
  }

  [[nodiscard]] std::string_view state(session::ChannelId id, std::string_view name,
                                       std::string_view value) const {
    const auto machines = dialect_->machines();
    if (id >= channels_.size() || channels_[id] == nullptr) return kUnknown;
    for (std::size_t machine = 0; machine < machines.size(); ++machine) {
      if (machines[machine].name != name) continue;
      const Instance* instance = channels_[id]->find(machine, value);
      return instance == nullptr ? kUnknown : state_name(machines[machine], instance->state);
    }
    return kUnknown;
  }

 private:
  ChannelMachines& channel(session::ChannelId id) {
    if (id >= channels_.size()) channels_.resize(std::size_t{id} + 1);
    if (channels_[id] == nullptr) channels_[id] = std::make_unique<ChannelMachines>(*dialect_);
    return *channels_[id];
  }

  // A line of one command that moves nothing.
  [[nodiscard]] bool is_idle(const Event& event) const {
    if (event.command == grammar::no_command || event.commands != 1) return false;
    const CommandUse use = index_.use(event.command);
    const bool acts = event.form == Form::set || event.form == Form::exec;
    return !use.sent && !(acts && use.result);
  }

  void on_command(const Event& event) {
    if (is_idle(event)) return;
    CommandLine line(event.text);
    CommandItem item;
    bool open = false;
    while (line.next(item)) {
      const grammar::CommandId id = dialect_->find_command(item.name);
      if (id == grammar::no_command) continue;
      const CommandUse use = index_.use(id);
      // Reading changes nothing: its result is no cause.
      const bool acts = item.form == grammar::Form::set || item.form == grammar::Form::exec;
      open = open || (acts && use.result);
      if (!use.sent) continue;
      fire_command(channel(event.channel), id, item, Trigger::Kind::command_sent, event);
      ++cause_;
    }
    if (open && event.txn != 0) channel(event.channel).open_line(event.txn, event.text);
  }

  void on_result(const Event& event) {
    if (event.txn == 0) return;
    ChannelMachines& channel = this->channel(event.channel);
    finish_line(channel, event.txn, event.ok, event);
  }

  // A command that an answer ends without OK has no result event; its record says that it is over.
  void close(const session::Transaction& transaction) {
    if (transaction.channel >= channels_.size() || channels_[transaction.channel] == nullptr) return;
    ChannelMachines& channel = *channels_[transaction.channel];
    if (transaction.outcome != session::Outcome::ok) {
      channel.close_line(transaction.id);
      return;
    }
    ++cause_;
    Event cause;
    cause.confidence = transaction.confidence;
    cause.sender = session::Sender::dce;
    cause.channel = transaction.channel;
    cause.command = transaction.command_id;
    cause.txn = transaction.id;
    cause.time = transaction.result_time;
    cause.origin = transaction.result_origin;
    cause.text = transaction.result;
    finish_line(channel, transaction.id, true, cause);
  }

  void finish_line(ChannelMachines& channel, session::TransactionId id, bool ok, const Event& event) {
    const std::string* text = channel.line(id);
    if (text == nullptr) return;
    channel.close_line(id);  // the text stays
    if (ok) channel.settings.command_succeeded(*text);

    const auto kind = ok ? Trigger::Kind::command_ok : Trigger::Kind::command_error;
    CommandLine line(*text);
    CommandItem item;
    // Which command of several failed is not said.
    if (!ok && line.next(item) && line.next(item)) return;
    line = CommandLine(*text);
    for (bool first = true; line.next(item); first = false) {
      if (!first) ++cause_;
      const grammar::CommandId command = dialect_->find_command(item.name);
      if (command == grammar::no_command) continue;
      const bool acts = item.form == Form::set || item.form == Form::exec;
      fire_command(channel, command, item, kind, event);
      if (ok && acts && dialect_->command(command).restarts) restart(channel, event);
    }
  }

  void on_line(const Event& event) {
    const bool boot = event.rule != grammar::no_rule && dialect_->rule(event.rule).boot;
    const bool tells_settings =
        settings_matter_ && event.rule != grammar::no_rule &&
        (event.kind == EventKind::information || (event.kind == EventKind::deferred && event.ok));
    const auto places = index_.of_line(event.text, event.rule);
    if (!boot && !tells_settings && places.empty()) return;

    ChannelMachines& channel = this->channel(event.channel);
    if (tells_settings) channel.settings.answer(event.rule, event.text);
    if (boot) restart(channel, event);
    for (const TriggerPlace& place : places) {
      const Machine& machine = dialect_->machines()[place.machine];
      if (!machine.when.holds(channel.settings.values())) continue;
      if (place.source) {
        read_state(channel, place, event);
      } else {
        fire_line(channel, place, event);
      }
    }
  }

  // Settings fall back and machines restart: what no transition of theirs speaks of is unknown again.
  void restart(ChannelMachines& channel, const Event& event) {
    constexpr std::string_view because = "the module has started";
    channel.settings.restarted();
    for (const TriggerPlace& place : index_.of_boot()) {
      const Machine& machine = dialect_->machines()[place.machine];
      if (!machine.when.holds(channel.settings.values())) continue;
      move(channel, place, {true, {}}, event, because);
    }
    for (std::size_t index = 0; index < channel.machines.size(); ++index) {
      for (Instance& instance : channel.machines[index]) {
        if (instance.decided_by != cause_) set(index, instance, Machine::unknown, event, because);
      }
    }
  }

  void fire_command(ChannelMachines& channel, grammar::CommandId id, const CommandItem& item,
                    Trigger::Kind kind, const Event& event) {
    for (const TriggerPlace& place : index_.of_command(id)) {
      const Machine& machine = dialect_->machines()[place.machine];
      const Trigger& trigger = machine.transitions[place.index].trigger;
      if (trigger.kind != kind || !machine.when.holds(channel.settings.values())) continue;
      Captures captures;
      if (!fits(trigger, item, captures)) continue;
      const std::optional<Target> target = command_target(channel, machine, trigger, id, item, captures);
      if (!target) continue;
      move(channel, place, *target, event,
           kind == Trigger::Kind::command_sent ? "the command was sent"
           : kind == Trigger::Kind::command_ok ? "the command succeeded"
                                               : "the command failed");
    }
  }

  // Without arguments a trigger means set and exec; "<n>" must not take the "?" of read and test.
  static bool fits(const Trigger& trigger, const CommandItem& item, Captures& captures) {
    const bool asks = item.form == Form::read || item.form == Form::test;
    if (!trigger.arguments) return !asks;
    if (asks && !trigger.arguments->literal_only()) return false;
    return trigger.arguments->match(item.arguments, captures);
  }

  // Which instances a command concerns: the trigger's notation tells, else the form that the command has.
  std::optional<Target> command_target(const ChannelMachines& channel, const Machine& machine,
                                       const Trigger& trigger, grammar::CommandId id, const CommandItem& item,
                                       const Captures& captures) const {
    if (machine.per.empty()) return Target{};
    if (trigger.arguments && has_name(*trigger.arguments, machine.per)) {
      return one(value_of(*trigger.arguments, captures, machine.per));
    }
    for (const grammar::FormRule& form : dialect_->command(id).forms) {
      if (form.form != item.form || !form.when.holds(channel.settings.values())) continue;
      Captures arguments;
      if (!form.arguments.match(item.arguments, arguments)) continue;
      if (!has_name(form.arguments, machine.per)) break;
      return one(value_of(form.arguments, arguments, machine.per));
    }
    return Target{true, {}};
  }

  static std::optional<Target> one(std::optional<std::string_view> value) {
    if (!value) return std::nullopt;
    return Target{false, *value};
  }

  static std::optional<Target> line_target(const Machine& machine, const grammar::Notation& notation,
                                           const Captures& captures) {
    if (machine.per.empty()) return Target{};
    if (!has_name(notation, machine.per)) return Target{true, {}};
    return one(value_of(notation, captures, machine.per));
  }

  void fire_line(ChannelMachines& channel, const TriggerPlace& place, const Event& event) {
    const Machine& machine = dialect_->machines()[place.machine];
    const grammar::Notation& notation = *machine.transitions[place.index].trigger.notation;
    Captures captures;
    if (!notation.match(event.text, captures)) return;
    if (const auto target = line_target(machine, notation, captures)) {
      move(channel, place, *target, event, "a line of the module means it");
    }
  }

  void read_state(ChannelMachines& channel, const TriggerPlace& place, const Event& event) {
    const Machine& machine = dialect_->machines()[place.machine];
    const grammar::StateSource& source = machine.sources[place.index];
    if (const auto state = state_reader_.leading_state(place, event.rule, event.text)) {
      if (Instance* instance = channel.find_or_add(place.machine, {})) tell(place, *instance, *state, event);
      return;
    }
    const grammar::Notation& notation = state_reader_.notation(place, event.rule);
    Captures captures;
    if (!notation.match(event.text, captures)) return;
    const std::optional<std::uint8_t> state = told_state(*dialect_, machine, source, notation, captures);
    const std::optional<Target> target = line_target(machine, notation, captures);
    if (!state || !target) return;
    if (target->all) {
      for (Instance& instance : channel.machines[place.machine]) tell(place, instance, *state, event);
    } else if (Instance* instance = channel.find_or_add(place.machine, target->value)) {
      tell(place, *instance, *state, event);
    }
  }

  void tell(const TriggerPlace& place, Instance& instance, std::uint8_t state, const Event& event) {
    if (instance.decided_by == cause_) return;
    instance.decided_by = cause_;
    set(place.machine, instance, state, event, "the module tells its state");
  }

  // Of several transitions at one cause the first that starts at the instance's state counts.
  void move(ChannelMachines& channel, const TriggerPlace& place, Target target, const Event& event,
            std::string_view because) {
    const grammar::TransitionRule& rule = dialect_->machines()[place.machine].transitions[place.index];
    if (!rule.when.holds(channel.settings.values())) return;
    const auto move_one = [&](Instance& instance) {
      if (instance.decided_by == cause_ || !transition_allowed(rule, instance.state)) return;
      instance.decided_by = cause_;
      set(place.machine, instance, rule.to, event, because);
    };
    if (target.all) {
      for (Instance& instance : channel.machines[place.machine]) move_one(instance);
    } else if (rule.from.empty()) {
      if (Instance* instance = channel.find_or_add(place.machine, target.value)) move_one(*instance);
    } else {
      for (Instance& instance : channel.machines[place.machine]) {
        if (instance.value == target.value) move_one(instance);
      }
    }
  }

  void set(std::size_t machine_index, Instance& instance, std::uint8_t state, const Event& cause,
           std::string_view because) {
    if (instance.state == state) return;
    const Machine& machine = dialect_->machines()[machine_index];
    session::Transition transition;
    transition.machine = machine.name;
    transition.instance = instance.value;
    transition.from = state_name(machine, instance.state);
    transition.to = state_name(machine, state);
    transition.evidence = cause.origin;
    transition.line = cause.text;
    instance.state = state;

    text_.assign(machine.name);
    if (!instance.value.empty()) text_.append(" ").append(instance.value);
    text_.append(": ").append(transition.from).append(" -> ").append(transition.to);

    Event event = cause;
    event.kind = EventKind::transition;
    event.rule = grammar::no_rule;
    event.ok = true;
    event.line_end = false;
    event.bytes = 0;
    event.text = text_;
    event.because = because;
    event.transition = &transition;
    next_.on_event(event);
  }

  std::shared_ptr<const grammar::Dialect> dialect_;
  session::EventSink& next_;
  TriggerIndex index_;
  StateReader state_reader_;
  std::vector<std::unique_ptr<ChannelMachines>> channels_;
  bool settings_matter_ = false;  // for conditions of machines and for the forms of their commands
  std::uint64_t cause_ = 0;       // counts the causes, so that one moves an instance once
  std::string text_;
};

MachineRunner::MachineRunner(std::shared_ptr<const grammar::Dialect> dialect, session::EventSink& next)
    : impl_(std::make_unique<Impl>(std::move(dialect), next)) {}
MachineRunner::~MachineRunner() = default;

void MachineRunner::on_event(const session::Event& event) {
  impl_->on_event(event);
}
void MachineRunner::on_transaction(const session::Transaction& transaction) {
  impl_->on_transaction(transaction);
}
std::string_view MachineRunner::state(session::ChannelId channel, std::string_view machine,
                                      std::string_view instance) const {
  return impl_->state(channel, machine, instance);
}

}  // namespace atscope::machine

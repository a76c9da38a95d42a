// SPDX-License-Identifier: MIT
#include "decoder/machine/trigger_index.h"

#include <algorithm>
#include <bit>
#include <map>

#include "decoder/grammar/lead.h"

namespace atscope::machine {
namespace {

using grammar::Trigger;

struct ByLead {
  std::map<std::string, std::vector<TriggerPlace>> tokens;
  std::vector<TriggerPlace> any;

  void add(const grammar::Notation& notation, TriggerPlace place) {
    const grammar::LeadKeys keys = grammar::lead_keys(notation);
    if (keys.any) {
      any.push_back(place);
    } else {
      for (const std::string& token : keys.tokens) tokens[token].push_back(place);
    }
  }
};

}  // namespace

TriggerIndex::TriggerIndex(const grammar::Dialect& dialect)
    : empty_(dialect.machines().empty()), dialect_(dialect), rules_(dialect.line_rules().size()) {
  commands_.resize(dialect.commands().size());
  std::vector<std::vector<TriggerPlace>> by_command(commands_.size());
  std::vector<TriggerPlace> at_boot;
  ByLead by_lead;

  for (std::size_t m = 0; m < dialect.machines().size(); ++m) {
    const grammar::Machine& machine = dialect.machines()[m];
    for (std::size_t i = 0; i < machine.sources.size(); ++i) {
      by_lead.add(machine.sources[i].notation,
                  {static_cast<std::uint16_t>(m), static_cast<std::uint16_t>(i), true});
    }
    for (std::size_t i = 0; i < machine.transitions.size(); ++i) {
      const Trigger& trigger = machine.transitions[i].trigger;
      const TriggerPlace place{static_cast<std::uint16_t>(m), static_cast<std::uint16_t>(i), false};
      if (trigger.kind == Trigger::Kind::boot) {
        at_boot.push_back(place);
      } else if (trigger.kind == Trigger::Kind::line) {
        if (trigger.notation) by_lead.add(*trigger.notation, place);
      } else if (trigger.command < commands_.size()) {
        by_command[trigger.command].push_back(place);
        CommandUse& use = commands_[trigger.command].use;
        (trigger.kind == Trigger::Kind::command_sent ? use.sent : use.result) = true;
      }
    }
  }

  for (std::size_t id = 0; id < commands_.size(); ++id) {
    const grammar::Command& command = dialect.commands()[id];
    if (!command.settings.empty() || command.restarts) commands_[id].use.result = true;
    commands_[id].places = add(std::move(by_command[id]));
  }
  boot_ = add(std::move(at_boot));
  any_lead_ = add(by_lead.any);
  leads_.resize(std::bit_ceil(2 * by_lead.tokens.size() + 1));
  for (auto& [token, places] : by_lead.tokens) {
    places.insert(places.end(), by_lead.any.begin(), by_lead.any.end());
    const std::uint32_t hash = grammar::token_hash(token, false);
    std::size_t slot = hash & (leads_.size() - 1);
    while (!leads_[slot].token.empty()) slot = (slot + 1) & (leads_.size() - 1);
    leads_[slot] = {hash, add(std::move(places)), token};
  }
}

TriggerIndex::Range TriggerIndex::add(std::vector<TriggerPlace> places) {
  std::sort(places.begin(), places.end());
  const auto begin = static_cast<std::uint32_t>(places_.size());
  places_.insert(places_.end(), places.begin(), places.end());
  return {begin, static_cast<std::uint32_t>(places_.size())};
}

std::span<const TriggerPlace> TriggerIndex::of_line(std::string_view line, grammar::RuleId rule) {
  if (rule == grammar::no_rule) return part(find(grammar::lead_token(line)));
  RuleEntry& entry = rules_[rule];
  if (entry.state == RuleEntry::State::unknown) {
    const grammar::LeadKeys keys = grammar::lead_keys(dialect_.rule(rule).notation);
    const bool one = !keys.any && keys.tokens.size() == 1 && keys.tokens[0] != grammar::number_token;
    entry.state = one ? RuleEntry::State::one_token : RuleEntry::State::many_tokens;
    if (one) entry.places = find(keys.tokens[0]);
  }
  return part(entry.state == RuleEntry::State::one_token ? entry.places : find(grammar::lead_token(line)));
}

TriggerIndex::Range TriggerIndex::find(std::string_view token) const {
  const std::uint32_t hash = grammar::token_hash(token, false);
  const std::size_t mask = leads_.size() - 1;
  for (std::size_t slot = hash & mask; !leads_[slot].token.empty(); slot = (slot + 1) & mask) {
    if (leads_[slot].hash == hash && leads_[slot].token == token) return leads_[slot].places;
  }
  return any_lead_;
}

}  // namespace atscope::machine

// SPDX-License-Identifier: MIT
// Lookups in a compiled dialect.
#include "decoder/grammar/dialect.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "decoder/grammar/lead.h"

namespace atscope::grammar {
namespace {

char folded(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

bool same_letters(std::string_view one, std::string_view other) {
  return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(),
                                                  [](char a, char b) { return folded(a) == folded(b); });
}

bool same_folded(std::string_view upper, std::string_view text) {
  if (upper.size() != text.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (upper[at] != folded(text[at])) return false;
  }
  return true;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

bool CommandUse::fits(CommandId id, Form form, std::string_view text) const {
  if (id != command) return false;
  const bool asks = form == Form::read || form == Form::test;
  if (!arguments) return !asks;
  if (asks && !arguments->literal_only()) return false;
  return arguments->matches(text);
}

const EnumValue* Enumeration::find(std::string_view value) const {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  const std::optional<std::int64_t> number = to_integer(value);
  const auto is_plain = [](std::string_view text) {  // one way to write it, if it is a number
    return !text.empty() && text.front() >= '1' && text.front() <= '9';
  };
  const bool plain = is_plain(value);
  for (const EnumValue& entry : values) {
    if (entry.last.empty() && entry.value == value) return &entry;
    if (!number || (plain && entry.last.empty() && is_plain(entry.value))) continue;
    const std::optional<std::int64_t> first = to_integer(entry.value);
    if (!first) continue;
    if (entry.last.empty() ? *first == *number : *first <= *number && *number <= to_integer(entry.last))
      return &entry;
  }
  if (number) return nullptr;
  for (const EnumValue& entry : values) {
    for (const std::string& word : entry.words) {
      if (same_letters(word, value)) return &entry;
    }
  }
  return nullptr;
}

std::optional<TimerCoding> timer_coding(std::string_view timer) {
  constexpr std::pair<std::string_view, TimerCoding> codings[] = {{"T3312", TimerCoding::gprs_timer_3},
                                                                  {"T3314", TimerCoding::gprs_timer},
                                                                  {"T3324", TimerCoding::gprs_timer},
                                                                  {"T3412", TimerCoding::gprs_timer_3}};
  for (const auto& [name, coding] : codings) {
    if (name == timer) return coding;
  }
  return std::nullopt;
}

namespace {

bool same_value(std::string_view found, std::string_view wanted) {
  if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
    found = found.substr(1, found.size() - 2);
  if (found == wanted) return true;
  const auto number = to_integer(found);
  return number ? number == to_integer(wanted) : same_letters(found, wanted);
}

}  // namespace

const Parameter& resolved(const Parameter& parameter, const Notation& notation, const Captures& captures) {
  for (const ParameterVariant& variant : parameter.variants) {
    for (const Capture& capture : captures) {
      if (notation.names()[capture.name] != variant.other) continue;
      for (const std::string& value : variant.values) {
        if (same_value(capture.text, value)) return variant.parameter;
      }
    }
  }
  return parameter;
}

const Parameter* Command::parameter(std::string_view parameter_name) const {
  for (const Parameter& item : parameters) {
    if (item.name == parameter_name) return &item;
  }
  return nullptr;
}

CommandId Dialect::find_command(std::string_view name) const noexcept {
  if (name_slots_.empty()) return no_command;
  const std::uint32_t hash = token_hash(name, true);
  const std::size_t mask = name_slots_.size() - 1;
  for (std::size_t slot = hash & mask; name_slots_[slot].command != no_command; slot = (slot + 1) & mask) {
    if (name_slots_[slot].hash == hash && same_folded(commands_[name_slots_[slot].command].name, name)) {
      return name_slots_[slot].command;
    }
  }
  return no_command;
}

std::span<const RuleId> Dialect::candidates(std::string_view line) const noexcept {
  const LeadSlot* found = &any_lead_;
  if (!lead_slots_.empty()) {
    const std::string_view token = lead_token(line);
    const std::uint32_t hash = token_hash(token, false);
    const std::size_t mask = lead_slots_.size() - 1;
    for (std::size_t slot = hash & mask; !lead_slots_[slot].token.empty(); slot = (slot + 1) & mask) {
      if (lead_slots_[slot].hash == hash && lead_slots_[slot].token == token) {
        found = &lead_slots_[slot];
        break;
      }
    }
  }
  return std::span<const RuleId>(candidate_ids_).subspan(found->begin, found->end - found->begin);
}

std::optional<SettingId> Dialect::find_setting(std::string_view name) const {
  for (std::size_t id = 0; id < settings_.size(); ++id) {
    if (settings_[id].name == name) return static_cast<SettingId>(id);
  }
  return std::nullopt;
}

const Enumeration* Dialect::find_enumeration(std::string_view name) const {
  if (name.empty()) return nullptr;
  for (const auto& enumeration : enumerations_) {
    if (enumeration->name == name) return enumeration.get();
  }
  return nullptr;
}

const Machine* Dialect::find_machine(std::string_view name) const {
  for (const Machine& machine : machines_) {
    if (machine.name == name) return &machine;
  }
  return nullptr;
}

const Parameter* Dialect::parameter(std::string_view name) const {
  for (const Parameter& item : parameters_) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

const Limit& Dialect::max_response(const Command* command, const FormRule* form) const {
  if (form != nullptr && form->max_response) return *form->max_response;
  if (command != nullptr && command->max_response) return *command->max_response;
  return default_max_response_;
}

}  // namespace atscope::grammar

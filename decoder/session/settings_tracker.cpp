// SPDX-License-Identifier: MIT
#include "decoder/session/settings_tracker.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "decoder/session/command_line.h"
#include "decoder/session/transaction_table.h"

namespace atscope::session {
namespace {

using grammar::Captures;
using grammar::Form;
using grammar::Knowledge;

// A missing number after a basic command is 0 (V.250 clause 5.3.1).
std::optional<std::int64_t> number(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.empty()) return 0;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> captured(const grammar::Notation& notation, const Captures& captures,
                                     std::string_view parameter) {
  for (const grammar::Capture& capture : captures) {
    if (notation.names()[capture.name] == parameter && !capture.fixed) return number(capture.text);
  }
  return std::nullopt;
}

}  // namespace

SettingsTracker::SettingsTracker(const grammar::Dialect& dialect) : dialect_(&dialect) {
  restarted();
  for (const grammar::Command& command : dialect.commands()) {
    command_sets_.push_back(!command.settings.empty());
  }
  for (const grammar::LineRule& rule : dialect.line_rules()) {
    const auto begin = static_cast<std::uint32_t>(told_.size());
    if (rule.command != grammar::no_command && !rule.text) {
      const auto& names = rule.notation.names();
      for (const grammar::SettingRule& setting : dialect.command(rule.command).settings) {
        if (std::find(names.begin(), names.end(), setting.parameter) != names.end())
          told_.push_back({setting.setting, setting.parameter});
      }
    }
    told_by_.push_back({begin, static_cast<std::uint32_t>(told_.size())});
  }
}

void SettingsTracker::restarted() {
  ++version_;
  values_.clear();
  for (const grammar::SettingInfo& setting : dialect_->settings())
    values_.push_back({setting.initial, Knowledge::assumed});
}

void SettingsTracker::set(grammar::SettingId setting, std::int64_t value, Knowledge knowledge) {
  grammar::SettingValue& current = values_[setting];
  if (current.value == value && current.knowledge == knowledge) return;
  current = {value, knowledge};
  ++version_;
}

void SettingsTracker::command_succeeded(std::string_view command_line) {
  CommandLine line{command_line};
  CommandItem item;
  while (line.next(item)) {
    const grammar::CommandId id = dialect_->find_command(item.name);
    if (id == grammar::no_command || !command_sets_[id]) continue;
    if (item.form != Form::set && item.form != Form::exec) continue;
    const grammar::Command& command = dialect_->command(id);
    const grammar::FormRule* form = select_form(command, item, values_);
    Captures captures;
    if (form != nullptr && !form->arguments.match(item.arguments, captures)) captures.clear();
    for (const grammar::SettingRule& rule : command.settings) {
      if (rule.form && *rule.form != item.form) continue;
      if (rule.parameter.empty()) {
        set(rule.setting, rule.value, Knowledge::known);
      } else if (form != nullptr) {
        const auto value = captured(form->arguments, captures, rule.parameter);
        // A basic command without a number means 0; a set form without the parameter leaves the setting.
        if (value) set(rule.setting, *value, Knowledge::known);
        if (!value && item.kind == grammar::CommandKind::basic) set(rule.setting, 0, Knowledge::known);
      }
    }
  }
}

void SettingsTracker::answer(grammar::RuleId rule_id, std::string_view line) {
  if (rule_id == grammar::no_rule) return;
  const ToldByRule told = told_by_[rule_id];
  const grammar::Notation& notation = dialect_->rule(rule_id).notation;
  for (std::uint32_t index = told.begin; index < told.end; ++index) {
    const Told& one = told_[index];
    if (const auto leading = notation.leading_value(line, one.parameter)) {
      if (const auto value = number(*leading)) set(one.setting, *value, Knowledge::known);
      continue;
    }
    Captures captures;
    if (!notation.match(line, captures)) return;
    if (const auto value = captured(notation, captures, one.parameter))
      set(one.setting, *value, Knowledge::known);
  }
}

}  // namespace atscope::session

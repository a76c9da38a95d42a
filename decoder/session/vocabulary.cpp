// SPDX-License-Identifier: MIT
#include "decoder/session/vocabulary.h"

#include <algorithm>
#include <charconv>

namespace atscope::session {
namespace {

bool is_integer(std::string_view text, std::int64_t& value) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// An enumeration with numbers wants a bare number, even one that it does not list: "1863" in quotes is no
// registration status.
ValueCheck check_of(const grammar::Parameter* parameter) {
  ValueCheck check;
  if (parameter == nullptr) return check;
  switch (parameter->type) {
    case grammar::ValueType::any:
    case grammar::ValueType::integer:
    case grammar::ValueType::decimal:
    case grammar::ValueType::hex:
    case grammar::ValueType::address:
      break;
    default:  // text, mostly in quotes
      return check;
  }
  std::int64_t number = 0;
  const bool bounded = parameter->minimum || parameter->maximum;
  const bool numbered = parameter->enumeration != nullptr && !parameter->enumeration->values.empty() &&
                        is_integer(parameter->enumeration->values.front().value, number);
  check.integer = bounded || numbered || parameter->type == grammar::ValueType::integer;
  const bool words = parameter->enumeration != nullptr && !numbered;
  if (words) check.integer = false;
  if (parameter->enumeration == nullptr) {
    if (parameter->minimum) check.minimum = *parameter->minimum;
    if (parameter->maximum) check.maximum = *parameter->maximum;
  }
  return check;
}

}  // namespace

bool ValueCheck::fits(std::string_view text) const {
  if (!integer || text.empty()) return true;  // a value may be missing
  std::int64_t number = 0;
  return is_integer(text, number) && number >= minimum && number <= maximum;
}

unsigned Vocabulary::misfits(grammar::RuleId rule, const grammar::Captures& captures) const {
  unsigned count = 0;
  for (const grammar::Capture& capture : captures)
    count += !facts_[rule].checks[capture.name].fits(capture.text);
  return count;
}

Vocabulary::Vocabulary(std::shared_ptr<const grammar::Dialect> dialect) : dialect_(std::move(dialect)) {
  numeric_.fill(grammar::no_rule);
  untagged_.resize(dialect_->commands().size());
  const auto rules = dialect_->line_rules();
  for (std::size_t index = 0; index < rules.size(); ++index) {
    const grammar::LineRule& rule = rules[index];
    const auto id = static_cast<grammar::RuleId>(index);
    const grammar::Command* command =
        rule.command == grammar::no_command ? nullptr : &dialect_->command(rule.command);
    RuleFacts& facts = facts_.emplace_back();
    facts.has_tag = !tag_of(rule.notation.lead()).empty();
    if (command != nullptr && rule.role == grammar::LineRole::answer && !facts.has_tag)
      untagged_[rule.command] = true;
    for (const std::string& name : rule.notation.names()) {
      const grammar::Parameter* parameter = command != nullptr ? command->parameter(name) : nullptr;
      facts.checks.push_back(check_of(parameter != nullptr ? parameter : dialect_->parameter(name)));
    }
    if (rule.raw) raw_rules_.push_back(id);
    if (rule.numeric >= 0 && rule.numeric < static_cast<int>(numeric_.size())) numeric_[rule.numeric] = id;
    if (rule.command == grammar::no_command && rule.role == grammar::LineRole::final_ok &&
        rule.notation.text() == "OK") {
      ok_rule_ = id;
    }
  }
  echo_ = dialect_->find_setting(grammar::well_known::echo);
  verbose_ = dialect_->find_setting(grammar::well_known::verbose);
  quiet_ = dialect_->find_setting(grammar::well_known::quiet);
}

grammar::RuleId Vocabulary::numeric_result(std::string_view digits) const {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value >= numeric_.size()) {
    return grammar::no_rule;
  }
  return numeric_[value];
}

std::string_view tag_of(std::string_view line) {
  if (line.empty()) return {};
  switch (line.front()) {
    case '+':
    case '^':
    case '$':
    case '#':
    case '*':
    case '%':
    case '!':
    case '@':
    case '&':
    case '_':
      break;
    default:
      return {};
  }
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (line.size() < 2 || !is_letter(line[1])) return {};  // a name begins with a letter
  std::size_t end = 1;
  while (end < line.size() && line[end] != ':' && line[end] != ' ' && line[end] != '=' && line[end] != ',' &&
         line[end] != '"') {
    ++end;
  }
  while (end > 1 && line[end - 1] == ' ') --end;
  return end > 1 ? line.substr(0, end) : std::string_view{};
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\0' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool same_letters(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                   [&](char a, char b) { return lower(a) == lower(b); });
}

bool is_readable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F || byte == 0xFE || byte == 0xFF;
  });
}

}  // namespace atscope::session

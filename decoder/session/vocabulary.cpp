// SPDX-License-Identifier: MIT
#include "decoder/session/vocabulary.h"

#include <algorithm>
#include <charconv>

namespace atscope::session {

Vocabulary::Vocabulary(std::shared_ptr<const grammar::Dialect> dialect) : dialect_(std::move(dialect)) {
  numeric_.fill(grammar::no_rule);
  const auto rules = dialect_->line_rules();
  for (std::size_t index = 0; index < rules.size(); ++index) {
    const grammar::LineRule& rule = rules[index];
    const auto id = static_cast<grammar::RuleId>(index);
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

// SPDX-License-Identifier: MIT
#include "decoder/session/command_line.h"

namespace atscope::session {
namespace {

using grammar::CommandKind;
using grammar::Form;

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\0';
}

// V.250 clause 5.4.1: characters of an extended name after its first letter.
constexpr bool is_name_char(char c) {
  return is_letter(c) || is_digit(c) || c == '!' || c == '%' || c == '-' || c == '.' || c == '/' ||
         c == ':' || c == '_';
}

// Tags of extended commands: "+" of V.250 and 3GPP, the others of vendors.
constexpr bool is_extended_tag(char c) {
  switch (c) {
    case '+':
    case '^':
    case '$':
    case '#':
    case '!':
    case '@':
    case '_':
    case '-':
    case '*':
    case '%':
      return true;
    default:
      return false;
  }
}

// What may stand behind a ';' that separates two commands.
constexpr bool may_begin_command(char c) {
  return is_letter(c) || is_extended_tag(c) || c == '&' || c == '\\';
}

}  // namespace

CommandLine::CommandLine(std::string_view line) : line_(line) {
  while (position_ < line_.size() && is_blank(line_[position_])) ++position_;
  const std::string_view body = line_.substr(position_);
  if (body.size() >= 2 && (body[0] == 'A' || body[0] == 'a')) {
    if (body[1] == '/') {
      valid_ = repeat_ = true;
      position_ = line_.size();
    } else if (body[1] == 'T' || body[1] == 't') {
      valid_ = true;
      position_ += 2;
    }
  }
}

bool CommandLine::next(CommandItem& item) {
  if (!valid_) return false;
  while (position_ < line_.size() && (is_blank(line_[position_]) || line_[position_] == ';')) ++position_;
  if (position_ >= line_.size()) return false;

  const std::size_t begin = position_;
  const auto at = [&](std::size_t index) { return index < line_.size() ? line_[index] : '\0'; };
  const auto skip_digits = [&](std::size_t index) {
    while (is_digit(at(index))) ++index;
    return index;
  };
  // Values run to the ';' before the next command; one inside quotes or inside a bare value is text.
  const auto end_of_values = [&](std::size_t index) {
    bool quoted = false;
    for (; index < line_.size(); ++index) {
      if (line_[index] == '"') quoted = !quoted;
      if (line_[index] != ';' || quoted) continue;
      std::size_t behind = index + 1;
      while (is_blank(at(behind)) && behind < line_.size()) ++behind;
      if (behind >= line_.size() || may_begin_command(line_[behind])) return index;
    }
    return line_.size();
  };
  const auto finish = [&](CommandKind kind, std::size_t name_end, std::size_t end) {
    item.kind = kind;
    item.name = line_.substr(begin, name_end - begin);
    item.arguments = line_.substr(name_end, end - name_end);
    item.offset = static_cast<std::uint32_t>(begin);
    position_ = end;
    while (!item.arguments.empty() && is_blank(item.arguments.back())) item.arguments.remove_suffix(1);
    return true;
  };
  const auto form_at = [&](std::size_t index) {
    if (at(index) == '?') return Form::read;
    if (at(index) != '=') return Form::exec;
    std::size_t behind = index + 1;
    while (is_blank(at(behind)) && behind < line_.size()) ++behind;
    return at(behind) == '?' &&
                   (behind + 1 >= line_.size() || at(behind + 1) == ';' || is_blank(at(behind + 1)))
               ? Form::test
               : Form::set;
  };

  const char first = line_[begin];
  const char second = at(begin + 1);
  // "%C1" is one letter with its value; "*E2CFUN?" is a name, as two letters stand before its operation.
  const auto is_long_name = [&](std::size_t index) {
    std::size_t end = skip_digits(index);
    if (end == index) return false;
    const std::size_t letters = end;
    while (is_letter(at(end))) ++end;
    return end - letters >= 2 && (at(end) == '=' || at(end) == '?');
  };
  const bool one_letter_vendor = (first == '%' || first == '*' || first == '\\') && is_letter(second) &&
                                 !is_letter(at(begin + 2)) && at(begin + 2) != '=' && at(begin + 2) != '?' &&
                                 (first == '\\' || !is_long_name(begin + 2));

  if (first == '&' || first == '\\' || one_letter_vendor) {
    if (!is_letter(second)) return false;
    item.form = form_at(begin + 2);
    return finish(CommandKind::basic, begin + 2,
                  item.form == Form::exec ? skip_digits(begin + 2) : end_of_values(begin + 2));
  }
  if (is_extended_tag(first)) {
    std::size_t name_end = begin + 1;
    if (!is_letter(second) && !is_digit(second)) return false;
    while (name_end < line_.size() && is_name_char(line_[name_end])) ++name_end;
    std::size_t operation = name_end;  // blanks between name and "=" mean nothing
    while (is_blank(at(operation)) && operation < line_.size()) ++operation;
    if (at(operation) != '=' && at(operation) != '?') operation = name_end;
    item.form = form_at(operation);
    const std::size_t end = end_of_values(operation);
    finish(CommandKind::extended, name_end, end);
    item.arguments = line_.substr(operation, end - operation);
    while (!item.arguments.empty() && is_blank(item.arguments.back())) item.arguments.remove_suffix(1);
    return true;
  }
  if (!is_letter(first)) return false;
  if (first == 'D' || first == 'd') {
    // A dial string runs to its ';' (voice) or to the end of the line.
    std::size_t end = line_.find(';', begin);
    end = end == std::string_view::npos ? line_.size() : end + 1;
    item.form = Form::exec;
    return finish(CommandKind::basic, begin + 1, end);
  }
  if (first == 'S' || first == 's') {
    const std::size_t number_end = skip_digits(begin + 1);
    item.form = form_at(number_end);
    std::size_t end = number_end;
    if (item.form == Form::read) end = number_end + 1;
    if (item.form == Form::test) end = end_of_values(number_end);
    if (item.form == Form::set) end = skip_digits(number_end + 1);
    return finish(CommandKind::s_register, begin + 1, end);
  }
  item.form = form_at(begin + 1);
  return finish(CommandKind::basic, begin + 1,
                item.form == Form::exec ? skip_digits(begin + 1) : end_of_values(begin + 1));
}

std::string without_blanks(std::string_view command_line) {
  std::string text;
  bool quoted = false;
  for (const char c : command_line) {
    if (c == '"') quoted = !quoted;
    if (c != ' ' || quoted) text += c;
  }
  return text;
}

bool is_whole_command(std::string_view text) {
  CommandLine line{text};
  if (!line.valid()) return false;
  if (line.repeat()) return true;
  CommandItem item;
  bool extended = false;
  std::size_t basic = 0;
  while (line.next(item)) {
    extended |= item.kind == CommandKind::extended;
    basic += item.kind == CommandKind::basic && item.arguments.empty();
  }
  const std::string rest = without_blanks(line.rest());
  if (!rest.empty() && !extended && basic == 0 && text.find(' ') != std::string_view::npos) {
    const std::string squeezed = without_blanks(text);  // "AT + CSQ"
    return squeezed.size() < text.size() && is_whole_command(squeezed);
  }
  return rest.empty() && (extended || basic <= 3);
}

}  // namespace atscope::session

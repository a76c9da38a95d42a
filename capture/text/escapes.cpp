// SPDX-License-Identifier: MIT
#include "capture/text/escapes.h"

#include <algorithm>
#include <array>

namespace atscope::capture {
namespace {

struct Name {
  std::string_view text;
  char byte;
};

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [&](char a, char b) { return lower(a) == lower(b); });
}

// Each gives the length of the escape at the start of `text` and its byte, or 0. `before` is the byte before.

std::size_t angle(std::string_view text, char /*before*/, char& byte) {
  constexpr std::array<Name, 11> kNames = {{{"<cr>", '\r'},
                                            {"<lf>", '\n'},
                                            {"<ln>", '\n'},
                                            {"<nul>", '\0'},
                                            {"<tab>", '\t'},
                                            {"<esc>", '\x1b'},
                                            {"<ctrl-z>", '\x1a'},
                                            {"<ctrl+z>", '\x1a'},
                                            {"<ctrlz>", '\x1a'},
                                            {"<sub>", '\x1a'},
                                            {"<^z>", '\x1a'}}};
  if (text.front() != '<') return 0;
  for (const Name& name : kNames) {
    if (!starts_with_ignoring_case(text, name.text)) continue;
    byte = name.byte;
    return name.text.size();
  }
  if (text.size() >= 4 && text[3] == '>' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0) {
    byte = static_cast<char>(hex_digit(text[1]) * 16 + hex_digit(text[2]));
    return 4;
  }
  const bool hex = text.size() >= 6 && text[1] == '0' && (text[2] | 0x20) == 'x' && hex_digit(text[3]) >= 0 &&
                   hex_digit(text[4]) >= 0 && text[5] == '>';
  if (!hex) return 0;
  byte = static_cast<char>(hex_digit(text[3]) * 16 + hex_digit(text[4]));
  return 6;
}

std::size_t backslash(std::string_view text, char /*before*/, char& byte) {
  if (text.front() != '\\' || text.size() < 2) return 0;
  constexpr std::array<Name, 12> kNames = {{{"r", '\r'},
                                            {"n", '\n'},
                                            {"t", '\t'},
                                            {"a", '\a'},
                                            {"b", '\b'},
                                            {"f", '\f'},
                                            {"v", '\v'},
                                            {"e", '\x1b'},
                                            {"\"", '"'},
                                            {"'", '\''},
                                            {"\\", '\\'},
                                            {"?", '?'}}};
  const std::string_view rest = text.substr(1);
  if (rest.front() == 'x') {
    if (rest.size() < 3 || hex_digit(rest[1]) < 0 || hex_digit(rest[2]) < 0) return 0;
    byte = static_cast<char>(hex_digit(rest[1]) * 16 + hex_digit(rest[2]));
    return 4;
  }
  const auto octal = [](char c) { return c >= '0' && c <= '7'; };
  if (rest.size() >= 3 && rest[0] <= '3' && octal(rest[0]) && octal(rest[1]) && octal(rest[2])) {
    byte = static_cast<char>((rest[0] - '0') * 64 + (rest[1] - '0') * 8 + (rest[2] - '0'));
    return 4;
  }
  if (rest.front() == '0') {
    byte = '\0';
    return 2;
  }
  for (const Name& name : kNames) {
    if (rest.front() != name.text.front()) continue;
    byte = name.byte;
    return 2;
  }
  return 0;
}

std::size_t brackets(std::string_view text, char /*before*/, char& byte) {
  if (text.front() != '[') return 0;
  constexpr std::array<Name, 5> kNames = {
      {{"[cr]", '\r'}, {"[lf]", '\n'}, {"[esc]", '\x1b'}, {"[sub]", '\x1a'}, {"[ctrl-z]", '\x1a'}}};
  for (const Name& name : kNames) {
    if (!starts_with_ignoring_case(text, name.text)) continue;
    byte = name.byte;
    return name.text.size();
  }
  if (text.size() < 4 || text[3] != ']') return 0;
  if (hex_digit(text[1]) < 0 || hex_digit(text[2]) < 0) return 0;
  byte = static_cast<char>(hex_digit(text[1]) * 16 + hex_digit(text[2]));
  return 4;
}

std::size_t caret(std::string_view text, char /*before*/, char& byte) {
  if (text.front() != '^' || text.size() < 2) return 0;
  if (text[1] == '?') {
    byte = '\x7f';
  } else if (text[1] >= '@' && text[1] <= '_') {
    byte = static_cast<char>(text[1] - '@');
  } else {
    return 0;
  }
  return 2;
}

/// Of ^NAME only the letters that end a line, a text or a byte dump are controls: ^XMODE is an answer.
std::size_t caret_control(std::string_view text, char before, char& byte) {
  const std::size_t size = caret(text, before, byte);
  if (size == 0) return 0;
  const bool letter_follows = text.size() > 2 && text[2] >= 'A' && text[2] <= 'Z';
  const bool line_end = byte == '\r' || byte == '\n';
  return letter_follows && !line_end ? 0 : size;
}

std::size_t dots(std::string_view text, char before, char& byte) {
  if (text.front() != '.') return 0;
  if (before == '\r') {
    byte = '\n';
    return 1;
  }
  if (text.size() < 2 || text[1] != '.') return 0;
  byte = '\r';
  return 1;
}

using Parse = std::size_t (*)(std::string_view, char, char&);

struct Kind {
  std::string_view name;
  Escapes kind;
  Parse parse;
};
constexpr std::array<Kind, 7> kKinds = {{{"none", Escapes::none, nullptr},
                                         {"angle", Escapes::angle, angle},
                                         {"backslash", Escapes::backslash, backslash},
                                         {"brackets", Escapes::brackets, brackets},
                                         {"caret", Escapes::caret, caret_control},
                                         {"dots", Escapes::dots, dots},
                                         {"hex", Escapes::hex, nullptr}}};

void read_hex(std::string_view payload, Unescaped& buffer, Segment& segment, std::size_t columns) {
  constexpr std::size_t kGap = 3;  // groups of eight stand two blanks apart, text further
  Unescaped::Writer writer = buffer.begin(payload.size());
  std::size_t at = 0;
  std::size_t pending = 0;  // blanks since the last byte
  const std::uint64_t start = segment.origin.offset;
  bool first = true;
  while (at < payload.size()) {
    if (payload[at] == ' ' || payload[at] == '\t') {
      ++at;
      ++pending;
      continue;
    }
    if (!first && (pending >= kGap || writer.bytes().size() == columns)) break;
    if (at + 1 >= payload.size() || hex_digit(payload[at]) < 0 || hex_digit(payload[at + 1]) < 0) break;
    if (first) segment.origin.offset = start + at;
    if (!first) writer.shift(pending);
    first = false;
    pending = 0;
    writer.put(static_cast<char>(hex_digit(payload[at]) * 16 + hex_digit(payload[at + 1])), 2);
    at += 2;
  }
  segment.bytes = writer.bytes();
  segment.offset_steps = writer.steps();
}

}  // namespace

std::optional<Escapes> escapes_named(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind.kind;
  }
  return std::nullopt;
}

void unescape(Escapes kind, std::string_view payload, Unescaped& buffer, Segment& segment,
              std::size_t hex_columns) {
  if (kind == Escapes::hex) return read_hex(payload, buffer, segment, hex_columns);
  segment.bytes = payload;
  const Parse parse = kKinds[static_cast<std::size_t>(kind)].parse;
  if (parse == nullptr) return;
  Unescaped::Writer writer = buffer.begin(payload.size());
  char before = '\0';
  while (!payload.empty()) {
    char byte = '\0';
    const std::size_t length = parse(payload, before, byte);
    if (length == 0) {
      byte = payload.front();
      writer.append(byte);
    } else {
      writer.put(byte, length);
    }
    before = byte;
    payload.remove_prefix(length == 0 ? 1 : length);
  }
  if (writer.steps().empty()) return;
  segment.bytes = writer.bytes();
  segment.offset_steps = writer.steps();
}

}  // namespace atscope::capture

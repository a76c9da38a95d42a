// SPDX-License-Identifier: MIT
// Wrappers that change bytes: quoted-printable mail (RFC 2045 §6.7), HTML, colour codes of terminals.
#include <array>

#include "capture/text/escapes.h"
#include "capture/wrap/utf8.h"
#include "capture/wrap/wrapper.h"

namespace atscope::capture {
namespace {

bool is_line_end(std::string_view rest) {
  return rest == "\n" || rest == "\r\n" || rest.empty();
}

bool peel_quoted_printable(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  const std::string_view text = line.bytes();
  std::size_t plain = 0;
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at)) {
    const std::string_view rest = text.substr(at + 1);
    if (is_line_end(rest)) {  // a soft line break
      out.append(line, plain, at - plain);
      return true;
    }
    if (rest.size() < 2 || hex_digit(rest[0]) < 0 || hex_digit(rest[1]) < 0) {
      ++at;
      continue;
    }
    out.append(line, plain, at - plain);
    const char byte = static_cast<char>(hex_digit(rest[0]) * 16 + hex_digit(rest[1]));
    out.append_decoded({&byte, 1}, line, at);
    at += 3;
    plain = at;
  }
  out.append(line, plain, text.size() - plain);
  return true;
}

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 8> kEntities = {{{"lt", "<"},
                                              {"gt", ">"},
                                              {"amp", "&"},
                                              {"quot", "\""},
                                              {"apos", "'"},
                                              {"nbsp", " "},
                                              {"larr", "←"},
                                              {"rarr", "→"}}};

/// Length of the entity at the start of `text`, and what it stands for; 0 if there is none.
std::size_t parse_entity(std::string_view text, std::string& value) {
  constexpr std::size_t kLongest = 10;
  value.clear();
  const std::size_t close = text.substr(0, kLongest).find(';');
  if (text.front() != '&' || close == std::string_view::npos || close < 3) return 0;
  const std::string_view name = text.substr(1, close - 1);
  if (name.front() == '#') {
    const bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
    unsigned code = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const int digit = hex_digit(c);
      if (digit < 0 || (!hex && digit > 9)) return 0;
      code = code * (hex ? 16 : 10) + static_cast<unsigned>(digit);
    }
    append_utf8(code, value);
    return value.empty() ? 0 : close + 1;
  }
  for (const Entity& entity : kEntities) {
    if (entity.name != name) continue;
    value = entity.text;
    return close + 1;
  }
  return 0;
}

/// Length of a tag that only lays text out, at the start of `text`, and whether a line ends there. Logs have
/// words in <> of their own.
std::size_t parse_tag(std::string_view text, bool& ends_line) {
  constexpr std::array<std::string_view, 14> kTags = {
      "br", "p", "pre", "code", "div", "span", "b", "i", "font", "tt", "li", "blockquote", "td", "tr"};
  constexpr std::size_t kLongest = 200;
  const std::size_t close = text.substr(0, kLongest).find('>');
  if (close == std::string_view::npos || close < 2) return 0;
  std::string_view name = text.substr(1, close - 1);
  if (name.starts_with('/')) name.remove_prefix(1);
  name = name.substr(0, std::min(name.find_first_of(" /\t"), name.size()));
  const bool block = name == "p" || name == "div" || name == "li" || name == "tr" || name == "pre";
  ends_line = name == "br" || (block && text[1] == '/');
  return std::find(kTags.begin(), kTags.end(), name) != kTags.end() ? close + 1 : 0;
}

bool peel_html(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  const std::string_view text = line.bytes();
  std::string value;
  std::size_t plain = 0;
  for (std::size_t at = text.find_first_of("&<"); at != std::string_view::npos;
       at = text.find_first_of("&<", at)) {
    value.clear();
    bool ends_line = false;
    const std::size_t size =
        text[at] == '&' ? parse_entity(text.substr(at), value) : parse_tag(text.substr(at), ends_line);
    if (size == 0) {
      ++at;
      continue;
    }
    if (ends_line && text.find_first_not_of(" \r\n", at + size) != std::string_view::npos) value = "\n";
    out.append(line, plain, at - plain);
    out.append_decoded(value, line, at);
    at += size;
    plain = at;
  }
  out.append(line, plain, text.size() - plain);
  return true;
}

/// Length of a control sequence of a terminal (ECMA-48: CSI, OSC, two-byte) at the start of `text`.
std::size_t control_sequence(std::string_view text) {
  if (text.size() < 2) return 0;
  if (text[1] == '[') {
    std::size_t at = 2;
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x40) ++at;
    return at < text.size() && text[at] >= 0x40 ? at + 1 : 0;
  }
  if (text[1] == ']') {
    const std::size_t end = text.find('\a');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  return text[1] == '(' || text[1] == ')' ? std::min<std::size_t>(3, text.size()) : 0;
}

bool peel_colour(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  const std::string_view text = line.bytes();
  std::size_t plain = 0;
  for (std::size_t at = text.find('\x1b'); at != std::string_view::npos; at = text.find('\x1b', at)) {
    const std::size_t size = control_sequence(text.substr(at));
    if (size == 0) {
      ++at;
      continue;
    }
    out.append(line, plain, at - plain);
    at += size;
    plain = at;
  }
  out.append(line, plain, text.size() - plain);
  return true;
}

}  // namespace

bool is_quoted_printable(std::string_view head) {
  constexpr std::size_t kShortestBroken = 55;
  constexpr std::size_t kLongest = 76;
  std::size_t escapes = 0;
  for (std::size_t at = head.find('='); at != std::string_view::npos; at = head.find('=', at + 1)) {
    const std::string_view rest = head.substr(at + 1, 2);
    if (rest.size() < 2) break;
    if (rest.front() == '\n' || rest == "\r\n") {
      // Lines are broken at 76 characters at most, and hardly ever much earlier.
      const std::size_t begin = at == 0 ? 0 : head.rfind('\n', at - 1) + 1;
      if (at - begin >= kShortestBroken && at - begin < kLongest) ++escapes;
      continue;
    }
    const auto upper = [](char c) { return hex_digit(c) >= 0 && !(c >= 'a' && c <= 'f'); };
    if (!upper(rest[0]) || !upper(rest[1])) return false;
    if (rest == "3D") ++escapes;
  }
  return escapes > 0;
}

bool is_html(std::string_view head) {
  for (const std::string_view sign : {"&gt;", "&lt;", "&quot;", "&#39;", "&#x27;", "&#65533;", "&#34;"}) {
    if (head.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

const Wrapper quoted_printable = {"quoted-printable", peel_quoted_printable};
const Wrapper html = {"HTML", peel_html};
const Wrapper ansi_colour = {"terminal colours", peel_colour};

}  // namespace atscope::capture

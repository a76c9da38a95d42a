// SPDX-License-Identifier: MIT
// Wrappers that stand before each line: marks of quoted mail, indentation, a time, a container's name.
#include "capture/wrap/wrapper.h"

namespace atscope::capture {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool keep_from(std::size_t at, const MappedText& line, MappedText& out) {
  out.append(line, at, line.bytes().size() - at);
  return true;
}

/// "> text", "| text": one mark of a quoted mail.
bool peel_quote(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  const std::string_view text = line.bytes();
  if (!text.starts_with('>') && !text.starts_with('|')) return keep_from(0, line, out);
  return keep_from(text.size() > 1 && text[1] == ' ' ? 2 : 1, line, out);
}

bool peel_indent(const MappedText& line, MappedText& out, Peeling& peeling) {
  const std::string_view text = line.bytes();
  if (text.starts_with("```")) return false;
  std::size_t at = 0;
  while (at < text.size() && at < peeling.indent && is_blank(text[at])) ++at;
  return keep_from(at, line, out);
}

/// "TIME text", "[TIME] text".
bool peel_time(const MappedText& line, MappedText& out, Peeling& peeling) {
  const std::string_view text = line.bytes();
  const std::size_t open = text.starts_with('[') ? 1 : 0;
  const std::size_t size = parse_stamp(text.substr(open), peeling.stamp);
  std::size_t at = open + size;
  const bool closed = open == 0 || text.substr(at).starts_with(']');
  if (size == 0 || !closed) {
    peeling.stamp = Stamp{};
    return keep_from(0, line, out);
  }
  at += open;
  if (text.substr(at).starts_with(':')) ++at;
  if (at < text.size() && is_blank(text[at])) ++at;
  return keep_from(at, line, out);
}

/// "modem-1  | text", as docker compose writes it.
bool peel_container(const MappedText& line, MappedText& out, Peeling& /*peeling*/) {
  constexpr std::size_t kLongest = 64;
  const std::string_view text = line.bytes();
  const std::size_t bar = text.substr(0, kLongest).find('|');
  const std::size_t name = text.find_first_of(" \t");
  if (bar == std::string_view::npos || name == 0 || name >= bar ||
      text.substr(name, bar - name).find_first_not_of(" \t") != std::string_view::npos) {
    return false;
  }
  return keep_from(text.substr(bar + 1).starts_with(' ') ? bar + 2 : bar + 1, line, out);
}

}  // namespace

const Wrapper mail_quote = {"quoted mail", peel_quote};
const Wrapper indentation = {"indentation", peel_indent};
const Wrapper leading_time = {"times", peel_time};
const Wrapper container_name = {"container names", peel_container};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
#include "capture/text/written_out.h"

#include <algorithm>
#include <array>
#include <string>

#include "capture/text/formats.h"

namespace atscope::capture {
namespace {

/// So much of a line tells whether it is in hex: whole bytes, apart or not.
constexpr std::size_t kHexReach = 48;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool ends_with_ignoring_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         std::equal(end.begin(), end.end(), text.end() - static_cast<std::ptrdiff_t>(end.size()),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

bool is_hex_command(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, kHexReach)) {
    if (c == ' ' || c == '\t') continue;
    if (hex_digit(c) < 0) return false;
    digits += c;
  }
  return digits.size() % 2 == 0 && (digits.starts_with("4154") || digits.starts_with("6174"));
}

Escapes learn_written_out(std::string_view head,
                          const std::function<std::string_view(std::string_view line)>& command_in) {
  struct Ending {
    Escapes kind;
    std::array<std::string_view, 2> texts;
    int seen = 0;
  };
  int hex_commands = 0;
  std::array<Ending, 3> endings = {{{Escapes::backslash, {"\\r", "\\n"}},
                                    {Escapes::angle, {"<cr>", "<lf>"}},
                                    {Escapes::brackets, {"[cr]", "[lf]"}}}};
  int commands = 0;
  each_line(head, [&](std::string_view line) {
    const std::string_view command = command_in(line);
    const bool hex = is_hex_command(command);
    if (!hex && !looks_like_command(command)) return;
    ++commands;
    hex_commands += static_cast<int>(hex);
    for (Ending& ending : endings) {
      ending.seen +=
          static_cast<int>(std::any_of(ending.texts.begin(), ending.texts.end(), [&](std::string_view text) {
            return ends_with_ignoring_case(command, text);
          }));
    }
  });
  if (hex_commands * 2 > commands) return Escapes::hex;
  for (const Ending& ending : endings) {
    if (ending.seen * 2 > commands) return ending.kind;
  }
  return Escapes::none;
}

}  // namespace atscope::capture

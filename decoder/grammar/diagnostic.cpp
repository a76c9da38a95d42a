// SPDX-License-Identifier: MIT
// A mistake in a dialect file as a person reads it.
#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/load.h"

namespace atscope::grammar {

std::string format(const Diagnostic& diagnostic) {
  const std::string_view severity = diagnostic.warning ? "warning" : "error";
  if (diagnostic.line == 0) return fmt::format("{}: {}: {}\n", diagnostic.file, severity, diagnostic.message);
  std::string result = fmt::format("{}:{}:{}: {}: {}\n", diagnostic.file, diagnostic.line, diagnostic.column,
                                   severity, diagnostic.message);
  if (!diagnostic.source_line.empty()) {
    const std::string& line = diagnostic.source_line;
    const std::string number = std::to_string(diagnostic.line);
    // The caret keeps tabs and counts a UTF-8 character once.
    std::string gap;
    const std::size_t before = std::min<std::size_t>(diagnostic.column - 1, line.size());
    for (const char c : line.substr(0, before)) {
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) gap += c == '\t' ? '\t' : ' ';
    }
    result += fmt::format(" {} | {}\n {} | {}^\n", number, line, std::string(number.size(), ' '), gap);
  }
  if (!diagnostic.expected.empty()) result += fmt::format("  expected: {}\n", diagnostic.expected);
  if (!diagnostic.help.empty()) result += fmt::format("  help: {}\n", diagnostic.help);
  return result;
}

}  // namespace atscope::grammar

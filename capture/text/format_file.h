// SPDX-License-Identifier: MIT
// A log format that a user describes in a small file, one statement a line:
//   // What our gateway prints.
//   format my-gateway "the gateway's own log"
//   sent      "<time> [modem] TX: <payload>"
//   received  "<time> [modem] RX: <payload>"
//   escapes   backslash
//   sample "12:00:01.250 [modem] TX: AT+CSQ\\r"  sent "AT+CSQ\r"
//   sample "12:00:01.300 [boot] ready"           nothing
// Patterns are those of LinePattern; the first one that fits counts. Samples must come out as they say.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "capture/error.h"
#include "capture/text/pattern_format.h"

namespace atscope::capture {

struct FormatMistake {
  std::size_t line = 0;    ///< 1-based
  std::size_t column = 0;  ///< 1-based, in bytes
  std::string message;
  std::string source;  ///< the line of the file
};

struct FormatFile {
  std::string name, description;
  std::vector<std::string> patterns;  ///< what `rules` views
  std::vector<LineRule> rules;
  std::size_t samples = 0;
  PatternSpec spec;
  std::shared_ptr<const std::vector<CompiledRule>> compiled;
};

/// The format that `text` describes, all of its samples tried; else its mistakes, in order.
[[nodiscard]] tl::expected<std::shared_ptr<const FormatFile>, std::vector<FormatMistake>> parse_format_file(
    std::string_view text);

/// Reads the file of a format; `name` is its path, or a name under atscope/formats/ in the user's
/// configuration. Errors: not_found when there is no such file, not_readable, unknown_format with the first
/// mistake.
[[nodiscard]] tl::expected<std::shared_ptr<const FormatFile>, Error> load_format_file(
    const std::string& name);

/// The formats in the user's configuration, by name; those with mistakes are left out.
[[nodiscard]] std::vector<std::shared_ptr<const FormatFile>> user_formats();

[[nodiscard]] std::unique_ptr<Source> open_format_file(std::unique_ptr<Input> input,
                                                       const OpenOptions& options,
                                                       const std::shared_ptr<const FormatFile>& format);

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// How logs write the bytes that cannot be printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "capture/segment.h"
#include "capture/text/unescape.h"

namespace atscope::capture {

enum class Escapes : std::uint8_t {
  none,       ///< the payload stands as it is
  angle,      ///< <CR> <LF> <cr> <ln> <ESC> <CTRL-Z> <0x1A>
  backslash,  ///< as in C: \r \n \t \" \\, \x and exactly two hex digits, \ and three octal digits
  brackets,   ///< [7f] [CR] [LF] [ESC] [SUB] [CTRL-Z]
  caret,      ///< ^M ^Z ^?
  dots,       ///< every control byte is a dot: two of them are read as CR LF
  hex,        ///< pairs of hex digits, with blanks between them or not; what is no pair ends the payload,
              ///< and so do three blanks
};

/// The kind by its name in a format file ("backslash"); nothing for an unknown one.
[[nodiscard]] std::optional<Escapes> escapes_named(std::string_view name);

/// Makes `segment` hold the bytes behind `payload`, which its origin points at. What is no escape is left as
/// it stands. Without escapes the bytes stay where they are; else they live in `buffer`.
/// `hex_columns` is how many bytes a full row of hex holds: what follows them is no hex; 0 is no bound.
void unescape(Escapes kind, std::string_view payload, Unescaped& buffer, Segment& segment,
              std::size_t hex_columns = 0);

/// The value of a hex digit, -1 if it is none.
[[nodiscard]] constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace atscope::capture

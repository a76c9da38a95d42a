// SPDX-License-Identifier: MIT
// UTF-8 as RFC 3629 has it, for text that nobody vouches for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace atscope::report {

struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 0;  ///< bytes it takes; 0: the bytes are no UTF-8
};

/// Decodes the code point at the start of `bytes`, which must not be empty.
[[nodiscard]] CodePoint decode_utf8(std::string_view bytes) noexcept;

[[nodiscard]] bool is_ascii(std::string_view bytes) noexcept;
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

/// Code points that steer a terminal or a reader's eye instead of showing something: C0, DEL, C1,
/// bidirectional controls, invisible separators, tags.
[[nodiscard]] constexpr bool steers_terminal(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

/// Columns that `text` takes on a terminal; East Asian wide code points take two.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
#include "gui/timeline/text.h"

#include <array>
#include <cstdint>

namespace atscope::gui {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool acts(char32_t c) {
  return (c >= 0x80 && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF;
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
  } else if (c < 0x10000) {
    out += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
            static_cast<char>(0x80 | (c & 0x3F))};
  } else {
    out += {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
            static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
  }
}

// The code point at the front and how many bytes it takes; U+FFFD and one byte for what is no UTF-8.
struct Decoded {
  char32_t point;
  std::size_t size;
};
Decoded decode(std::string_view bytes) {
  const auto at = [bytes](std::size_t n) { return static_cast<std::uint8_t>(bytes[n]); };
  const std::uint8_t lead = at(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : 2);
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < size) return {replacement, 1};
  char32_t point = lead & (0x7FU >> size);
  for (std::size_t n = 1; n < size; ++n) {
    if ((at(n) & 0xC0U) != 0x80) return {replacement, 1};
    point = (point << 6) | (at(n) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  return point < least[size] ? Decoded{replacement, 1} : Decoded{point, size};
}

}  // namespace

std::string shown_bytes(std::string_view bytes, std::size_t longest) {
  std::string out;
  std::size_t at = 0;
  while (at < bytes.size() && at < longest) {
    const auto [point, size] = decode(bytes.substr(at));
    at += size;
    if (point == '\r') {
      out += "\\r";
    } else if (point == '\n') {
      out += "\\n";
    } else if (point < 0x20 || point == 0x7F) {
      constexpr std::string_view digits = "0123456789abcdef";
      out += {'\\', 'x', digits[point >> 4], digits[point & 0xF]};
    } else {
      append(out, acts(point) ? replacement : point);
    }
  }
  if (at < bytes.size()) out += "…";
  return out;
}

}  // namespace atscope::gui

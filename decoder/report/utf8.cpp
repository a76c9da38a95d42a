// SPDX-License-Identifier: MIT
#include "decoder/report/utf8.h"

#include <cstring>

namespace atscope::report {

CodePoint decode_utf8(std::string_view bytes) noexcept {
  const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(bytes[index]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  std::uint8_t size = 0;
  char32_t value = 0;
  char32_t least = 0;
  if ((first & 0xE0) == 0xC0) {
    size = 2, value = first & 0x1FU, least = 0x80;
  } else if ((first & 0xF0) == 0xE0) {
    size = 3, value = first & 0x0FU, least = 0x800;
  } else if ((first & 0xF8) == 0xF0) {
    size = 4, value = first & 0x07U, least = 0x10000;
  } else {
    return {};
  }
  if (bytes.size() < size) return {};
  for (std::size_t index = 1; index < size; ++index) {
    if ((byte(index) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(index) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least || value > 0x10FFFF || surrogate) return {};
  return {value, size};
}

bool is_ascii(std::string_view bytes) noexcept {
  const char* position = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= sizeof(std::uint64_t); position += sizeof(std::uint64_t), left -= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, position, sizeof word);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; left > 0; ++position, --left) {
    if ((static_cast<std::uint8_t>(*position) & 0x80U) != 0) return false;
  }
  return true;
}

bool is_utf8(std::string_view bytes) noexcept {
  if (is_ascii(bytes)) return true;
  while (!bytes.empty()) {
    const CodePoint point = decode_utf8(bytes);
    if (point.size == 0) return false;
    bytes.remove_prefix(point.size);
  }
  return true;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    const char32_t c = point.value;
    const bool combining = c >= 0x300 && c <= 0x36F;
    const bool wide =
        (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
        (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    if (!combining) width += wide ? 2 : 1;
    text.remove_prefix(point.size == 0 ? 1 : point.size);
  }
  return width;
}

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
#include "decoder/report/visible_text.h"

#include <fmt/format.h>
#include <iterator>

#include "decoder/report/utf8.h"

namespace atscope::report {
namespace {

void append_hex_byte(std::string& out, char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  out += "\\x";
  out += digits[value >> 4];
  out += digits[value & 0x0F];
}

}  // namespace

void append_visible(std::string& out, std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t plain = 0;
    while (plain < bytes.size() && bytes[plain] >= 0x20 && bytes[plain] < 0x7F) ++plain;
    out.append(bytes.data(), plain);
    bytes.remove_prefix(plain);
    if (bytes.empty()) return;
    switch (bytes.front()) {
      case '\r':
        out += "␍";
        break;
      case '\n':
        out += "␊";
        break;
      case '\t':
        out += "␉";
        break;
      case '\0':
        out += "␀";
        break;
      default: {
        const CodePoint point = decode_utf8(bytes);
        const std::size_t size = point.size == 0 ? 1 : point.size;
        if (point.size == 0 || steers_terminal(point.value)) {
          for (const char byte : bytes.substr(0, size)) append_hex_byte(out, byte);
        } else {
          out.append(bytes.data(), size);
        }
        bytes.remove_prefix(size);
        continue;
      }
    }
    bytes.remove_prefix(1);
  }
}

std::string visible(std::string_view bytes) {
  std::string out;
  append_visible(out, bytes);
  return out;
}

void append_excerpt(std::string& out, std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return append_visible(out, bytes);
  std::size_t end = limit;
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) --end;
  append_visible(out, bytes.substr(0, end));
  fmt::format_to(std::back_inserter(out), "… (+{} bytes)", bytes.size() - end);
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  if (count == 1) return fmt::format("1 {}", singular);
  return plural.empty() ? fmt::format("{} {}s", count, singular) : fmt::format("{} {}", count, plural);
}

std::string duration_text(std::int64_t ns) {
  if (ns < 0) return {};
  const auto value = static_cast<double>(ns);
  if (ns < 1'000'000) return fmt::format("{:.0f} µs", value / 1e3);
  if (ns < 9'950'000) return fmt::format("{:.2f} ms", value / 1e6);
  if (ns < 99'500'000) return fmt::format("{:.1f} ms", value / 1e6);
  if (ns < 999'500'000) return fmt::format("{:.0f} ms", value / 1e6);
  if (ns < 9'995'000'000) return fmt::format("{:.2f} s", value / 1e9);
  if (ns < 600'000'000'000) return fmt::format("{:.1f} s", value / 1e9);
  return fmt::format("{:.1f} min", value / 60e9);
}

}  // namespace atscope::report

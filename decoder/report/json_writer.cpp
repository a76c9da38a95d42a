// SPDX-License-Identifier: MIT
#include "decoder/report/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "decoder/report/utf8.h"

namespace atscope::report {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

constexpr std::array<bool, 256> make_plain_table() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> is_plain = make_plain_table();

void append_unit(std::string& out, std::uint32_t unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 0x0F];
}

void append_escaped(std::string& out, char32_t point) {
  switch (point) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (point < 0x10000) return append_unit(out, static_cast<std::uint32_t>(point));
  const auto offset = static_cast<std::uint32_t>(point) - 0x10000U;
  append_unit(out, 0xD800U + (offset >> 10));
  append_unit(out, 0xDC00U + (offset & 0x3FFU));
}

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 24> text;  // NOLINT: to_chars fills it
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    std::size_t plain = 0;
    while (plain < value.size() && is_plain[static_cast<unsigned char>(value[plain])]) ++plain;
    out.append(value.data(), plain);
    value.remove_prefix(plain);
    if (value.empty()) break;
    const CodePoint point = decode_utf8(value);
    if (point.size == 0) {
      out += "\xEF\xBF\xBD";
      value.remove_prefix(1);
      continue;
    }
    if (point.value == '"' || point.value == '\\' || steers_terminal(point.value)) {
      append_escaped(out, point.value);
    } else {
      out.append(value.data(), point.size);
    }
    value.remove_prefix(point.size);
  }
  out += '"';
}

void JsonWriter::string(std::string_view value) {
  separate();
  append_json_string(out_, value);
  first_ = false;
}

void JsonWriter::number(std::uint64_t value) {
  separate();
  append_number(out_, value);
  first_ = false;
}

void JsonWriter::signed_number(std::int64_t value) {
  separate();
  append_number(out_, value);
  first_ = false;
}

void JsonWriter::real(double value) {
  if (!std::isfinite(value)) return raw("null");
  separate();
  out_ += fmt::format("{}", value);
  first_ = false;
}

void JsonWriter::text_or_hex(std::string_view bytes) {
  if (is_utf8(bytes)) return string("text", bytes);
  key("hex");
  out_ += '"';
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out_ += digits[value >> 4];
    out_ += digits[value & 0x0F];
  }
  out_ += '"';
  first_ = false;
}

}  // namespace atscope::report

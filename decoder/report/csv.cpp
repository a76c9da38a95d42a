// SPDX-License-Identifier: MIT
#include "decoder/report/csv.h"

#include "decoder/report/utf8.h"

namespace atscope::report {

void append_csv(std::string& out, std::string_view value) {
  if (value.find_first_of("\",\r\n") == std::string_view::npos) {
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_bytes(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string escaped;
  while (!bytes.empty()) {
    const CodePoint point = decode_utf8(bytes);
    const std::size_t size = point.size == 0 ? 1 : point.size;
    if (point.size == 0 || steers_terminal(point.value)) {
      for (const char byte : bytes.substr(0, size)) {
        const auto value = static_cast<unsigned char>(byte);
        escaped += "\\x";
        escaped += digits[value >> 4];
        escaped += digits[value & 0x0F];
      }
    } else if (point.value == '\\') {
      escaped += "\\\\";
    } else {
      escaped += bytes.substr(0, size);
    }
    bytes.remove_prefix(size);
  }
  append_csv(out, escaped);
}

}  // namespace atscope::report

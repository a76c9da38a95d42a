// SPDX-License-Identifier: MIT
// Writes JSON into a buffer that is used again and again. Always valid UTF-8, always safe on a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace atscope::report {

/// Keys are literals of the program and are not escaped; values are. The caller keeps the nesting right.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void begin_object(std::string_view key_name) { key(key_name), open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void begin_array(std::string_view key_name) { key(key_name), open('['); }
  void end_array() { close(']'); }

  void string(std::string_view key_name, std::string_view value) { key(key_name), string(value); }
  void number(std::string_view key_name, std::uint64_t value) { key(key_name), number(value); }
  void signed_number(std::string_view key_name, std::int64_t value) { key(key_name), signed_number(value); }
  void real(std::string_view key_name, double value) { key(key_name), real(value); }
  void boolean(std::string_view key_name, bool value) { key(key_name), raw(value ? "true" : "false"); }
  void null(std::string_view key_name) { key(key_name), raw("null"); }
  /// `value` is JSON already.
  void raw(std::string_view key_name, std::string_view value) { key(key_name), raw(value); }
  /// The value, or null when it is empty.
  void string_or_null(std::string_view key_name, std::string_view value) {
    value.empty() ? null(key_name) : string(key_name, value);
  }

  // Elements of an array.
  void string(std::string_view value);
  void number(std::uint64_t value);
  void signed_number(std::int64_t value);
  void real(double value);
  void raw(std::string_view value) { separate(), out_ += value, first_ = false; }

  /// "text": "…", or "hex": "…" when the bytes are no UTF-8.
  void text_or_hex(std::string_view bytes);

 private:
  void separate() {
    if (!first_) out_ += ',';
  }
  void open(char bracket) { separate(), out_ += bracket, first_ = true; }
  void close(char bracket) { out_ += bracket, first_ = false; }
  void key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;  // no comma between a key and its value
  }

  std::string& out_;
  bool first_ = true;
};

/// Appends a JSON string with its quotes. Control bytes, DEL, C1 and bidirectional controls are escaped;
/// bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view value);

}  // namespace atscope::report

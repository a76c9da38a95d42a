// SPDX-License-Identifier: MIT
// The values that a filter can hold, read from their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atscope::query {

/// "\"", "\\", "\n", "\r", "\t", "\0" and "\x1a" resolved; the offset of a bad escape in `bad`.
[[nodiscard]] std::optional<std::string> unescape(std::string_view text, std::size_t& bad);
/// "41:54:0d": at least two bytes in hexadecimal digits.
[[nodiscard]] std::optional<std::string> byte_string(std::string_view text);
/// Decimal, or hexadecimal with 0x.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);
[[nodiscard]] std::optional<double> number(std::string_view text);
/// "500ms", "2 s", "1.5min": nanoseconds. Nothing without a unit of time (ns, us, ms, s, min, h).
[[nodiscard]] std::optional<double> duration_ns(std::string_view text);
/// "-90dBm", "-90 dBm": number and unit, which may be empty.
struct Quantity {
  double number = 0;
  std::string_view unit;
};
[[nodiscard]] std::optional<Quantity> quantity(std::string_view text);

struct TimeValue {
  enum class Kind : std::uint8_t { date, time_of_day, seconds };
  Kind kind = Kind::seconds;
  std::int64_t ns = 0;  ///< since 1970 in UTC; since midnight; since the start of the clock
};
/// "2026-03-14", "2026-03-14T09:27:15.5Z", "09:27", "09:27:15.250", "12.5".
[[nodiscard]] std::optional<TimeValue> time_value(std::string_view text);

[[nodiscard]] bool equal_letters(std::string_view left, std::string_view right);
/// The name of a decoded value as a filter writes it: small letters, "_" for blanks and slashes.
[[nodiscard]] std::string filter_name(std::string_view name);
[[nodiscard]] bool is_filter_name(std::string_view filter_name, std::string_view name);

}  // namespace atscope::query

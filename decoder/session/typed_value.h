// SPDX-License-Identifier: MIT
// What one value on the wire means by its type: addresses, times, timers, bytes in hexadecimal digits.
// Everything here takes foreign bytes: what has not the shape of its type gives nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decoder/grammar/dialect.h"

namespace atscope::session {

/// Without the quotes around it; a list of values that begins and ends in quotes stays as it is.
[[nodiscard]] std::string_view unquoted(std::string_view value);
/// A whole decimal number; '+' may stand before it.
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text);
/// A whole number in hexadecimal digits, with or without "0x".
[[nodiscard]] std::optional<std::int64_t> hex_number_of(std::string_view text);
/// A whole number in binary digits, at most 62 of them.
[[nodiscard]] std::optional<std::int64_t> bits_of(std::string_view text);

/// Seconds that the octet says (eight binary digits, or two hexadecimal ones). Infinite when the timer is
/// deactivated; nothing when the text is no octet.
[[nodiscard]] std::optional<double> timer_seconds(std::string_view text, grammar::TimerCoding coding);
/// "6 h", "90 s", "1 h 30 min"
[[nodiscard]] std::string seconds_text(double seconds);

struct Address {
  enum class Kind : std::uint8_t { ipv4, ipv6 };
  Kind kind = Kind::ipv4;
  std::string text;  ///< canonical (RFC 5952 for IPv6); with a mask "192.0.2.1/24"
};
/// IPv4 dotted, IPv6 with colons or as 16 dotted numbers, each alone, with "/length", or with a mask as more
/// dotted numbers behind it (27.007 clause 10.1.23: 8 or 32 numbers). Numbers may have leading zeros.
[[nodiscard]] std::optional<Address> address_of(std::string_view text);

/// "26/03/14,09:26:53+04" as RFC 3339 "2026-03-14T09:26:53+01:00". The year may have four digits, the zone
/// may be missing (then there is none in the result).
[[nodiscard]] std::optional<std::string> time_of(std::string_view text);

/// The bytes of an even number of hexadecimal digits; at most `limit` of them.
[[nodiscard]] std::optional<std::string> octets_of(std::string_view text, std::size_t limit = 4096);

/// The text with \22, \0D … resolved; nothing when it has no such escape.
[[nodiscard]] std::optional<std::string> unescaped(std::string_view text);

/// UTF-8 without control characters other than TAB, CR and LF.
[[nodiscard]] bool is_plain_text(std::string_view bytes);

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
#include "decoder/session/typed_value.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>

namespace atscope::session {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text, int base) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Leading ones, when nothing but zeros follows them.
std::optional<unsigned> prefix_length(const std::uint8_t* mask, std::size_t size) {
  unsigned length = 0;
  bool ended = false;
  for (std::size_t at = 0; at < size; ++at) {
    for (int bit = 7; bit >= 0; --bit) {
      const bool set = (mask[at] >> bit & 1) != 0;
      if (set && ended) return std::nullopt;
      ended = ended || !set;
      length += set;
    }
  }
  return length;
}

std::string ip_text(int family, const std::uint8_t* bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  return inet_ntop(family, bytes, text, sizeof text) == nullptr ? std::string() : text;
}

Address with_mask(int family, const std::uint8_t* bytes, std::size_t size) {
  Address address{family == AF_INET ? Address::Kind::ipv4 : Address::Kind::ipv6, ip_text(family, bytes)};
  const std::uint8_t* mask = bytes + size;
  if (const auto length = prefix_length(mask, size)) {
    address.text += fmt::format("/{}", *length);
  } else {
    address.text += " mask " + ip_text(family, mask);
  }
  return address;
}

// "a1.a2. … .an", n of 4, 8, 16 and 32; of 20 an IPv4 address with an IPv6 one behind it.
std::optional<Address> dotted(std::string_view text) {
  std::array<std::uint8_t, 32> bytes{};
  std::size_t count = 0;
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const auto part = number_of<unsigned>(text.substr(0, dot), 10);
    if (!part || *part > 255 || dot > 3 || count == bytes.size()) return std::nullopt;
    bytes[count++] = static_cast<std::uint8_t>(*part);
    if (dot == text.size()) break;
    text.remove_prefix(dot + 1);
  }
  switch (count) {
    case 4:
      return Address{Address::Kind::ipv4, ip_text(AF_INET, bytes.data())};
    case 8:
      return with_mask(AF_INET, bytes.data(), 4);
    case 16:
      return Address{Address::Kind::ipv6, ip_text(AF_INET6, bytes.data())};
    case 20:
      return Address{Address::Kind::ipv4,
                     ip_text(AF_INET, bytes.data()) + " " + ip_text(AF_INET6, bytes.data() + 4)};
    case 32:
      return with_mask(AF_INET6, bytes.data(), 16);
    default:
      return std::nullopt;
  }
}

std::optional<Address> with_colons(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof buffer) return std::nullopt;
  std::copy(text.begin(), text.end(), buffer);
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET6, buffer, bytes.data()) != 1) return std::nullopt;
  return Address{Address::Kind::ipv6, ip_text(AF_INET6, bytes.data())};
}

// Takes digits from the front: between `least` and `most` of them.
std::optional<unsigned> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t size = 0;
  while (size < text.size() && size < most && is_digit(text[size])) ++size;
  if (size < least) return std::nullopt;
  const auto value = number_of<unsigned>(text.substr(0, size), 10);
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string_view unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
  const std::string_view inside = value.substr(1, value.size() - 2);
  // A comma behind the first quote inside: a list of values. Else the quotes inside are the value's own.
  const std::size_t quote = inside.find('"');
  return quote == inside.npos || inside.substr(quote + 1, 1) != "," ? inside : value;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && is_digit(text[1])) text.remove_prefix(1);
  return number_of<std::int64_t>(text, 10);
}

std::optional<std::int64_t> hex_number_of(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  if (text.empty() || text.front() == '-') return std::nullopt;
  return number_of<std::int64_t>(text, 16);
}

std::optional<std::int64_t> bits_of(std::string_view text) {
  if (text.empty() || text.size() > 62 || text.front() == '-') return std::nullopt;
  return number_of<std::int64_t>(text, 2);
}

std::optional<double> timer_seconds(std::string_view text, grammar::TimerCoding coding) {
  std::optional<std::int64_t> octet;
  if (text.size() == 8) octet = bits_of(text);
  if (text.size() == 2) octet = hex_number_of(text);
  if (!octet) return std::nullopt;
  constexpr double deactivated = std::numeric_limits<double>::infinity();
  // 24.008 table 10.5.172: all values of the unit that it does not list mean one minute.
  constexpr double gprs_timer[] = {2, 60, 360, 60, 60, 60, 60, deactivated};
  // 24.008 table 10.5.163a
  constexpr double gprs_timer_3[] = {600, 3600, 36000, 2, 30, 60, 1152000, deactivated};
  const auto unit = static_cast<std::size_t>(*octet >> 5);
  const double step = coding == grammar::TimerCoding::gprs_timer ? gprs_timer[unit] : gprs_timer_3[unit];
  return step == deactivated ? deactivated : step * static_cast<double>(*octet & 0x1F);
}

std::string seconds_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (static_cast<double>(whole) != seconds || whole < 120) return fmt::format("{} s", seconds);
  std::string text;
  const auto add = [&](std::int64_t count, const char* unit) {
    if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, unit);
  };
  add(whole / 3600, "h");
  add(whole / 60 % 60, "min");
  add(whole % 60, "s");
  return text;
}

std::optional<Address> address_of(std::string_view text) {
  std::optional<unsigned> length;
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    length = number_of<unsigned>(text.substr(slash + 1), 10);
    if (!length) return std::nullopt;
    text = text.substr(0, slash);
  }
  std::optional<Address> address =
      text.find(':') != std::string_view::npos ? with_colons(text) : dotted(text);
  if (!address || !length) return address;
  if (*length > (address->kind == Address::Kind::ipv4 ? 32U : 128U)) return std::nullopt;
  if (address->text.find_first_of("/ ") != std::string::npos) return std::nullopt;
  address->text += fmt::format("/{}", *length);
  return address;
}

std::optional<std::string> time_of(std::string_view text) {
  const std::size_t first = std::min(text.find('/'), text.size());
  std::optional<unsigned> year = take_number(text, 2, first == 4 ? 4 : 2);
  if (!year || !take(text, '/')) return std::nullopt;
  if (first != 4) *year += 2000;
  const auto month = take_number(text, 1, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '/')) return std::nullopt;
  const auto day = take_number(text, 1, 2);
  if (!day || *day < 1 || *day > 31 || !take(text, ',')) return std::nullopt;
  while (take(text, ' ')) {
  }
  const auto hour = take_number(text, 1, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 1, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 1, 2);
  if (!second || *second > 60) return std::nullopt;
  std::string result =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", *year, *month, *day, *hour, *minute, *second);
  if (text.empty()) return result;
  const char sign = text.front();
  if (sign != '+' && sign != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto quarters = take_number(text, 1, 2);
  if (!quarters || *quarters > 96 || !text.empty()) return std::nullopt;
  return result + fmt::format("{}{:02}:{:02}", sign, *quarters / 4, *quarters % 4 * 15);
}

std::optional<std::string> octets_of(std::string_view text, std::size_t limit) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    if (bytes.size() < limit) bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::optional<std::string> unescaped(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return std::nullopt;
  std::string bytes;
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '\\' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 &&
                        hex_digit(text[at + 2]) >= 0;
    if (!escape) {
      bytes += text[at];
      continue;
    }
    bytes += static_cast<char>(hex_digit(text[at + 1]) << 4 | hex_digit(text[at + 2]));
    any = true;
    at += 2;
  }
  if (!any) return std::nullopt;
  return bytes;
}

bool is_plain_text(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80) {
      if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F) return false;
      ++at;
      continue;
    }
    const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    if (byte < 0xC2 || byte > 0xF4 || at + size > bytes.size()) return false;
    for (std::size_t next = 1; next < size; ++next) {
      if ((static_cast<unsigned char>(bytes[at + next]) & 0xC0) != 0x80) return false;
    }
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    if ((byte == 0xE0 && second < 0xA0) || (byte == 0xED && second > 0x9F) ||
        (byte == 0xF0 && second < 0x90) || (byte == 0xF4 && second > 0x8F) ||
        (byte == 0xC2 && second < 0xA0)) {
      return false;
    }
    at += size;
  }
  return true;
}

}  // namespace atscope::session

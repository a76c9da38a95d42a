// SPDX-License-Identifier: MIT
#include "decoder/query/value_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace atscope::query {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char in_filter(char c) {
  return c == ' ' || c == '/' ? '_' : small(c);
}

std::optional<std::int64_t> digits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t size = 0;
  std::int64_t value = 0;
  while (size < most && size < text.size() && text[size] >= '0' && text[size] <= '9')
    value = value * 10 + (text[size++] - '0');
  if (size < least) return std::nullopt;
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// "09:27[:15[.250]]"
std::optional<std::int64_t> clock_ns(std::string_view& text) {
  const auto hour = digits(text, 1, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = digits(text, 2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t ns = (*hour * 60 + *minute) * 60'000'000'000;
  if (!take(text, ':')) return ns;
  const auto second = digits(text, 2, 2);
  if (!second || *second > 60) return std::nullopt;
  ns += *second * 1'000'000'000;
  if (!take(text, '.')) return ns;
  std::int64_t step = 100'000'000;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    ns += (text.front() - '0') * step;
    step /= 10;
    text.remove_prefix(1);
  }
  return ns;
}

// Days since 1970-01-01 in the Gregorian calendar.
std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

}  // namespace

std::optional<std::string> unescape(std::string_view text, std::size_t& bad) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      result += text[at];
      continue;
    }
    bad = at;
    const char c = ++at < text.size() ? text[at] : '\0';
    switch (c) {
      case '"':
      case '\\':
        result += c;
        break;
      case 'n':
        result += '\n';
        break;
      case 'r':
        result += '\r';
        break;
      case 't':
        result += '\t';
        break;
      case '0':
        result += '\0';
        break;
      case 'x': {
        const int high = at + 1 < text.size() ? hex_digit(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        result += static_cast<char>(high << 4 | low);
        at += 2;
        break;
      }
      default:
        return std::nullopt;
    }
  }
  return result;
}

std::optional<std::string> byte_string(std::string_view text) {
  std::string bytes;
  if (text.size() < 5 || text.size() % 3 != 2) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0 || (at + 2 < text.size() && text[at + 2] != ':')) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
    if (text.starts_with('-')) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Quantity> quantity(std::string_view text) {
  if (const auto whole = whole_number(text)) return Quantity{static_cast<double>(*whole), {}};
  Quantity result;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), result.number, std::chars_format::fixed);
  if (text.empty() || error != std::errc()) return std::nullopt;
  result.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (!result.unit.empty() && result.unit.front() == ' ') result.unit.remove_prefix(1);
  const auto part = [](char c) { return small(c) >= 'a' && small(c) <= 'z'; };
  const bool unit = std::all_of(result.unit.begin(), result.unit.end(),
                                [&](char c) { return part(c) || c == '%' || c == '/' || c == ' '; });
  if (!unit || std::isnan(result.number) || std::isinf(result.number)) return std::nullopt;
  return result;
}

std::optional<double> number(std::string_view text) {
  const auto found = quantity(text);
  if (!found || !found->unit.empty()) return std::nullopt;
  return found->number;
}

std::optional<double> duration_ns(std::string_view text) {
  const auto found = quantity(text);
  if (!found) return std::nullopt;
  constexpr std::pair<std::string_view, double> units[] = {{"ns", 1},  {"us", 1e3},   {"ms", 1e6},
                                                           {"s", 1e9}, {"min", 60e9}, {"h", 3600e9}};
  for (const auto& [unit, ns] : units) {
    if (found->unit == unit) return found->number * ns;
  }
  return std::nullopt;
}

std::optional<TimeValue> time_value(std::string_view text) {
  if (const auto seconds = number(text)) {
    if (std::abs(*seconds) > 9e9) return std::nullopt;
    return TimeValue{TimeValue::Kind::seconds, static_cast<std::int64_t>(*seconds * 1e9)};
  }
  std::string_view rest = text;
  if (text.size() < 10 || text[4] != '-') {
    const auto ns = clock_ns(rest);
    if (!ns || !rest.empty()) return std::nullopt;
    return TimeValue{TimeValue::Kind::time_of_day, *ns};
  }
  const auto year = digits(rest, 4, 4);
  if (!year || *year < 1970 || *year > 2200 || !take(rest, '-')) return std::nullopt;
  const auto month = digits(rest, 2, 2);
  if (!month || *month < 1 || *month > 12 || !take(rest, '-')) return std::nullopt;
  const auto day = digits(rest, 2, 2);
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  TimeValue value{TimeValue::Kind::date, days_since_1970(*year, *month, *day) * 86'400'000'000'000};
  if (rest.empty()) return value;
  if (!take(rest, 'T') && !take(rest, ' ')) return std::nullopt;
  const auto ns = clock_ns(rest);
  if (!ns) return std::nullopt;
  take(rest, 'Z');
  if (!rest.empty()) return std::nullopt;
  value.ns += *ns;
  return value;
}

bool equal_letters(std::string_view left, std::string_view right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                   [](char a, char b) { return small(a) == small(b); });
}

std::string filter_name(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), in_filter);
  return result;
}

bool is_filter_name(std::string_view wanted, std::string_view name) {
  return wanted.size() == name.size() && std::equal(wanted.begin(), wanted.end(), name.begin(),
                                                    [](char a, char b) { return a == in_filter(b); });
}

}  // namespace atscope::query

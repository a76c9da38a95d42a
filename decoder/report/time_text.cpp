// SPDX-License-Identifier: MIT
#include "decoder/report/time_text.h"

#include <array>
#include <fmt/format.h>
#include <iterator>

namespace atscope::report {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

struct Date {
  std::int64_t year;
  unsigned month, day;
};

// Proleptic Gregorian calendar from days since 1970-01-01; years are counted from March.
constexpr Date date_of(std::int64_t days) {
  days += 719468;
  const std::int64_t era = floor_divide(days, 146097);
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}
static_assert(date_of(0).year == 1970 && date_of(0).month == 1 && date_of(0).day == 1);
static_assert(date_of(11016).year == 2000 && date_of(11016).month == 2 && date_of(11016).day == 29);

void append_padded(std::string& out, std::uint64_t value, int width) {
  std::array<char, 20> digits;  // NOLINT: filled below
  for (int index = width - 1; index >= 0; --index) {
    digits[static_cast<std::size_t>(index)] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), static_cast<std::size_t>(width));
}

}  // namespace

void Rfc3339::append(std::string& out, std::int64_t utc_ns) {
  const std::int64_t second = floor_divide(utc_ns, second_ns);
  if (second != second_ || text_.empty()) {
    second_ = second;
    const std::int64_t days = floor_divide(second, 86400);
    const Date date = date_of(days);
    const std::int64_t of_day = second - days * 86400;
    text_ = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.", date.year, date.month, date.day,
                        of_day / 3600, of_day / 60 % 60, of_day % 60);
  }
  out += text_;
  append_padded(out, static_cast<std::uint64_t>(utc_ns - second * second_ns), 9);
  out += 'Z';
}

std::string_view to_string(capture::Clock clock) {
  switch (clock) {
    case capture::Clock::utc:
      return "utc";
    case capture::Clock::time_of_day:
      return "time-of-day";
    case capture::Clock::monotonic:
      return "monotonic";
    case capture::Clock::none:
      break;
  }
  return "none";
}

void append_seconds(std::string& out, std::int64_t ns) {
  if (ns < 0) out += '-';
  const std::uint64_t magnitude =
      ns < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
  fmt::format_to(std::back_inserter(out), "{}", magnitude / second_ns);
  const std::uint64_t fraction = magnitude % second_ns;
  if (fraction == 0) return;
  out += '.';
  append_padded(out, fraction, 9);
  while (out.back() == '0') out.pop_back();
}

void TimeFields::write(JsonWriter& json, capture::Timestamp time) {
  text_.clear();
  if (time.clock == capture::Clock::utc) {
    text_ += '"';
    rfc3339_.append(text_, time.ns);
    text_ += '"';
    json.raw("time", text_);
    return;
  }
  json.null("time");
  if (!time.known()) return;
  json.string("clock", to_string(time.clock));
  append_seconds(text_, time.ns);
  json.raw("t", text_);
}

void append_clock_time(std::string& out, std::int64_t ns, int decimals) {
  const std::int64_t second = floor_divide(ns, second_ns);
  const std::int64_t of_day = second - floor_divide(second, 86400) * 86400;
  append_padded(out, static_cast<std::uint64_t>(of_day / 3600), 2);
  out += ':';
  append_padded(out, static_cast<std::uint64_t>(of_day / 60 % 60), 2);
  out += ':';
  append_padded(out, static_cast<std::uint64_t>(of_day % 60), 2);
  if (decimals <= 0) return;
  out += '.';
  auto fraction = static_cast<std::uint64_t>(ns - second * second_ns);
  for (int digit = 9; digit > decimals; --digit) fraction /= 10;
  append_padded(out, fraction, decimals);
}

std::string date_text(std::int64_t utc_ns) {
  const Date date = date_of(floor_divide(floor_divide(utc_ns, second_ns), 86400));
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
#include "capture/text/stamp.h"

#include <algorithm>
#include <array>

namespace atscope::capture {
namespace {

using Kind = Stamp::Kind;

constexpr int kDaysInYear = 366;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Walks over the text; `ok` turns false at the first thing that is not as asked for.
struct Scanner {
  std::string_view text;
  std::size_t at = 0;

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : '\0';
  }
  /// `count` digits.
  bool number(int count, int& value) {
    value = 0;
    for (int i = 0; i < count; ++i, ++at) {
      if (!is_digit(peek())) return false;
      value = value * 10 + (text[at] - '0');
    }
    return true;
  }
  bool one_of(std::string_view set) {
    if (at >= text.size() || set.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  }
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_from_civil(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

int day_of_year(int month, int day) {
  constexpr std::array<int, 12> kBefore = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
  return kBefore[static_cast<std::size_t>(month - 1)] + day - 1;
}

bool valid_date(int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/// Fraction digits after the scanner's position: 1 to 9 of them.
bool fraction(Scanner& s, std::int64_t& ns, std::int64_t& resolution) {
  if (!is_digit(s.peek())) return false;
  std::int64_t unit = kNsPerSecond;
  while (is_digit(s.peek()) && unit > 1) {
    unit /= 10;
    ns += (s.peek() - '0') * unit;
    ++s.at;
  }
  while (is_digit(s.peek())) ++s.at;
  resolution = unit;
  return true;
}

/// HH:MM:SS[.fff], also with , or : before the fraction; H:MM:SS.
bool time_of_day(Scanner& s, Stamp& stamp) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  const int hour_digits = is_digit(s.peek(1)) ? 2 : 1;
  if (!s.number(hour_digits, hour) || !s.one_of(":")) return false;
  if (!s.number(2, minute) || !s.one_of(":") || !s.number(2, second)) return false;
  if (hour > 23 || minute > 59 || second > 60) return false;
  stamp.ns = ((hour * 60LL + minute) * 60LL + second) * kNsPerSecond;
  stamp.resolution_ns = kNsPerSecond;
  const char c = s.peek();
  if ((c == '.' || c == ',' || c == ':') && is_digit(s.peek(1))) {
    ++s.at;
    std::int64_t ns = 0;
    fraction(s, ns, stamp.resolution_ns);
    stamp.ns += ns;
    // Zephyr groups the digits: 00:00:28.464,000.
    if (s.peek() == ',' && is_digit(s.peek(1)) && is_digit(s.peek(2)) && is_digit(s.peek(3)) &&
        stamp.resolution_ns == 1'000'000) {
      ++s.at;
      std::int64_t micros = 0;
      fraction(s, micros, stamp.resolution_ns);
      stamp.ns += micros / 1000;
      stamp.resolution_ns = 1000;
    }
  }
  return true;
}

/// Z, +01:00, +0100, after the time; gives what to add to get UTC.
std::int64_t zone(Scanner& s) {
  if (s.peek() == 'Z') {
    ++s.at;
    return 0;
  }
  const char sign = s.peek();
  if (sign != '+' && sign != '-') return 0;
  Scanner t = s;
  ++t.at;
  int hours = 0;
  int minutes = 0;
  if (!t.number(2, hours)) return 0;
  if (t.peek() == ':') ++t.at;
  if (!t.number(2, minutes) || hours > 15 || minutes > 59) return 0;
  s = t;
  const std::int64_t ns = (hours * 60LL + minutes) * 60LL * kNsPerSecond;
  return sign == '+' ? -ns : ns;
}

bool full_date(Scanner s, Stamp& stamp, std::size_t& size) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!s.number(4, year) || !s.one_of("-/.") || !s.number(2, month) || !s.one_of("-/.") ||
      !s.number(2, day)) {
    return false;
  }
  if (year < 1970 || year > 2200 || !valid_date(month, day) || !s.one_of(" T_")) return false;
  if (!time_of_day(s, stamp)) return false;
  stamp.ns += zone(s) + days_from_civil(year, month, day) * kNsPerDay;
  stamp.kind = Kind::date_time;
  size = s.at;
  return true;
}

/// 01-31 03:15:15.fff
bool numeric_month_day(Scanner s, Stamp& stamp, std::size_t& size) {
  int month = 0;
  int day = 0;
  if (!s.number(2, month) || !s.one_of("-/") || !s.number(2, day) || !valid_date(month, day) ||
      !s.one_of(" ")) {
    return false;
  }
  if (!time_of_day(s, stamp)) return false;
  stamp.kind = Kind::month_day;
  stamp.day = day_of_year(month, day);
  size = s.at;
  return true;
}

bool month_name(Scanner& s, int& month) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (s.text.size() < s.at + 3) return false;
  const std::size_t found = kMonths.find(s.text.substr(s.at, 3));
  if (found == std::string_view::npos || found % 3 != 0) return false;
  month = static_cast<int>(found / 3) + 1;
  s.at += 3;
  return true;
}

/// Length of "Thu " at the start of `text`, or 0.
std::size_t weekday(std::string_view text) {
  constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
  if (text.size() < 5 || text[3] != ' ') return 0;
  const std::size_t found = kDays.find(text.substr(0, 3));
  return found != std::string_view::npos && found % 3 == 0 ? 4 : 0;
}

/// [Thu ]Jan 31 03:15:15[.fff][ 2019]
bool named_month_day(Scanner s, Stamp& stamp, std::size_t& size) {
  s.at = weekday(s.text);
  int month = 0;
  int day = 0;
  if (!month_name(s, month) || !s.one_of(" ")) return false;
  if (s.peek() == ' ') ++s.at;
  if (!s.number(is_digit(s.peek(1)) ? 2 : 1, day) || !valid_date(month, day) || !s.one_of(" ")) return false;
  if (!time_of_day(s, stamp)) return false;
  stamp.kind = Kind::month_day;
  stamp.day = day_of_year(month, day);
  Scanner with_year = s;
  int year = 0;
  if (with_year.one_of(" ") && with_year.number(4, year) && year >= 1970 && year <= 2200 &&
      !is_digit(with_year.peek()) && with_year.peek() != ':') {
    stamp.kind = Kind::date_time;
    stamp.day = 0;
    stamp.ns += days_from_civil(year, month, day) * kNsPerDay;
    s = with_year;
  }
  size = s.at;
  return true;
}

/// 1548904515.159 or 12.345678, with blanks in front as printf pads it.
bool seconds(Scanner s, Stamp& stamp, std::size_t& size) {
  constexpr std::int64_t kFirstEpoch = 1'000'000'000;  // 2001: no uptime reaches it
  while (s.peek() == ' ') ++s.at;
  std::int64_t whole = 0;
  int digits = 0;
  while (is_digit(s.peek())) {
    if (++digits > 10) return false;
    whole = whole * 10 + (s.peek() - '0');
    ++s.at;
  }
  if (digits == 0 || !s.one_of(".")) return false;
  stamp.ns = whole * kNsPerSecond;
  if (!fraction(s, stamp.ns, stamp.resolution_ns) || s.peek() == '.' || s.peek() == ':') return false;
  if (whole > INT64_MAX / kNsPerSecond - 1) return false;
  stamp.kind = whole >= kFirstEpoch ? Kind::date_time : Kind::monotonic;
  size = s.at;
  return true;
}

}  // namespace

std::size_t parse_stamp(std::string_view text, Stamp& stamp) {
  stamp = Stamp{};
  if (text.size() < 3) return 0;
  const Scanner s{text};
  std::size_t size = 0;
  const char first = text.front();
  if (is_digit(first)) {
    if (full_date(s, stamp, size) || numeric_month_day(s, stamp, size)) return size;
    Scanner t = s;
    if (time_of_day(t, stamp)) {
      stamp.kind = Kind::time_of_day;
      return t.at;
    }
    if (seconds(s, stamp, size)) return size;
  } else if (first == ' ') {
    if (seconds(s, stamp, size)) return size;
  } else if (named_month_day(s, stamp, size)) {
    return size;
  } else if (const std::size_t day = weekday(text); day != 0 && full_date(Scanner{text, day}, stamp, size)) {
    return size;
  }
  stamp = Stamp{};
  return 0;
}

std::int64_t LogClock::roll_over(const Stamp& stamp) {
  if (stamp.kind == Kind::month_day) {
    int days = stamp.day - last_day_;
    if (days < -kDaysInYear / 2) days += kDaysInYear;
    // The table counts 29 February. A log that steps from the 28th to 1 March ran in a year without one.
    constexpr int kFeb28 = 58;
    constexpr int kMar1 = 60;
    if (days == 2 && last_day_ == kFeb28 && stamp.day == kMar1) days = 1;
    return midnight_ + days * kNsPerDay;
  }
  return last_ns_ - stamp.ns > kNsPerDay / 2 ? midnight_ + kNsPerDay : midnight_;
}

Timestamp LogClock::read(const Stamp& stamp) {
  if (stamp.kind == Kind::none) return {};
  const bool first = kind_ == Kind::none;
  if (first) kind_ = stamp.kind;
  if (stamp.kind != kind_) return {};

  Timestamp time{stamp.ns, Clock::utc};
  if (kind_ == Kind::monotonic) {
    time.clock = Clock::monotonic;
  } else if (kind_ == Kind::month_day || kind_ == Kind::time_of_day) {
    time.clock = Clock::time_of_day;
    if (!first) midnight_ = roll_over(stamp);
    time.ns = midnight_ + stamp.ns;
    last_ns_ = stamp.ns;
    last_day_ = stamp.day;
  }
  if (!first && time.ns < last_time_) ++steps_back_;
  last_time_ = time.ns;
  return time;
}

}  // namespace atscope::capture

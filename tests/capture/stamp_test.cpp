// SPDX-License-Identifier: MIT
#include "capture/text/stamp.h"

#include <gtest/gtest.h>
#include <string_view>

namespace atscope::capture {
namespace {

using Kind = Stamp::Kind;

struct Case {
  std::string_view text;
  std::size_t size;
  Kind kind;
  std::int64_t ns;
  std::int64_t resolution_ns;
  int day = 0;
};

constexpr std::int64_t kSecond = kNsPerSecond;
constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kJan31 = 1'548'904'515 * kSecond;  // 2019-01-31T03:15:15Z
constexpr std::int64_t kQuarterPast3 = ((3 * 60 + 15) * 60 + 15) * kSecond;

class StampForm : public testing::TestWithParam<Case> {};

TEST_P(StampForm, IsReadToItsLastDigit) {
  Stamp stamp;
  EXPECT_EQ(parse_stamp(GetParam().text, stamp), GetParam().size);
  EXPECT_EQ(stamp.kind, GetParam().kind);
  if (GetParam().size == 0) return;
  EXPECT_EQ(stamp.ns, GetParam().ns);
  EXPECT_EQ(stamp.resolution_ns, GetParam().resolution_ns);
  EXPECT_EQ(stamp.day, GetParam().day);
}

constexpr Case kCases[] = {
    {"2019-01-31 03:15:15:159_S:]", 23, Kind::date_time, kJan31 + 159 * kMs, kMs},
    {"2019-01-31 03:15:15", 19, Kind::date_time, kJan31, kSecond},
    {"2019/01/31 03:15:15.159 x", 23, Kind::date_time, kJan31 + 159 * kMs, kMs},
    {"2019-01-31T03:15:15,159Z", 24, Kind::date_time, kJan31 + 159 * kMs, kMs},
    {"2019-01-31T03:15:15.159000001+01:00 x", 35, Kind::date_time, kJan31 + 159 * kMs + 1 - 3600 * kSecond,
     1},
    {"2019-01-31T03:15:15-0230", 24, Kind::date_time, kJan31 + 9000 * kSecond, kSecond},
    {"2024-02-29 00:00:00", 19, Kind::date_time, 1'709'164'800 * kSecond, kSecond},
    {"01-31 03:15:15.159   945", 18, Kind::month_day, kQuarterPast3 + 159 * kMs, kMs, 30},
    {"Jan 31 03:15:15 host", 15, Kind::month_day, kQuarterPast3, kSecond, 30},
    {"Jun  1 03:15:15 host", 15, Kind::month_day, kQuarterPast3, kSecond, 152},
    {"Thu Jan 31 03:15:15 2019 daemon", 24, Kind::date_time, kJan31, kSecond},
    {"03:15:15.159] x", 12, Kind::time_of_day, kQuarterPast3 + 159 * kMs, kMs},
    {"03:15:15", 8, Kind::time_of_day, kQuarterPast3, kSecond},
    {"3:15:15.5", 9, Kind::time_of_day, kQuarterPast3 + 500 * kMs, 100 * kMs},
    {"00:00:28.464,000] <dbg>", 16, Kind::time_of_day, 28'464 * kMs, 1000},
    {"1548904515.159] x", 14, Kind::date_time, kJan31 + 159 * kMs, kMs},
    {"    5.642 AT", 9, Kind::monotonic, 5'642 * kMs, kMs},
    {"12.345678] x", 9, Kind::monotonic, 12'345'678'000, 1000},
    {"12.3456789012 x", 13, Kind::monotonic, 12'345'678'901, 1},
    {"192.168.0.1", 0, Kind::none, 0, 0},
    {"25:00:00", 0, Kind::none, 0, 0},
    {"13-31 03:15:15", 0, Kind::none, 0, 0},
    {"2019-13-31 03:15:15", 0, Kind::none, 0, 0},
    {"Foo 31 03:15:15", 0, Kind::none, 0, 0},
    {"AT+CSQ", 0, Kind::none, 0, 0},
    {"99999999999999999999.5", 0, Kind::none, 0, 0},
    {"03:15", 0, Kind::none, 0, 0},
    {"", 0, Kind::none, 0, 0},
    {"  ", 0, Kind::none, 0, 0},
};
INSTANTIATE_TEST_SUITE_P(Forms, StampForm, testing::ValuesIn(kCases));

std::int64_t read(LogClock& clock, std::string_view text) {
  Stamp stamp;
  EXPECT_NE(parse_stamp(text, stamp), 0U) << text;
  const Timestamp time = clock.read(stamp);
  EXPECT_TRUE(time.known()) << text;
  return time.ns;
}

TEST(LogClock, CountsTheTimeOfDayOverMidnight) {
  LogClock clock;
  EXPECT_EQ(read(clock, "23:59:59.900"), kNsPerDay - 100 * kMs);
  EXPECT_EQ(read(clock, "00:00:00.100"), kNsPerDay + 100 * kMs);
  EXPECT_EQ(read(clock, "23:00:00"), kNsPerDay + 23 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "00:00:01"), 2 * kNsPerDay + kSecond);
  EXPECT_EQ(clock.steps_back(), 0U);
}

TEST(LogClock, CountsASmallStepBackAndStaysInTheDay) {
  LogClock clock;
  EXPECT_EQ(read(clock, "12:00:00"), 12 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "11:59:58"), (12 * 3600 - 2) * kSecond);
  EXPECT_EQ(read(clock, "12:00:01"), (12 * 3600 + 1) * kSecond);
  EXPECT_EQ(clock.steps_back(), 1U);
}

TEST(LogClock, CountsDaysByTheirDateOverTheYear) {
  LogClock clock;
  EXPECT_EQ(read(clock, "12-30 10:00:00.000"), 10 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "12-31 10:00:00.000"), kNsPerDay + 10 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "01-01 09:00:00.000"), 2 * kNsPerDay + 9 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "02-28 09:00:00.000"), 60 * kNsPerDay + 9 * 3600 * kSecond);
  EXPECT_EQ(read(clock, "03-01 09:00:00.000"), 61 * kNsPerDay + 9 * 3600 * kSecond);
  EXPECT_EQ(clock.steps_back(), 0U);
}

TEST(LogClock, GivesNoTimeToAStampOfAnotherKind) {
  LogClock clock;
  EXPECT_EQ(read(clock, "12:00:00"), 12 * 3600 * kSecond);
  Stamp stamp;
  ASSERT_NE(parse_stamp("1548904515.159", stamp), 0U);
  EXPECT_FALSE(clock.read(stamp).known());
  EXPECT_FALSE(clock.read(Stamp{}).known());
}

}  // namespace
}  // namespace atscope::capture

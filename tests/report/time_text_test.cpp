// SPDX-License-Identifier: MIT
#include "decoder/report/time_text.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>

namespace atscope::report {
namespace {

std::string rfc3339(std::int64_t ns) {
  std::string out;
  Rfc3339().append(out, ns);
  return out;
}

std::string time_fields(capture::Timestamp time) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  TimeFields().write(json, time);
  json.end_object();
  return out;
}

TEST(Rfc3339, CoversTheCalendar) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(rfc3339(-1), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(rfc3339(951'782'400'000'000'000), "2000-02-29T00:00:00.000000000Z");
  EXPECT_EQ(rfc3339(1'767'323'045'678'901'234), "2026-01-02T03:04:05.678901234Z");
  EXPECT_EQ(rfc3339(INT64_MAX), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(rfc3339(INT64_MIN), "1677-09-21T00:12:43.145224192Z");
}

TEST(Rfc3339, TheTextOfTheLastSecondIsNotKeptTooLong) {
  Rfc3339 writer;
  std::string out;
  writer.append(out, 1'000'000'000);
  writer.append(out, 1'999'999'999);
  writer.append(out, 2'000'000'000);
  EXPECT_EQ(out,
            "1970-01-01T00:00:01.000000000Z1970-01-01T00:00:01.999999999Z1970-01-01T00:00:02.000000000Z");
}

TEST(TimeFields, SayWhichClockALogHas) {
  using capture::Clock;
  EXPECT_EQ(time_fields({0, Clock::none}), R"({"time":null})");
  EXPECT_EQ(time_fields({0, Clock::utc}), R"({"time":"1970-01-01T00:00:00.000000000Z"})");
  EXPECT_EQ(time_fields({43'865'480'000'000, Clock::time_of_day}),
            R"({"time":null,"clock":"time-of-day","t":43865.48})");
  EXPECT_EQ(time_fields({-1, Clock::monotonic}), R"({"time":null,"clock":"monotonic","t":-0.000000001})");
  EXPECT_EQ(time_fields({5'000'000'000, Clock::monotonic}), R"({"time":null,"clock":"monotonic","t":5})");
}

TEST(ClockTime, WrapsAtMidnightAndCutsDecimals) {
  const auto text = [](std::int64_t ns, int decimals) {
    std::string out;
    append_clock_time(out, ns, decimals);
    return out;
  };
  EXPECT_EQ(text(43'865'480'999'999, 3), "12:11:05.480");
  EXPECT_EQ(text(86'400'000'000'000, 0), "00:00:00");
  EXPECT_EQ(text(-1, 9), "23:59:59.999999999");
}

}  // namespace
}  // namespace atscope::report

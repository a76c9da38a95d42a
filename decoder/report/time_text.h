// SPDX-License-Identifier: MIT
// Times of a log in words: RFC 3339 for programs, clock time for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "capture/segment.h"
#include "decoder/report/json_writer.h"

namespace atscope::report {

/// Appends "2026-01-02T03:04:05.678901234Z". Keeps the text of the last second, as neighbours share it.
class Rfc3339 {
 public:
  void append(std::string& out, std::int64_t utc_ns);

 private:
  std::int64_t second_ = INT64_MIN;
  std::string text_;
};

/// "time", and for logs without a date "clock" and "t" (seconds), as docs/jsonl.md has them.
class TimeFields {
 public:
  void write(JsonWriter& json, capture::Timestamp time);

 private:
  Rfc3339 rfc3339_;
  std::string text_;
};

/// "time-of-day", "monotonic", "utc", "none".
[[nodiscard]] std::string_view to_string(capture::Clock clock);

/// Seconds since the clock's start with nanoseconds, without trailing zeros: "43865.48".
void append_seconds(std::string& out, std::int64_t ns);

/// "03:04:05.678" with `decimals` digits (0 to 9).
void append_clock_time(std::string& out, std::int64_t ns, int decimals);

/// "2026-01-02" of a UTC time.
[[nodiscard]] std::string date_text(std::int64_t utc_ns);

}  // namespace atscope::report

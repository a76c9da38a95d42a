// SPDX-License-Identifier: MIT
// Times as logs write them, and the one clock of a log that they are read on.
#pragma once

#include <cstdint>
#include <string_view>

#include "capture/segment.h"

namespace atscope::capture {

inline constexpr std::int64_t kNsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSecond;

/// A time as it stands in a log line.
struct Stamp {
  enum class Kind : std::uint8_t {
    none,
    date_time,    ///< full date: `ns` since 1970, UTC (a zone in the log is applied, no zone is read as UTC)
    month_day,    ///< date without year: `day` of the year (0-based, 29 February counts), `ns` since midnight
    time_of_day,  ///< `ns` since midnight
    monotonic,    ///< `ns` since an unknown start
  };
  Kind kind = Kind::none;
  int day = 0;
  std::int64_t ns = 0;
  std::int64_t resolution_ns = kNsPerSecond;  ///< the value of its last digit
};

/// Reads a stamp at the start of `text` and gives the number of bytes it takes, 0 if there is none:
///   2019-01-31 03:15:15[.fff][Z|+01:00]   also with / or . in the date, a weekday before it, T before the
///   time, : or , before fff 01-31 03:15:15.fff      Jan 31 03:15:15[.fff]      Thu Jan 31 03:15:15 2019
///   03:15:15[.fff]          1548904515.159 (epoch)     12.345678 (monotonic)
[[nodiscard]] std::size_t parse_stamp(std::string_view text, Stamp& stamp);

/// Gives the stamps of one log a common clock. The first stamp decides which; one that cannot be put on that
/// clock has no time.
class LogClock {
 public:
  [[nodiscard]] Timestamp read(const Stamp& stamp);
  /// How many stamps lay before their predecessor; a jump over midnight is not one.
  [[nodiscard]] std::uint64_t steps_back() const { return steps_back_; }

 private:
  [[nodiscard]] std::int64_t roll_over(const Stamp& stamp);

  Stamp::Kind kind_ = Stamp::Kind::none;
  std::int64_t last_ns_ = 0;   ///< of the stamp before, within its day or on its clock
  std::int64_t midnight_ = 0;  ///< of the stamp before, on the log's clock
  int last_day_ = 0;
  std::int64_t last_time_ = 0;
  std::uint64_t steps_back_ = 0;
};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Settings of the module that change how its traffic is read: echo, verbose, CMEE, link mode …
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace atscope::grammar {

using SettingId = std::uint16_t;

/// Names that the decoder itself looks for. A dialect that extends v250 has them.
namespace well_known {
inline constexpr const char* echo = "echo";        // E: 0 off, 1 on
inline constexpr const char* verbose = "verbose";  // V: 0 digits, 1 words
inline constexpr const char* quiet = "quiet";      // Q: 1 suppresses result codes
inline constexpr const char* cmee = "cmee";        // +CMEE: 0 ERROR, 1 number, 2 text
inline constexpr const char* sms_text = "cmgf";    // +CMGF: 0 PDU, 1 text
}  // namespace well_known

struct SettingInfo {
  std::string name;
  std::string meaning;
  std::int64_t initial = 0;  ///< value after a start of the module
};

enum class Knowledge : std::uint8_t {
  assumed,       ///< the initial value; nothing in the traffic says so
  known,         ///< set or read in this traffic
  contradicted,  ///< the traffic does not fit the value
};

struct SettingValue {
  std::int64_t value = 0;
  Knowledge knowledge = Knowledge::assumed;
};

/// The settings of one channel, by SettingId.
using Settings = std::vector<SettingValue>;

struct Comparison {
  enum class Operator : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
  SettingId setting = 0;
  Operator op = Operator::equal;
  std::int64_t value = 0;
};

/// All comparisons hold; an empty condition always does.
struct Condition {
  std::vector<Comparison> all;

  [[nodiscard]] bool empty() const { return all.empty(); }
  [[nodiscard]] bool holds(const Settings& settings) const;
  /// False only when a *known* setting speaks against it: unknown is not wrong.
  [[nodiscard]] bool possible(const Settings& settings) const;
};

}  // namespace atscope::grammar

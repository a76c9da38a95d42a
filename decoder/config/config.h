// SPDX-License-Identifier: MIT
// What atscope.toml, the environment and --config say, with the place of each value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/policy.h"

namespace atscope::config {

struct ConfigValue {
  std::vector<std::string> items;  ///< one, unless the key is a list
  std::string origin;              ///< "atscope.toml:7", "ATSCOPE_FAIL_ON", "--config", "default"
};

/// The values for one log.
class Config {
 public:
  /// Never null for a key of config_keys(): what nobody says has its default.
  [[nodiscard]] const ConfigValue& value(std::string_view key) const;
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key) const { return text(key) == "true"; }
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view key) const;
  /// What it says about rules and findings; the baseline not counted.
  [[nodiscard]] lint::Policy policy() const;

  struct Level {
    lint::RuleLevel level;
    std::string origin;
  };
  std::map<std::string, ConfigValue, std::less<>> values;
  std::vector<Level> severity;
  std::vector<lint::PolicyLayer> overrides;
  std::vector<std::string> override_origins;
  std::vector<lint::Waiver> waivers;
  std::vector<lint::Expectation> expectations;
  std::string file;  ///< that it was read from; empty without one
};

}  // namespace atscope::config

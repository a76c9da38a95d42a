// SPDX-License-Identifier: MIT
// What atscope.toml, the environment and --config say, with the place of each value.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/policy.h"

namespace atscope::cli {

class Arguments;

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

struct ConfigOptions {
  std::vector<std::string> given;  ///< --config: a file, or KEY=VALUE
  bool isolated = false;
};
/// --config, --isolated.
void declare_config(Arguments& arguments, ConfigOptions& options);

/// Finds and reads configurations; each file once. Mistakes are said on standard error, with the line and a
/// caret.
class ConfigLoader {
 public:
  explicit ConfigLoader(ConfigOptions options);
  ~ConfigLoader();

  /// The configuration for a log ("-" counts as the current folder): the file that --config names, else the
  /// nearest atscope.toml from the log's folder up to the one that holds .git, else the user's. Null after a
  /// mistake.
  [[nodiscard]] const Config* for_log(const std::string& path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::cli

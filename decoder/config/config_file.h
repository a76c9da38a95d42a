// SPDX-License-Identifier: MIT
// Finds the atscope.toml of a log, and reads it together with the environment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decoder/config/config.h"
#include "decoder/grammar/load.h"

namespace atscope::config {

constexpr const char* config_file_name = "atscope.toml";

/// The file for a log ("-" counts as the current folder): what ATSCOPE_CONFIG names, else the nearest
/// atscope.toml from the log's folder up to the one that holds .git, else the user's; empty when there is
/// none.
[[nodiscard]] std::string find_config_file(const std::string& log);

/// A value that is none of its key's.
struct ValueMistake {
  std::string origin, reason, help;
};
struct ConfigMistakes {
  grammar::Diagnostics in_file;
  std::vector<ValueMistake> values;
  [[nodiscard]] bool empty() const { return in_file.empty() && values.empty(); }
};

/// Adds what the file at `path` says to `config`; an empty path says nothing.
void read_config_file(const std::string& path, Config& config, ConfigMistakes& mistakes);
/// Adds what the ATSCOPE_... variables say.
void read_environment(Config& config, ConfigMistakes& mistakes);
/// Adds one value, written as on a command line.
void read_pair(std::string_view key, std::string_view value, const std::string& origin, Config& config,
               ConfigMistakes& mistakes);

}  // namespace atscope::config

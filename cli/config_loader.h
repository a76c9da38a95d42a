// SPDX-License-Identifier: MIT
// The configuration as the command line asks for it: --config, --isolated.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decoder/config/config.h"

namespace atscope::cli {

class Arguments;
using config::Config;

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

  /// The configuration for a log: the file that --config names, else the one that find_config_file() finds.
  /// Null after a mistake.
  [[nodiscard]] const Config* for_log(const std::string& path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::cli

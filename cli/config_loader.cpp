// SPDX-License-Identifier: MIT
#include "cli/config_loader.h"

#include <map>
#include <utility>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "decoder/config/config_file.h"

namespace atscope::cli {

void declare_config(Arguments& arguments, ConfigOptions& options) {
  arguments.list("--config", options.given, "FILE|KEY=VALUE",
                 "Configuration to use, or one value of it (docs/configuration.md)");
  arguments.flag("--isolated", options.isolated, "Read no atscope.toml and no ATSCOPE_... variable");
}

class ConfigLoader::Impl {
 public:
  explicit Impl(ConfigOptions options) : options_(std::move(options)) {
    for (const std::string& given : options_.given) {
      const std::size_t equals = given.find('=');
      if (equals == std::string::npos) {
        file_ = given;
      } else {
        pairs_.emplace_back(given.substr(0, equals), given.substr(equals + 1));
      }
    }
  }

  const Config* for_log(const std::string& log) {
    std::string path = file_;
    if (path.empty() && !options_.isolated) path = config::find_config_file(log);
    const auto known = configs_.find(path);
    if (known != configs_.end()) return known->second.get();
    return (configs_[path] = load(path)).get();
  }

 private:
  [[nodiscard]] std::unique_ptr<Config> load(const std::string& path) const {
    auto read = std::make_unique<Config>();
    config::ConfigMistakes mistakes;
    config::read_config_file(path, *read, mistakes);
    if (!options_.isolated) config::read_environment(*read, mistakes);
    for (const auto& [key, value] : pairs_) config::read_pair(key, value, "--config", *read, mistakes);
    print_diagnostics(mistakes.in_file);
    for (const config::ValueMistake& mistake : mistakes.values)
      complain(mistake.origin, mistake.reason, mistake.help);
    return mistakes.empty() ? std::move(read) : nullptr;
  }

  ConfigOptions options_;
  std::string file_;
  std::vector<std::pair<std::string, std::string>> pairs_;
  std::map<std::string, std::unique_ptr<Config>> configs_;
};

ConfigLoader::ConfigLoader(ConfigOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ConfigLoader::~ConfigLoader() = default;

const Config* ConfigLoader::for_log(const std::string& path) {
  return impl_->for_log(path);
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include "cli/config/config.h"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "cli/arguments.h"
#include "cli/config/config_keys.h"
#include "cli/config/toml_file.h"
#include "cli/console.h"
#include "cli/dialects.h"

namespace atscope::cli {
namespace {

namespace fs = std::filesystem;
constexpr const char* file_name = "atscope.toml";

// A default as it is written: "x", ["x"], true, 1, or nothing.
std::vector<std::string> initial_items(std::string_view text) {
  if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
  if (text.empty()) return {};
  if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
  return {std::string(text)};
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return std::nullopt;
  return text;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// The nearest atscope.toml; the folder that holds .git is the last one that is searched.
fs::path discover(const std::string& log) {
  std::error_code error;
  const fs::path start = log == "-" ? fs::path(".") : fs::path(log).parent_path();
  fs::path folder = fs::absolute(start.empty() ? fs::path(".") : start, error).lexically_normal();
  while (!error) {
    if (is_there(folder / file_name)) return folder / file_name;
    const fs::path parent = folder.parent_path();
    if (is_there(folder / ".git") || parent == folder) break;
    folder = parent;
  }
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  fs::path home = variable("XDG_CONFIG_HOME");
  if (home.empty() && !variable("HOME").empty()) home = variable("HOME") / ".config";
  if (!home.empty() && is_there(home / "atscope" / file_name)) return home / "atscope" / file_name;
  return {};
}

// As a person would write it: relative to here when it lies below.
std::string shown_path(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path below = path.lexically_relative(here);
  return error || below.empty() || below.string().starts_with("../../..") ? path.string() : below.string();
}

}  // namespace

const ConfigValue& Config::value(std::string_view key) const {
  static const std::map<std::string, ConfigValue, std::less<>> initial = [] {
    std::map<std::string, ConfigValue, std::less<>> list;
    for (const ConfigKey& entry : config_keys())
      list[std::string(entry.name)] = {initial_items(entry.initial), "default"};
    return list;
  }();
  const auto found = values.find(key);
  return found != values.end() ? found->second : initial.find(key)->second;
}

std::string Config::text(std::string_view key) const {
  const ConfigValue& found = value(key);
  return found.items.empty() ? std::string() : found.items.front();
}

std::optional<std::uint64_t> Config::number(std::string_view key) const {
  const std::string written = text(key);
  std::uint64_t found = 0;
  if (written.empty() ||
      std::from_chars(written.data(), written.data() + written.size(), found).ec != std::errc())
    return {};
  return found;
}

void declare_config(Arguments& arguments, ConfigOptions& options) {
  arguments.list("--config", options.given, "FILE|KEY=VALUE",
                 "Configuration to use, or one value of it (docs/configuration.md)");
  arguments.flag("--isolated", options.isolated, "Read no atscope.toml and no ATSCOPE_... variable");
}

class ConfigLoader::Impl {
 public:
  explicit Impl(ConfigOptions options) : options_(std::move(options)) {
    if (const char* file = std::getenv("ATSCOPE_CONFIG");
        file != nullptr && *file != '\0' && !options_.isolated)
      file_ = file;
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
    fs::path path = file_;
    if (path.empty() && !options_.isolated) path = discover(log);
    const auto known = configs_.find(path.string());
    if (known != configs_.end()) return known->second.get();
    return (configs_[path.string()] = load(path)).get();
  }

 private:
  std::unique_ptr<Config> load(const fs::path& path) {
    auto config = std::make_unique<Config>();
    bool good = true;
    if (!path.empty()) {
      const auto text = read_file(path);
      if (!text) {
        complain(path.string(), "the configuration cannot be read");
        return nullptr;
      }
      config->file = shown_path(path);
      grammar::Diagnostics diagnostics;
      read_toml(*text, config->file, path.parent_path().string(), *config, diagnostics);
      print_diagnostics(diagnostics);
      good = diagnostics.empty();
    }
    if (!options_.isolated) {
      for (const ConfigKey& key : config_keys()) {
        const std::string name = environment_name(key);
        const char* value = std::getenv(name.c_str());
        if (value != nullptr && *value != '\0') good = set(key.name, value, name, *config) && good;
      }
    }
    for (const auto& [key, value] : pairs_) good = set(key, value, "--config", *config) && good;
    return good ? std::move(config) : nullptr;
  }

  static bool set(std::string_view key, std::string_view value, const std::string& origin, Config& config) {
    std::string reason, help;
    if (read_value(key, value, origin, config, reason, help)) return true;
    complain(origin, reason, help);
    return false;
  }

  ConfigOptions options_;
  fs::path file_;
  std::vector<std::pair<std::string, std::string>> pairs_;
  std::map<std::string, std::unique_ptr<Config>> configs_;
};

ConfigLoader::ConfigLoader(ConfigOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ConfigLoader::~ConfigLoader() = default;

const Config* ConfigLoader::for_log(const std::string& path) {
  return impl_->for_log(path);
}

}  // namespace atscope::cli

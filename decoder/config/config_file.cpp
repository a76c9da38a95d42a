// SPDX-License-Identifier: MIT
#include "decoder/config/config_file.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "decoder/config/config_keys.h"
#include "decoder/config/toml_file.h"

namespace atscope::config {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text;  // by read(): an iterator would throw on a folder
  std::array<char, 4096> block{};
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0)
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) return std::nullopt;
  return text;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// As a person would write it: relative to here when it lies below.
std::string shown_path(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path below = path.lexically_relative(here);
  return error || below.empty() || below.string().starts_with("../../..") ? path.string() : below.string();
}

}  // namespace

std::string find_config_file(const std::string& log) {
  if (const char* named = std::getenv("ATSCOPE_CONFIG"); named != nullptr && *named != '\0') return named;
  std::error_code error;
  const fs::path start = log == "-" ? fs::path(".") : fs::path(log).parent_path();
  fs::path folder = fs::absolute(start.empty() ? fs::path(".") : start, error).lexically_normal();
  while (!error) {
    if (is_there(folder / config_file_name)) return (folder / config_file_name).string();
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
  if (home.empty()) return {};
  home = home / "atscope" / config_file_name;
  return is_there(home) ? home.string() : std::string();
}

void read_config_file(const std::string& path, Config& config, ConfigMistakes& mistakes) {
  if (path.empty()) return;
  const auto text = read_file(path);
  if (!text) {
    mistakes.values.push_back({path, "the configuration cannot be read", {}});
    return;
  }
  config.file = shown_path(path);
  read_toml(*text, config.file, fs::path(path).parent_path().string(), config, mistakes.in_file);
}

void read_environment(Config& config, ConfigMistakes& mistakes) {
  for (const ConfigKey& key : config_keys()) {
    const std::string name = environment_name(key);
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') read_pair(key.name, value, name, config, mistakes);
  }
}

void read_pair(std::string_view key, std::string_view value, const std::string& origin, Config& config,
               ConfigMistakes& mistakes) {
  std::string reason, help;
  if (!read_value(key, value, origin, config, reason, help))
    mistakes.values.push_back({origin, std::move(reason), std::move(help)});
}

}  // namespace atscope::config

// SPDX-License-Identifier: MIT
#include "decoder/config/config.h"

#include <charconv>
#include <system_error>

#include "decoder/config/config_keys.h"

namespace atscope::config {
namespace {

// A default as it is written: "x", ["x"], true, 1, or nothing.
std::vector<std::string> initial_items(std::string_view text) {
  if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
  if (text.empty()) return {};
  if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
  return {std::string(text)};
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

lint::Policy Config::policy() const {
  lint::Policy policy;
  lint::PolicyLayer base{{}, value("lint.select").items, value("lint.ignore").items, {}};
  for (const Level& level : severity) base.levels.push_back(level.level);
  policy.layers.push_back(std::move(base));
  policy.layers.insert(policy.layers.end(), overrides.begin(), overrides.end());
  policy.waivers = waivers;
  policy.expectations = expectations;
  return policy;
}

}  // namespace atscope::config

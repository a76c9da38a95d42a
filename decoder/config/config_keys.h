// SPDX-License-Identifier: MIT
// Every key that atscope.toml can have: one list for reading, checking, showing and the environment.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace atscope::config {

enum class KeyType {
  text,
  path,    ///< relative to the folder of the file that says it
  choice,  ///< one of `choices`
  rules,   ///< list of codes, beginnings of codes, names, globs, presets
  list,    ///< list of texts
  number,
  flag,
  level,  ///< error, warning, note or off
};

struct ConfigKey {
  std::string_view name;  ///< "lint.fail-on"
  KeyType type = KeyType::text;
  std::string_view initial;  ///< as it is written in TOML; empty: nothing
  std::string_view choices;  ///< separated by blanks
  std::string_view meaning;
};

/// Keys that stand once: at the top and in [lint]. [lint.severity] has a key for each rule beside these.
[[nodiscard]] std::span<const ConfigKey> config_keys();
/// Keys of an [[override]] and of a [[waiver]].
[[nodiscard]] std::span<const ConfigKey> override_keys();
[[nodiscard]] std::span<const ConfigKey> waiver_keys();

[[nodiscard]] const ConfigKey* find_key(std::span<const ConfigKey> keys, std::string_view name);
/// "ATSCOPE_FAIL_ON" of "lint.fail-on".
[[nodiscard]] std::string environment_name(const ConfigKey& key);

}  // namespace atscope::config

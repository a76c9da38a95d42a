// SPDX-License-Identifier: MIT
#include "decoder/config/config_keys.h"

#include <array>

namespace atscope::config {
namespace {

constexpr std::array<ConfigKey, 15> keys{{
    {"dialect", KeyType::text, "\"auto\"", "", "what the module speaks: a built-in name or a file"},
    {"format-in", KeyType::text, "\"auto\"", "", "format of the logs"},
    {"role", KeyType::choice, "\"auto\"", "auto dte dce", "who the log means by \"sent\""},
    {"lint.select", KeyType::rules, "[\"default\"]", "", "rules to run"},
    {"lint.ignore", KeyType::rules, "[]", "", "rules not to run"},
    {"lint.fail-on", KeyType::choice, "\"error\"", "error warning note never", "lowest severity that fails"},
    {"lint.fail-on-confidence", KeyType::choice, "\"low\"", "low medium high",
     "lowest confidence that fails"},
    {"lint.fail-on-new", KeyType::flag, "false", "", "anything that is not in the baseline fails"},
    {"lint.max-warnings", KeyType::number, "", "", "more warnings than this fail"},
    {"lint.baseline", KeyType::path, "", "", "findings that are known"},
    {"lint.map-source", KeyType::path, "", "", "folder of the firmware's source"},
    {"lint.path-root", KeyType::path, "", "", "folder that paths in reports for machines are relative to"},
    {"lint.require-reason", KeyType::flag, "false", "", "a waiver must say why"},
    {"lint.statistics", KeyType::flag, "false", "", "say what the logs exercised"},
    {"lint.fail-fast", KeyType::flag, "false", "", "stop at the first finding that fails"},
}};

constexpr std::array<ConfigKey, 7> in_override{{
    {"log", KeyType::text, "", "", "glob of logs"},
    {"channel", KeyType::text, "", "", "glob of channels (ports, devices)"},
    {"test", KeyType::text, "", "", "glob of test cases and other sections of a log"},
    {"select", KeyType::rules, "", "", "rules to run as well"},
    {"ignore", KeyType::rules, "", "", "rules not to run"},
    {"expect", KeyType::rules, "", "", "rules that must find something"},
    {"severity", KeyType::level, "", "", "a table of rules and severities"},
}};

constexpr std::array<ConfigKey, 9> in_waiver{{
    {"rule", KeyType::rules, "", "", "the rule whose findings are known"},
    {"command", KeyType::text, "", "", "glob of the command without its values: \"AT+C*\""},
    {"error", KeyType::text, "", "", "glob of the result: \"+CME ERROR: 14\""},
    {"state", KeyType::text, "", "", "glob of the state: \"tcp: *\""},
    {"log", KeyType::text, "", "", "glob of logs"},
    {"channel", KeyType::text, "", "", "glob of channels"},
    {"test", KeyType::text, "", "", "glob of test cases and other sections"},
    {"reason", KeyType::text, "", "", "why"},
    {"until", KeyType::text, "", "", "last day on which it holds: 2026-12-31"},
}};

}  // namespace

std::span<const ConfigKey> config_keys() {
  return keys;
}

std::span<const ConfigKey> override_keys() {
  return in_override;
}

std::span<const ConfigKey> waiver_keys() {
  return in_waiver;
}

const ConfigKey* find_key(std::span<const ConfigKey> list, std::string_view name) {
  for (const ConfigKey& key : list) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

std::string environment_name(const ConfigKey& key) {
  const std::size_t dot = key.name.rfind('.');
  std::string name = "ATSCOPE_";
  for (const char c : dot == std::string_view::npos ? key.name : key.name.substr(dot + 1)) {
    name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

}  // namespace atscope::config

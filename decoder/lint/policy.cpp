// SPDX-License-Identifier: MIT
#include "decoder/lint/policy.h"

#include <algorithm>
#include <fnmatch.h>
#include <iterator>

#include "decoder/lint/linter.h"

namespace atscope::lint {
namespace {

constexpr int whole_name = 1000;

int best(const std::vector<std::string>& words, const RuleInfo& rule) {
  int found = -1;
  for (const std::string& word : words) found = std::max(found, names_rule(word, rule));
  return found;
}

constexpr Preset presets[] = {Preset::standard, Preset::strict, Preset::pedantic};

const Preset* find_preset(std::string_view word) {
  if (word == "all") return std::prev(std::end(presets));
  const Preset* found = std::find_if(std::begin(presets), std::end(presets),
                                     [&](Preset preset) { return to_string(preset) == word; });
  return found == std::end(presets) ? nullptr : found;
}

// strict takes warnings for errors, pedantic also notes for warnings.
Severity raised(Severity severity, const std::vector<std::string>& words) {
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (severity == Severity::warning && (has("strict") || has("pedantic"))) return Severity::error;
  return severity == Severity::note && has("pedantic") ? Severity::warning : severity;
}

}  // namespace

std::string_view to_string(Preset preset) {
  switch (preset) {
    case Preset::strict:
      return "strict";
    case Preset::pedantic:
      return "pedantic";
    case Preset::standard:
      break;
  }
  return "default";
}

int names_rule(std::string_view word, const RuleInfo& rule) {
  if (word.empty()) return -1;
  if (word == rule.code || word == rule.name) return whole_name;
  if (const Preset* preset = find_preset(word)) return rule.preset <= *preset ? 0 : -1;
  const auto length = static_cast<int>(std::min<std::size_t>(word.size(), whole_name - 1));
  if (rule.code.starts_with(word)) return length;
  if (word.find_first_of("*?[") == std::string_view::npos) return -1;
  const std::string pattern(word);
  return matches_glob(pattern, rule.code) || matches_glob(pattern, rule.name) ? length : -1;
}

bool names_any_rule(std::string_view word) {
  if (find_preset(word) != nullptr) return true;
  const auto all = rules();
  return std::any_of(all.begin(), all.end(),
                     [&](const RuleInfo* rule) { return names_rule(word, *rule) >= 0; });
}

bool waives(const Waiver& waiver, const RuleInfo& rule, const Finding& finding) {
  return names_rule(waiver.rule, rule) >= 0 && matches_glob(waiver.command, finding.command) &&
         matches_glob(waiver.error, finding.error) && matches_glob(waiver.state, finding.state);
}

bool matches_glob(const std::string& pattern, std::string_view text) {
  return pattern.empty() || fnmatch(pattern.c_str(), std::string(text).c_str(), 0) == 0;
}

bool matches_log(const Scope& scope, std::string_view log) {
  if (matches_glob(scope.log, log)) return true;
  for (std::size_t slash = log.find('/'); slash != std::string_view::npos; slash = log.find('/', slash + 1)) {
    if (matches_glob(scope.log, log.substr(slash + 1))) return true;
  }
  return false;
}

std::optional<Severity> level_of(const RuleInfo& rule, Severity severity,
                                 const std::vector<PolicyLayer>& layers, const std::vector<bool>& holds) {
  bool on = true;
  std::optional<Severity> level = severity;
  bool first = true;
  for (std::size_t index = 0; index < layers.size(); ++index) {
    if (!holds[index]) continue;
    const PolicyLayer& layer = layers[index];
    const int selected = best(layer.select, rule);
    const int ignored = best(layer.ignore, rule);
    if (first && !layer.select.empty()) on = selected >= 0;
    if (level) level = raised(*level, layer.select);
    first = false;
    if (selected >= 0 || ignored >= 0) on = selected > ignored;
    int exact = -1;
    for (const RuleLevel& entry : layer.levels) {
      const int names = names_rule(entry.rule, rule);
      if (names < exact || names < 0) continue;
      exact = names;
      level = entry.severity;
    }
  }
  return on ? level : std::nullopt;
}

}  // namespace atscope::lint

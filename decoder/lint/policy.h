// SPDX-License-Identifier: MIT
// What the user says about rules and findings: which rules run, how grave they are, what is known or has to
// happen.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/finding.h"
#include "decoder/lint/rule.h"

namespace atscope::lint {

/// Where something holds. Globs as in fnmatch(3); empty means anywhere. `log` is matched against the whole
/// path, its end, and the file's name.
struct Scope {
  std::string log, channel, section;
};

struct RuleLevel {
  std::string rule;                  ///< code, beginning of codes, name, glob or preset
  std::optional<Severity> severity;  ///< empty: off
};

/// Later layers overrule earlier ones where their scope holds.
struct PolicyLayer {
  Scope scope;
  std::vector<std::string> select, ignore;
  std::vector<RuleLevel> levels;
};

struct Waiver {
  Scope scope;
  std::string rule;
  std::string command, error, state;  ///< globs; empty: any
  std::string reason;
  std::string until;  ///< "2026-12-31", the last day on which it holds; empty: for ever
  std::string place;  ///< "atscope.toml:12"
};

/// Rule, command, error and state fit; scope and date are not asked.
[[nodiscard]] bool waives(const Waiver& waiver, const RuleInfo& rule, const Finding& finding);

/// A rule that has to find something in every log (and section) of its scope.
struct Expectation {
  Scope scope;
  std::string rule;
  std::string place;
};

struct Policy {
  std::vector<PolicyLayer> layers;  ///< the first one decides what runs at all when it selects something
  std::vector<Waiver> waivers;
  std::vector<Expectation> expectations;
  bool use_ignores = true;  ///< false: markers, waivers, expectations and the baseline hide nothing
};

/// How exactly `word` names the rule: -1 not at all, 0 by a preset, then longer beginnings and globs, most by
/// its whole code or name.
[[nodiscard]] int names_rule(std::string_view word, const RuleInfo& rule);
/// Some rule answers to `word`.
[[nodiscard]] bool names_any_rule(std::string_view word);

[[nodiscard]] bool matches_glob(const std::string& pattern, std::string_view text);
[[nodiscard]] bool matches_log(const Scope& scope, std::string_view log);

/// What the layers make of a rule: `severity` is what it would have; `holds[n]` tells whether layer n counts.
/// Empty when it is off.
[[nodiscard]] std::optional<Severity> level_of(const RuleInfo& rule, Severity severity,
                                               const std::vector<PolicyLayer>& layers,
                                               const std::vector<bool>& holds);

}  // namespace atscope::lint

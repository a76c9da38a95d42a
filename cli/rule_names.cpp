// SPDX-License-Identifier: MIT
#include "cli/rule_names.h"

#include <string_view>

#include "cli/console.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/policy.h"

namespace atscope::cli {
std::string nearest_rule(const std::string& word) {
  std::vector<std::string_view> names;
  for (const lint::RuleInfo* rule : lint::rules()) {
    names.push_back(rule->code);
    names.push_back(rule->name);
  }
  return std::string(grammar::nearest(word, names));
}

bool are_rule_names(const std::string& option, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (lint::names_any_rule(word)) continue;
    const std::string near = nearest_rule(word);
    complain(option, "there is no rule '" + word + "'",
             near.empty() ? "atscope explain rules lists them" : "did you mean " + near + "?");
    return false;
  }
  return true;
}

}  // namespace atscope::cli

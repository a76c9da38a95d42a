// SPDX-License-Identifier: MIT
#include "cli/rule_names.h"

#include <algorithm>
#include <string_view>

#include "cli/console.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {
namespace {

bool begins_a_code(std::string_view word) {
  const auto rules = lint::rules();
  return !word.empty() && std::any_of(rules.begin(), rules.end(), [&](const lint::RuleInfo* rule) {
    return rule->code.substr(0, word.size()) == word;
  });
}

}  // namespace

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
    if (begins_a_code(word) || lint::find_rule(word) != nullptr) continue;
    const std::string near = nearest_rule(word);
    complain(option, "there is no rule '" + word + "'",
             near.empty() ? "atscope explain rules lists them" : "did you mean " + near + "?");
    return false;
  }
  return true;
}

}  // namespace atscope::cli

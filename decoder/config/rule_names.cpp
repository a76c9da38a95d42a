// SPDX-License-Identifier: MIT
#include "decoder/config/rule_names.h"

#include <string_view>
#include <vector>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"

namespace atscope::config {

std::string nearest_rule(const std::string& word) {
  std::vector<std::string_view> names;
  for (const lint::RuleInfo* rule : lint::rules()) {
    names.push_back(rule->code);
    names.push_back(rule->name);
  }
  return std::string(grammar::nearest(word, names));
}

}  // namespace atscope::config

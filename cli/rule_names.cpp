// SPDX-License-Identifier: MIT
#include "cli/rule_names.h"

#include "cli/console.h"
#include "decoder/config/rule_names.h"
#include "decoder/lint/policy.h"

namespace atscope::cli {

bool are_rule_names(const std::string& option, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (lint::names_any_rule(word)) continue;
    const std::string near = config::nearest_rule(word);
    complain(option, "there is no rule '" + word + "'",
             near.empty() ? "atscope explain rules lists them" : "did you mean " + near + "?");
    return false;
  }
  return true;
}

}  // namespace atscope::cli

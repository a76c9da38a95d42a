// SPDX-License-Identifier: MIT
// Names of lint rules on the command line.
#pragma once

#include <string>
#include <vector>

namespace atscope::cli {

/// Every word is a code, the beginning of one ("ORD", "DAT5"), or a name. If not, says so with a similar
/// name.
[[nodiscard]] bool are_rule_names(const std::string& option, const std::vector<std::string>& words);

}  // namespace atscope::cli

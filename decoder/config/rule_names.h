// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace atscope::config {

/// A code or name of a lint rule that is similar to `word`; empty when there is none.
[[nodiscard]] std::string nearest_rule(const std::string& word);

}  // namespace atscope::config

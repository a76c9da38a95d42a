// SPDX-License-Identifier: MIT
// The pages of docs/rules/, embedded at build time.
#pragma once

#include <span>
#include <string_view>

namespace atscope::lint {

struct RulePage {
  std::string_view name;  ///< "response-timeout"
  std::string_view text;  ///< Markdown
};

[[nodiscard]] std::span<const RulePage> rule_pages();

}  // namespace atscope::lint

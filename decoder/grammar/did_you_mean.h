// SPDX-License-Identifier: MIT
// "did you mean …?" for misspelt names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace atscope::grammar {

/// The candidate nearest to `name` by edit distance, without case; empty when none is near.
[[nodiscard]] std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

/// "did you mean X?", or empty.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates,
                                       std::string_view before = "", std::string_view after = "");

}  // namespace atscope::grammar

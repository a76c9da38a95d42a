// SPDX-License-Identifier: MIT
// What docs/dialect-language.md says about matching, written a second time and slowly: the judge of the
// matcher.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace atscope::grammar::reference {

using Values = std::vector<std::pair<std::string, std::string>>;

/// The values of the first way in which the whole line fits, longest options first.
[[nodiscard]] std::optional<Values> match(const std::string& notation, const std::string& line);

}  // namespace atscope::grammar::reference

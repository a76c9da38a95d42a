// SPDX-License-Identifier: MIT
// The version of the program.
#pragma once

#include <string_view>

namespace atscope::cli {

inline constexpr std::string_view version = ATSCOPE_VERSION;

}  // namespace atscope::cli

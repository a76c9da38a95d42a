// SPDX-License-Identifier: MIT
// Says in a few words what a file is, for the messages about files without AT traffic.
#pragma once

#include <string>
#include <string_view>

namespace atscope::capture {

/// How much of the start of a file describe() looks at.
inline constexpr std::size_t kDescribeReach = std::size_t{64} * 1024;

/// What `head`, the (unpacked) start of a file, looks like: "empty", "binary: PNG image", "a kernel log",
/// "text without AT traffic", "text with AT commands". Fits behind "looks like ".
[[nodiscard]] std::string describe(std::string_view head);

}  // namespace atscope::capture

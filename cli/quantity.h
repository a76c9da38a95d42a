// SPDX-License-Identifier: MIT
// Amounts as people write them on a command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atscope::cli {

/// "4096", "10k", "100M", "2G" (powers of 1024).
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
/// "90" and "90s" are seconds; also "250ms", "10m", "1h", "1d". In nanoseconds.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);
/// A whole number and nothing else.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

/// "12.3 MB"
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace atscope::cli

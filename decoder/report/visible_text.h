// SPDX-License-Identifier: MIT
// Bytes of a log, drawn so that they can do nothing to a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace atscope::report {

/// Appends `bytes` for a person: CR, LF, TAB and NUL as ␍ ␊ ␉ ␀, every other byte that is not part of
/// harmless UTF-8 as \x1a.
void append_visible(std::string& out, std::string_view bytes);
[[nodiscard]] std::string visible(std::string_view bytes);

/// As append_visible(), cut after about `limit` bytes of input: "abc… (+1200 bytes)".
void append_excerpt(std::string& out, std::string_view bytes, std::size_t limit);

/// "1 command", "2 commands".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view singular,
                                  std::string_view plural = {});

/// "12.3 ms", "1.20 s", "540 µs"; empty for negative durations.
[[nodiscard]] std::string duration_text(std::int64_t ns);

}  // namespace atscope::report

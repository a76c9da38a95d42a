// SPDX-License-Identifier: MIT
// Bytes of a log as text that can be shown anywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace atscope::gui {

/// UTF-8 in which nothing acts: control bytes stand as "\r", "\n" and "\x1b", marks that turn the writing
/// direction and what is no UTF-8 as U+FFFD. At most `longest` bytes are looked at; "…" tells of more.
[[nodiscard]] std::string shown_bytes(std::string_view bytes, std::size_t longest);

}  // namespace atscope::gui

// SPDX-License-Identifier: GPL-2.0-or-later
// Texts for Wireshark: in the packet's memory, so that nothing of ours is lost when it jumps over our frames.
#pragma once

#include <string_view>

#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

/// Valid UTF-8 without NUL; ends with the packet.
[[nodiscard]] const char* kept(wmem_allocator_t* pool, std::string_view text);
/// The same with control characters escaped, for labels and columns.
[[nodiscard]] const char* printable(wmem_allocator_t* pool, std::string_view text);

}  // namespace atscope::wireshark

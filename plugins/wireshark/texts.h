// SPDX-License-Identifier: GPL-2.0-or-later
// Texts for Wireshark: in the packet's memory, so that nothing of ours is lost when it jumps over our frames.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decoder/session/fields.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

inline constexpr std::string_view redacted = "[REDACTED]";

/// Valid UTF-8 without NUL; ends with the packet.
[[nodiscard]] const char* kept(wmem_allocator_t* pool, std::string_view text);
/// The same with control characters escaped, for labels and columns.
[[nodiscard]] const char* printable(wmem_allocator_t* pool, std::string_view text);

/// `text` with the values of `fields` that nobody is to see replaced. Gives `text` when there are none, else
/// a view of `scratch`.
[[nodiscard]] std::string_view masked(std::string_view text, const std::vector<session::Field>& fields,
                                      std::string& scratch);
[[nodiscard]] inline bool is_hidden(const session::Field& field) {
  return field.sensitivity != grammar::Sensitivity::open && !field.text.empty();
}

}  // namespace atscope::wireshark

// SPDX-License-Identifier: MIT
// The elements of a short message as fields.
#pragma once

#include <string_view>
#include <vector>

#include "decoder/session/fields.h"

namespace atscope::session {

/// Appends the elements of `line`, a PDU in hexadecimal digits; nothing when it is none. `whole` is the
/// event's text that `line` is a part of.
void append_pdu_fields(std::string_view whole, std::string_view line, bool from_host,
                       std::vector<Field>& found);
/// Appends `line` as the text of a message in text mode.
void append_message_text(std::string_view whole, std::string_view line, std::vector<Field>& found);

}  // namespace atscope::session

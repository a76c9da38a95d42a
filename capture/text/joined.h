// SPDX-License-Identifier: MIT
// Logs that join the lines of an answer by blanks: "+CPIN: READY OK".
#pragma once

#include <string_view>

#include "capture/segment.h"
#include "capture/text/unescape.h"

namespace atscope::capture {

/// Takes `payload` apart again: a blank becomes a line end before a result code at the end, before "+NAME:"
/// and before a long run of hex digits (a PDU), but never within quotes.
void split_joined(std::string_view payload, Unescaped& buffer, Segment& segment);

}  // namespace atscope::capture

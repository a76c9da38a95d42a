// SPDX-License-Identifier: MIT
// The elements of a short message as fields.
#pragma once

#include <string_view>
#include <vector>

#include "decoder/session/fields.h"
#include "decoder/sms/pdu.h"

namespace atscope::session {

struct PduLine {
  std::string_view whole;  ///< the event's text that `line` is a part of
  std::string_view line;   ///< the PDU in hexadecimal digits
  sms::From from = sms::From::module;
  ChannelId channel = 0;
};

/// Appends the elements of a PDU; nothing when the line is none. `messages` may be null.
void append_pdu_fields(const PduLine& pdu, std::vector<Field>& found, sms::LongMessages* messages);
/// Appends `line` as the text of a message in text mode.
void append_message_text(std::string_view whole, std::string_view line, std::vector<Field>& found);

}  // namespace atscope::session

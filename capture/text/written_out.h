// SPDX-License-Identifier: MIT
// Logs that write out how their lines end: "AT+CSQ\r", "AT+CSQ<CR>", "AT+CSQ[CR]", or all of it in hex
// digits.
#pragma once

#include <functional>
#include <string_view>

#include "capture/text/escapes.h"

namespace atscope::capture {

/// How the line ends of most commands in `head` are written out; Escapes::none where they are not.
/// `command_in` gives what a line of the log says was sent, as far as it can be a command, and nothing for
/// any other line.
[[nodiscard]] Escapes learn_written_out(
    std::string_view head, const std::function<std::string_view(std::string_view line)>& command_in);

/// "41 54 …", "4154…": AT in hex digits, in whole bytes.
[[nodiscard]] bool is_hex_command(std::string_view text);

}  // namespace atscope::capture

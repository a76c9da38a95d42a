// SPDX-License-Identifier: GPL-2.0-or-later
// The interface that plays a log or capture: text logs open in Wireshark this way.
#pragma once

#include <optional>
#include <string>

#include "capture/error.h"
#include "plugins/wireshark/extcap/control_pipe.h"
#include "plugins/wireshark/extcap/interfaces.h"

namespace atscope::extcap {

/// Writes what --file holds into `fifo`, at the pace of --pace, with the times of the file.
[[nodiscard]] std::optional<capture::Error> play_file(const Values& values, const std::string& fifo,
                                                      ControlPipe& control);

}  // namespace atscope::extcap

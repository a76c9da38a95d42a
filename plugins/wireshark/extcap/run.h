// SPDX-License-Identifier: GPL-2.0-or-later
// The capture itself: writes pcapng into Wireshark's pipe until one of the two ends.
#pragma once

#include <optional>
#include <string>

#include "capture/error.h"
#include "plugins/wireshark/extcap/control_pipe.h"
#include "plugins/wireshark/extcap/interfaces.h"

namespace atscope::extcap {

/// Ends the captures in order at SIGTERM, SIGINT and SIGHUP. A pipe that nobody reads is an error, no signal.
void install_end_handlers();
[[nodiscard]] bool is_ending() noexcept;

/// After a capture that could not begin: Wireshark waits for somebody to open `fifo`, and may wait for ever.
void let_reader_go(const std::string& fifo);

/// Runs until the source ends, Wireshark closes `fifo`, or is_ending(). Gives why it could not begin.
[[nodiscard]] std::optional<capture::Error> run(const Interface& interface, const Values& values,
                                                const std::string& fifo, ControlPipe& control);

}  // namespace atscope::extcap

// SPDX-License-Identifier: MIT
// A reader that goes away ends atscope quietly; Ctrl-C ends the reading, not the report.
#pragma once

namespace atscope::cli {

void install_signal_handlers();

/// Ctrl-C came: stop reading and report what was read so far. A second Ctrl-C kills.
[[nodiscard]] bool interrupted() noexcept;

/// For what runs until it is told to end: SIGTERM and a terminal that goes away count as Ctrl-C, and a file
/// that may not grow is an error of writing.
void install_end_handlers();

/// Ctrl-C was how the user ended what went well: nothing is left to die of.
void ended_in_order() noexcept;

/// Ends the process by SIGINT if that was asked for, so that the shell sees why.
void die_if_interrupted();

}  // namespace atscope::cli

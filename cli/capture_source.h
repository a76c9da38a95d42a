// SPDX-License-Identifier: MIT
// Where `atscope capture` takes the traffic from.
#pragma once

#include <memory>
#include <optional>

#include "capture/live/live_words.h"

namespace atscope::cli {

class Arguments;

struct CaptureFrom : capture::live::LiveWords {
  bool list = false;
};

/// The ways there are, and how the line is set; the format of standard input is declared by who calls.
void declare_capture_ways(Arguments& arguments, capture::live::LiveWords& from);
void declare_capture_source(Arguments& arguments, CaptureFrom& from);

/// What the options mean; nothing when they do not say one way, which has been said.
[[nodiscard]] std::optional<capture::live::LiveFrom> capture_from(const capture::live::LiveWords& from);

/// Null when it cannot be opened; why has been said. Says on standard error what is captured and what that
/// way cannot show.
[[nodiscard]] std::unique_ptr<capture::live::LiveSource> open_capture_source(
    const capture::live::LiveFrom& from);

/// `atscope capture --list`. Gives the exit code.
[[nodiscard]] int list_ports();

}  // namespace atscope::cli

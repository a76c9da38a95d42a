// SPDX-License-Identifier: MIT
// Where `atscope capture` takes the traffic from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/live/open_live.h"

namespace atscope::cli {

class Arguments;

struct CaptureFrom {
  std::vector<std::string> tap;  ///< the host's ear, the module's ear
  std::string port, proxy, usb;
  bool uses_usb = false, uses_stdin = false, list = false;
  std::string link, name;
  std::string baud, framing = "8N1";
  std::string sender = "auto", format_in = "auto", role = "dte";
};

void declare_capture_source(Arguments& arguments, CaptureFrom& from);

/// What the options mean; nothing when they do not say one way, which has been said.
[[nodiscard]] std::optional<capture::live::LiveFrom> capture_from(const CaptureFrom& from);

/// Null when it cannot be opened; why has been said. Says on standard error what is captured and what that
/// way cannot show.
[[nodiscard]] std::unique_ptr<capture::live::LiveSource> open_capture_source(
    const capture::live::LiveFrom& from);

/// `atscope capture --list`. Gives the exit code.
[[nodiscard]] int list_ports();

}  // namespace atscope::cli

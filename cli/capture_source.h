// SPDX-License-Identifier: MIT
// Where `atscope capture` takes the traffic from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "capture/live/live_source.h"

namespace atscope::cli {

class Arguments;

struct CaptureFrom {
  std::vector<std::string> tap;  ///< the host's ear, the module's ear
  std::string port, proxy, usb;
  bool uses_usb = false, uses_stdin = false, list = false;
  std::string link, name;
  std::string baud, framing = "8N1";
  std::string sender = "auto", format_in = "auto", role = "dte";

  /// "tap /dev/ttyUSB0,/dev/ttyUSB1", for messages.
  [[nodiscard]] std::string title() const;
};

void declare_capture_source(Arguments& arguments, CaptureFrom& from);

/// Null when it cannot be opened; why has been said. Says on standard error what is captured and what that
/// way cannot show.
[[nodiscard]] std::unique_ptr<capture::live::LiveSource> open_capture_source(const CaptureFrom& from);

/// `atscope capture --list`. Gives the exit code.
[[nodiscard]] int list_ports();

}  // namespace atscope::cli

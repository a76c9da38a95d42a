// SPDX-License-Identifier: MIT
// A live source in the words of a command line: one meaning for `atscope capture` and the window.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "capture/live/open_live.h"

namespace atscope::capture::live {

struct LiveWords {
  std::vector<std::string> tap;  ///< the host's ear, the module's ear
  std::string port, proxy, usb;
  bool uses_usb = false, uses_stdin = false;
  std::string link, name;
  std::string baud, framing = "8N1";
  std::string sender = "auto", format_in = "auto", role = "dte";

  /// Some way is named.
  [[nodiscard]] bool any() const {
    return !tap.empty() || !port.empty() || !proxy.empty() || uses_usb || uses_stdin;
  }
};

/// What is wrong with the words.
struct WordsMistake {
  std::string option;  ///< "--tap"; empty when it is about all of them
  std::string reason, help;
};

/// Exactly one way has to be named.
[[nodiscard]] tl::expected<LiveFrom, WordsMistake> live_from(const LiveWords& words);

}  // namespace atscope::capture::live

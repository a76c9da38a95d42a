// SPDX-License-Identifier: MIT
// Stands between an application and its port: the application opens a pty, and everything goes on to the real
// port and back.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/live/feed.h"
#include "capture/live/tty_settings.h"

namespace atscope::capture::live {

struct ProxyOptions {
  std::string port;      ///< the real one
  std::string link;      ///< where the application finds the pty; empty: only under its own name
  TtySettings settings;  ///< of the real port until the application sets its own; parity always stays these
  std::string name;      ///< of the channel; empty: the port's name
};

struct Proxy {
  std::unique_ptr<Feed> feed;
  std::string pty;  ///< "/dev/pts/7"
};

/// Opens the real port and makes the pty, with the owner and the rights of the port.
///
/// Carried over: bytes, speed, stop bits, RTS/CTS flow control, a flush, and that the application closes the
/// port (DTR and RTS go off if it has HUPCL). A pty cannot carry modem lines, breaks and parity. While no
/// application has the pty open, what the module sends is recorded and goes no further, as on a closed port.
/// When the real port vanishes the application keeps its pty; what it writes meanwhile is lost, and counted.
[[nodiscard]] tl::expected<Proxy, Error> proxy(const ProxyOptions& options);

}  // namespace atscope::capture::live

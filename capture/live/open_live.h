// SPDX-License-Identifier: MIT
// Opens a live source by any of the ways there are: one list for the command line, the window and Wireshark.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/live/live_source.h"
#include "capture/live/tty_settings.h"
#include "capture/open.h"

namespace atscope::capture::live {

enum class LiveWay : std::uint8_t {
  tap,             ///< two ports: one whose receiver hears the host, one that hears the module
  port,            ///< one port that hears one direction
  proxy,           ///< between an application and its port
  usb,             ///< the USB bus below the modem's ports
  standard_input,  ///< what another program writes to standard input
};

struct LiveFrom {
  LiveWay way = LiveWay::tap;
  std::string host_ear, module_ear;  ///< tap: ports that hear what the host sends, what the module sends
  std::string port;                  ///< port, proxy: the port; usb: "usbmon2", empty for the modem's bus
  std::string link;      ///< proxy: where the application finds the pty; empty: under its own name
  std::string name;      ///< of the channel; empty: made of the ports' names
  TtySettings settings;  ///< baud 0: 115200, with a proxy as the application sets it
  /// port: whose bytes arrive. stdin: with a side they are raw bytes of it, else a log of `log`.format.
  Sender sender = Sender::unknown;
  bool is_raw = false;  ///< stdin: raw bytes of `sender`
  OpenOptions log;      ///< stdin: how a log is read
};

/// "tap /dev/ttyUSB0,/dev/ttyUSB1", for messages.
[[nodiscard]] std::string title(const LiveFrom& from);

struct OpenedLive {
  std::unique_ptr<LiveSource> source;
  std::string remark;  ///< what the user has to know or do now ("let the application open …"); may be empty
};

/// Opening can wait (for the first lines of a log, for a USB device): `idle` runs meanwhile, `stop` ends it.
[[nodiscard]] tl::expected<OpenedLive, Error> open_live(const LiveFrom& from, const StopHandle& stop,
                                                        const std::function<void()>& idle = {});

}  // namespace atscope::capture::live

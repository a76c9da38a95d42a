// SPDX-License-Identifier: MIT
// Watches the USB bus below a modem's ports, through the kernel's monitor (usbmon) and libpcap.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "capture/error.h"
#include "capture/live/live_source.h"
#include "capture/open.h"

namespace atscope::capture::live {

/// A USB device with serial ports, as sysfs describes it.
struct UsbModem {
  std::uint16_t bus = 0, device = 0;
  std::string description;  ///< "Quectel EC25 (ttyUSB0 ttyUSB1)"
  std::string descriptors;  ///< device and configuration descriptors, as on the wire
};
/// `root` is "/sys/bus/usb/devices".
[[nodiscard]] std::vector<UsbModem> find_usb_modems(const std::string& root);

/// `device` is "usbmon2"; empty: the bus with the only modem, else all buses. What the packets hold is read
/// as in a capture file of the same link type (220). The descriptors of modems that were plugged in before
/// come first, so that their ports are known. Errors say what has to be done before the monitor can be used.
[[nodiscard]] tl::expected<std::unique_ptr<LiveSource>, Error> usb_monitor(const std::string& device,
                                                                           const OpenOptions& options,
                                                                           StopHandle stop,
                                                                           std::function<void()> idle = {});

/// A pcapng capture of link type 220 from its beginning: packets in which `modems` tell their descriptors.
[[nodiscard]] std::string descriptor_capture(const std::vector<UsbModem>& modems, std::int64_t time_ns);

}  // namespace atscope::capture::live

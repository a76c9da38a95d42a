// SPDX-License-Identifier: MIT
// Which serial ports the machine has.
#pragma once

#include <string>
#include <vector>

namespace atscope::capture::live {

struct PortInfo {
  std::string path;         ///< "/dev/ttyUSB2"
  std::string description;  ///< what the adapter says of itself; empty without libserialport
};

/// In the order of their names. Built without libserialport it knows only the usual names.
[[nodiscard]] std::vector<PortInfo> list_ports();

}  // namespace atscope::capture::live

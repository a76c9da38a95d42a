// SPDX-License-Identifier: GPL-2.0-or-later
// Names of ports, the same as `atscope decode` gives them.
#pragma once

#include <string>

#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

/// The interface that the packet was captured on: "ttyUSB2", or "interface 0" when nobody named it.
void name_interface(packet_info* pinfo, std::string& name);
/// Another file is opened.
void forget_interface();
/// "2.5 if1" where descriptors were captured, else "2.5 ep1".
void name_usb_port(unsigned bus, unsigned device, bool by_interface, unsigned number, std::string& name);
/// "RFCOMM dlci 6".
void name_rfcomm(unsigned dlci, std::string& name);

}  // namespace atscope::wireshark

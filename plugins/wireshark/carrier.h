// SPDX-License-Identifier: GPL-2.0-or-later
// What the dissector of a carrier tells ours, when stock dissectors stand between the two.
#pragma once

#include <string>

#include "capture/pcap/link_type.h"
#include "plugins/wireshark/engine.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

struct Carrier {
  std::uint32_t frame = 0;  ///< 0: none is at work
  bool described = false;   ///< the engine has been given the record
  std::uint32_t part = 0;   ///< of the payload
  bool shown = false;       ///< our dissector was called for the payload, and has shown it
};

/// A carrier begins with a frame. One that Wireshark jumped out of counts no more.
[[nodiscard]] Carrier& begin_carrier(packet_info* pinfo);
void end_carrier();
/// The carrier that is at work on this frame; null when there is none.
[[nodiscard]] Carrier* carrier_of(packet_info* pinfo);

/// What a link type remembers of a port, for the file that is open.
[[nodiscard]] capture::pcap::LinkState& link_state(const std::string& name);
void forget_link_states();

[[nodiscard]] Direction direction_of(capture::pcap::Direction direction);
[[nodiscard]] Direction direction_of(const packet_info* pinfo);

}  // namespace atscope::wireshark

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/carrier.h"

#include <map>

namespace atscope::wireshark {
namespace {

Carrier current;
std::map<std::string, capture::pcap::LinkState> states;

}  // namespace

Carrier& begin_carrier(packet_info* pinfo) {
  current = {};
  current.frame = pinfo->num;
  return current;
}

void end_carrier() {
  current = {};
}

Carrier* carrier_of(packet_info* pinfo) {
  return current.frame != 0 && current.frame == pinfo->num ? &current : nullptr;
}

capture::pcap::LinkState& link_state(const std::string& name) {
  return states[name];
}

void forget_link_states() {
  states.clear();
}

Direction direction_of(capture::pcap::Direction direction) {
  switch (direction) {
    case capture::pcap::Direction::outbound:
      return Direction::sent;
    case capture::pcap::Direction::inbound:
      return Direction::received;
    case capture::pcap::Direction::unknown:
      break;
  }
  return Direction::unknown;
}

Direction direction_of(const packet_info* pinfo) {
  if (pinfo->p2p_dir == P2P_DIR_SENT) return Direction::sent;
  return pinfo->p2p_dir == P2P_DIR_RECV ? Direction::received : Direction::unknown;
}

}  // namespace atscope::wireshark

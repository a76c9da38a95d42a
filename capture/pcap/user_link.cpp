// SPDX-License-Identifier: MIT
// Link types 147 to 162 (USER0 to USER15): what they mean is up to who wrote the file. Here it is bytes as
// they went over the line; the direction is that of the packet, if it has one.
#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {
namespace {

void decode(const Packet& packet, LinkState& /*state*/, Decoded& decoded) {
  decoded.direction = packet.direction;
  decoded.bytes = packet.bytes;
  decoded.verdict = packet.bytes.empty() ? Decoded::Verdict::nothing : Decoded::Verdict::segment;
}

}  // namespace

extern const LinkType user_link;
const LinkType user_link = {.id = 147,
                            .last_id = 162,
                            .name = "USER",
                            .reading = "147 to 162 (USER) with plain serial bytes",
                            .decode = decode};

}  // namespace atscope::capture::pcap

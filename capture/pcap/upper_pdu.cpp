// SPDX-License-Identifier: MIT
// Link type 252: what another dissector has already taken out of its wrapping. Tags of type (16 bits), length
// (16 bits), value, all big-endian, up to tag 0; behind it the PDU.
#include <string_view>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {
namespace {

namespace tag {
constexpr std::uint16_t end = 0;
constexpr std::uint16_t dissector_name = 12;
constexpr std::uint16_t direction = 35;  // 32 bits: 0 sent, 1 received
}  // namespace tag

std::string_view without_padding(std::string_view name) {
  while (!name.empty() && name.back() == '\0') name.remove_suffix(1);
  return name;
}

void decode(const Packet& packet, LinkState& /*state*/, Decoded& decoded) {
  decoded.direction = packet.direction;
  std::string_view rest = packet.bytes;
  std::string_view name;
  while (true) {
    if (rest.size() < 4) break;
    const std::uint16_t type = read_u16(rest, 0, ByteOrder::big);
    const std::size_t size = read_u16(rest, 2, ByteOrder::big);
    rest.remove_prefix(4);
    if (size > rest.size()) break;
    const std::string_view value = rest.substr(0, size);
    rest.remove_prefix(size);
    if (type == tag::end) {
      // Of several names the last one counts, as in Wireshark.
      const bool at = name == "at" || name == "atscope";
      decoded.bytes = rest;
      decoded.verdict = !at            ? Decoded::Verdict::foreign
                        : rest.empty() ? Decoded::Verdict::nothing
                                       : Decoded::Verdict::segment;
      return;
    }
    if (type == tag::dissector_name) name = without_padding(value);
    if (type == tag::direction && size == 4) {
      const std::uint32_t direction = read_u32(value, 0, ByteOrder::big);
      if (direction == 0) decoded.direction = Direction::outbound;
      if (direction == 1) decoded.direction = Direction::inbound;
    }
  }
  decoded.verdict = Decoded::Verdict::segment;
  decoded.kind = SegmentKind::damaged;
  decoded.bytes = packet.bytes;
  decoded.note = "the tags of link type 252 do not end";
}

}  // namespace

extern const LinkType wireshark_upper_pdu;
const LinkType wireshark_upper_pdu = {.id = 252,
                                      .name = "WIRESHARK_UPPER_PDU",
                                      .reading = "252 (WIRESHARK_UPPER_PDU) with dissector name \"at\"",
                                      .framing = Framing::record,
                                      .decode = decode};

}  // namespace atscope::capture::pcap

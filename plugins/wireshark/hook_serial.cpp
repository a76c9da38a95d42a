// SPDX-License-Identifier: GPL-2.0-or-later
// Link type 250. The stock dissector shows its header, but passes neither direction nor records without
// payload on: ours stands before it, calls it, and draws behind it.
#include <string>

#include "capture/pcap/link_type.h"
#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"
#include "plugins/wireshark/preferences.h"

namespace atscope::capture::pcap {
extern const LinkType rtac_serial;
}

namespace atscope::wireshark {
namespace {

using capture::pcap::Decoded;

constexpr int header_bytes = 12;
dissector_handle_t stock = nullptr;
dissector_table_t payloads = nullptr;

// What the link type says about this record, in the words of the capture room.
void describe_record(tvbuff_t* tvb, packet_info* pinfo, Piece& piece) {
  static Decoded decoded;
  static std::string name;
  const std::string_view bytes = copied(tvb);
  capture::pcap::Packet packet;
  packet.bytes = bytes;
  packet.frame = pinfo->num;
  describe(pinfo, piece);
  packet.comment = piece.note;
  if (pinfo->p2p_dir == P2P_DIR_SENT) packet.direction = capture::pcap::Direction::outbound;
  if (pinfo->p2p_dir == P2P_DIR_RECV) packet.direction = capture::pcap::Direction::inbound;
  name_interface(pinfo, name);
  decoded.clear();
  capture::pcap::rtac_serial.decode(packet, link_state(name), decoded);
  piece.channel = name;
  piece.kind = decoded.verdict == Decoded::Verdict::segment ? decoded.kind : capture::SegmentKind::data;
  piece.bytes = decoded.verdict == Decoded::Verdict::segment ? decoded.bytes : std::string_view();
  if (piece.kind != capture::SegmentKind::data) piece.note = decoded.note;
  piece.direction = direction_of(decoded.direction);
  if (!piece.time.known()) piece.time = decoded.time;
  piece.at = 0;
}

int dissect_serial(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  const int size = static_cast<int>(tvb_captured_length(tvb));
  const int header = size < header_bytes ? 0 : header_bytes;
  const std::uint32_t part = part_of(tvb) + static_cast<std::uint32_t>(header);
  const dissector_handle_t chosen = payloads != nullptr ? dissector_get_payload_handle(payloads) : nullptr;
  const bool ours = chosen != nullptr && dissector_handle_get_protocol_index(chosen) == protocol;
  const bool wanted = is_enabled() && (ours || (chosen == nullptr && serial_choice() != SerialChoice::never));
  if (wanted && !PINFO_FD_VISITED(pinfo)) {
    static Piece piece;
    piece = {};
    describe_record(tvb, pinfo, piece);
    piece.part = part;
    take(pinfo, piece,
         ours || serial_choice() == SerialChoice::always ? Certainty::sure : Certainty::possible);
  }
  Carrier& carrier = begin_carrier(pinfo);
  carrier.described = wanted;
  carrier.part = part;
  call_dissector_only(stock, tvb, pinfo, tree, data);
  const bool shown = carrier.shown;
  end_carrier();
  if (wanted && !shown && has_something(pinfo, part)) show_as_ours(tvb, header, pinfo, tree, part);
  return size;
}

}  // namespace

void hook_serial() {
  dissector_table_t links = find_dissector_table("wtap_encap");
  payloads = find_dissector_table("rtacser.data");
  stock = links != nullptr ? dissector_get_uint_handle(links, WTAP_ENCAP_RTAC_SERIAL) : nullptr;
  if (stock == nullptr) return;
  // Without a protocol, so that switching ours off does not switch the stock dissector off, too.
  dissector_add_uint("wtap_encap", WTAP_ENCAP_RTAC_SERIAL, create_dissector_handle(dissect_serial, -1));
}

}  // namespace atscope::wireshark

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
  static Piece piece;  // Wireshark may jump out of what is called below
  static std::uint32_t part = 0;
  const int header = static_cast<int>(tvb_captured_length(tvb)) < header_bytes ? 0 : header_bytes;
  part = part_of(tvb) + static_cast<std::uint32_t>(header);
  Carrier& carrier = begin_carrier(pinfo);
  if (!PINFO_FD_VISITED(pinfo) && is_enabled()) {
    piece = {};
    describe_record(tvb, pinfo, piece);
    piece.part = part;
    carrier.piece = &piece;
  }
  call_dissector_only(stock, tvb, pinfo, tree, data);
  const bool shown = carrier.shown;
  end_carrier();
  const int size = static_cast<int>(tvb_captured_length(tvb));
  if (shown || !is_enabled()) return size;
  const SerialChoice choice = serial_choice();
  const dissector_handle_t chosen = payloads != nullptr ? dissector_get_payload_handle(payloads) : nullptr;
  const bool ours = chosen != nullptr && dissector_handle_get_protocol_index(chosen) == protocol;
  if (!ours && (chosen != nullptr || choice == SerialChoice::never)) return size;
  if (!PINFO_FD_VISITED(pinfo))
    take(pinfo, piece, ours || choice == SerialChoice::always ? Certainty::sure : Certainty::possible);
  if (!has_something(pinfo, part)) return size;
  show_as_ours(tvb, header, pinfo, tree, part);
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

// SPDX-License-Identifier: GPL-2.0-or-later
// Link type 252: PDUs that were taken out of their wrapping. The name "at" is that of the stock dissector,
// which keeps showing them; "atscope" is ours, and is found by it.
#include <string>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"
#include "plugins/wireshark/preferences.h"

namespace atscope::capture::pcap {
extern const LinkType wireshark_upper_pdu;
}

namespace atscope::wireshark {
namespace {

using capture::pcap::Decoded;

dissector_handle_t stock = nullptr;
Decoded decoded;

// True when the PDU is AT; where it begins in `at`.
bool read_tags(tvbuff_t* tvb, packet_info* pinfo, Piece& piece, int& at) {
  static std::string name;
  const std::string_view bytes = copied(tvb);
  capture::pcap::Packet packet;
  packet.bytes = bytes;
  if (pinfo->p2p_dir == P2P_DIR_SENT) packet.direction = capture::pcap::Direction::outbound;
  if (pinfo->p2p_dir == P2P_DIR_RECV) packet.direction = capture::pcap::Direction::inbound;
  name_interface(pinfo, name);
  decoded.clear();
  capture::pcap::wireshark_upper_pdu.decode(packet, link_state(name), decoded);
  if (decoded.verdict != Decoded::Verdict::segment) return false;
  at = static_cast<int>(decoded.bytes.data() - bytes.data());
  describe(pinfo, piece);
  piece.channel = name;
  piece.kind = decoded.kind;
  piece.bytes = decoded.bytes;
  if (piece.kind != capture::SegmentKind::data) piece.note = decoded.note;
  piece.direction = direction_of(decoded.direction);
  piece.framing = capture::Framing::record;
  return true;
}

int dissect_exported(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  static Piece piece;
  static std::uint32_t part = 0;
  int at = 0;
  piece = {};
  const bool is_at = is_enabled() && read_tags(tvb, pinfo, piece, at);
  Carrier& carrier = begin_carrier(pinfo);
  if (is_at) {
    part = part_of(tvb) + static_cast<std::uint32_t>(at);
    piece.part = part;
    carrier.piece = &piece;
  }
  call_dissector_only(stock, tvb, pinfo, tree, data);
  const bool shown = carrier.shown;
  end_carrier();
  const int size = static_cast<int>(tvb_captured_length(tvb));
  if (!is_at || shown || !takes_exported_at()) return size;
  take(pinfo, piece, piece.kind == capture::SegmentKind::data ? Certainty::sure : Certainty::possible);
  if (!has_something(pinfo, part)) return size;
  show_as_ours(tvb, at, pinfo, tree, part);
  return size;
}

}  // namespace

void hook_exported_pdu() {
  dissector_table_t links = find_dissector_table("wtap_encap");
  stock = links != nullptr ? dissector_get_uint_handle(links, WTAP_ENCAP_WIRESHARK_UPPER_PDU) : nullptr;
  if (stock == nullptr) return;
  dissector_add_uint("wtap_encap", WTAP_ENCAP_WIRESHARK_UPPER_PDU,
                     create_dissector_handle(dissect_exported, -1));
}

}  // namespace atscope::wireshark

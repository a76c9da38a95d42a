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
bool named_ours = false;

// The last name counts, as for the stock dissector.
bool is_named_ours(std::string_view tags) {
  constexpr std::string_view tag("\0\x0C", 2), name = "atscope";
  const std::size_t at = tags.rfind(name);
  return at != std::string_view::npos && at >= 4 && tags.substr(at - 4, 2) == tag;
}

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
  named_ours = is_named_ours(bytes.substr(0, static_cast<std::size_t>(at)));
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
  int at = 0;
  piece = {};
  const bool is_at = is_enabled() && read_tags(tvb, pinfo, piece, at);
  const bool wanted = is_at && (takes_exported_at() || named_ours);
  const std::uint32_t part = part_of(tvb) + static_cast<std::uint32_t>(at);
  if (wanted) {
    piece.part = part;
    take(pinfo, piece, piece.kind == capture::SegmentKind::data ? Certainty::sure : Certainty::possible);
  }
  Carrier& carrier = begin_carrier(pinfo);
  carrier.described = wanted;
  carrier.part = part;
  call_dissector_only(stock, tvb, pinfo, tree, data);
  const bool shown = carrier.shown;
  end_carrier();
  if (wanted && !shown && has_something(pinfo, part)) show_as_ours(tvb, at, pinfo, tree, part);
  return static_cast<int>(tvb_captured_length(tvb));
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

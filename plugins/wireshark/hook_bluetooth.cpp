// SPDX-License-Identifier: GPL-2.0-or-later
// RFCOMM: by Decode As on btrfcomm.dlci, and dial-up networking by its service class. Hands-free stays with
// the stock dissector unless the user chooses.
#include <string>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"

namespace atscope::wireshark {
namespace {

int dissect_rfcomm(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  static std::string name;
  static Piece piece;
  const auto* rfcomm = static_cast<const btrfcomm_data_t*>(data);
  if (rfcomm == nullptr) return 0;
  name_rfcomm(rfcomm->dlci, name);
  piece = {};
  describe(pinfo, piece);
  piece.channel = name;
  piece.bytes = copied(tvb);
  piece.direction = direction_of(pinfo);
  piece.part = part_of(tvb);
  piece.host_commands = true;
  take(pinfo, piece, Certainty::sure);
  return show(tvb, pinfo, tree, part_of(tvb));
}

}  // namespace

void hook_bluetooth() {
  dissector_handle_t handle = register_dissector("atscope_rfcomm", dissect_rfcomm, protocol);
  dissector_add_for_decode_as("btrfcomm.dlci", handle);
  constexpr const char* dial_up_networking = "1103";
  dissector_add_string("bluetooth.uuid", dial_up_networking, handle);
}

}  // namespace atscope::wireshark

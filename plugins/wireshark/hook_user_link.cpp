// SPDX-License-Identifier: GPL-2.0-or-later
// Link types USER0 to USER15 (147 to 162): plain bytes of a serial line, if the user says so.
#include <array>
#include <string>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"
#include "plugins/wireshark/preferences.h"

namespace atscope::wireshark {
namespace {

constexpr unsigned links = 16;
std::array<dissector_handle_t, links> stock{};
std::array<bool, links> taken{};
dissector_handle_t handle = nullptr;

int dissect_user_link(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* /*data*/) {
  static std::string name;
  static Piece piece;
  name_interface(pinfo, name);
  piece = {};
  describe(pinfo, piece);
  piece.channel = name;
  piece.bytes = copied(tvb);
  piece.direction = direction_of(pinfo);
  piece.part = part_of(tvb);
  take(pinfo, piece, Certainty::sure);
  return show(tvb, pinfo, tree, part_of(tvb));
}

}  // namespace

void hook_user_link() {
  dissector_table_t table = find_dissector_table("wtap_encap");
  for (unsigned number = 0; table != nullptr && number < links; ++number)
    stock[number] = dissector_get_uint_handle(table, WTAP_ENCAP_USER0 + number);
  handle = create_dissector_handle(dissect_user_link, protocol);
}

void rehook_user_link() {
  for (unsigned number = 0; number < links; ++number) {
    const bool wanted = takes_user_link(number);
    if (wanted == taken[number]) continue;
    taken[number] = wanted;
    if (wanted || stock[number] != nullptr) {
      dissector_add_uint("wtap_encap", WTAP_ENCAP_USER0 + number, wanted ? handle : stock[number]);
    } else {
      dissector_delete_uint("wtap_encap", WTAP_ENCAP_USER0 + number, handle);
    }
  }
}

}  // namespace atscope::wireshark

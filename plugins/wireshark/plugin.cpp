// SPDX-License-Identifier: GPL-2.0-or-later
// What Wireshark looks for in a plugin, and the dissector "atscope" itself.
#include <string>
#include <ws_version.h>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/experts.h"
#include "plugins/wireshark/fields.h"
#include "plugins/wireshark/hooks.h"
#include "plugins/wireshark/named_fields.h"
#include "plugins/wireshark/preferences.h"
#include "plugins/wireshark/statistics.h"

namespace atscope::wireshark {
namespace {

// Called by name: by exported PDUs, by the table DLT_USER, by Decode As. What a carrier of ours knows of the
// record holds; else there is the direction of the packet, if it has one.
int dissect_atscope(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* /*data*/) {
  static std::string name;
  static Piece piece;
  Carrier* carrier = carrier_of(pinfo);
  const bool described = carrier != nullptr && carrier->described;
  const std::uint32_t part = described ? carrier->part : part_of(tvb);
  if (!described && !PINFO_FD_VISITED(pinfo)) {
    name_interface(pinfo, name);
    piece = {};
    describe(pinfo, piece);
    piece.channel = name;
    piece.bytes = copied(tvb);
    piece.direction = direction_of(pinfo);
    piece.part = part;
    take(pinfo, piece, Certainty::sure);
  }
  if (carrier != nullptr) carrier->shown = true;
  return show(tvb, pinfo, tree, part);
}

dissector_handle_t handle = nullptr;
bool hooked = false;

void on_preferences() {
  if (!hooked) return;
  rehook_user_link();
  rehook_stock();
}

void register_protocol() {
  protocol = proto_register_protocol("AT commands (atscope)", "atscope", "atscope");
  register_fields(protocol);
  register_named_fields(protocol);
  register_experts(protocol);
  register_preferences(protocol, on_preferences);
  handle = register_dissector("atscope", dissect_atscope, protocol);
  register_dissection();
  register_statistics(protocol);
  register_follow(protocol);
}

void hand_off() {
  dissector_add_for_decode_as("rtacser.data", handle);
  hook_serial();
  hook_exported_pdu();
  hook_user_link();
  hook_usb();
  hook_bluetooth();
  hook_stock();
  hooked = true;
  on_preferences();
}

}  // namespace
}  // namespace atscope::wireshark

#define ATSCOPE_EXPORT extern "C" __attribute__((visibility("default")))

ATSCOPE_EXPORT const char plugin_version[];
const char plugin_version[] = ATSCOPE_VERSION;
ATSCOPE_EXPORT const int plugin_want_major;
const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
ATSCOPE_EXPORT const int plugin_want_minor;
const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

ATSCOPE_EXPORT void plugin_register();
void plugin_register() {
  static proto_plugin plugin;
  plugin.register_protoinfo = atscope::wireshark::register_protocol;
  plugin.register_handoff = atscope::wireshark::hand_off;
  proto_register_plugin(&plugin);
}

// SPDX-License-Identifier: GPL-2.0-or-later
// Behind the stock dissectors of AT and HFP: what they found to be AT is decoded, too, and shown beside them.
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"
#include "plugins/wireshark/preferences.h"

namespace atscope::wireshark {
namespace {

dissector_handle_t handle = nullptr;
struct Stock {
  const char* protocol_name;
  int number = -1;
};
Stock stocks[] = {{"at"}, {"bthfp"}};
int dlci_field = -1, bus_field = -1, device_field = -1, endpoint_field = -1;

unsigned first_number(proto_tree* tree, int field, bool& found) {
  const GPtrArray* infos = field >= 0 ? proto_get_finfo_ptr_array(tree, field) : nullptr;
  found = infos != nullptr && infos->len > 0;
  if (!found) return 0;
  const auto* info = static_cast<const field_info*>(g_ptr_array_index(infos, 0));
  return fvalue_get_uinteger(const_cast<fvalue_t*>(&info->value));
}

void name_port(packet_info* pinfo, proto_tree* tree, std::string& name, bool& is_bluetooth) {
  bool on_usb = false;
  const unsigned dlci = first_number(tree, dlci_field, is_bluetooth);
  if (is_bluetooth) return name_rfcomm(dlci, name);
  const unsigned bus = first_number(tree, bus_field, on_usb);
  if (!on_usb) return name_interface(pinfo, name);
  const unsigned device = first_number(tree, device_field, on_usb);
  const unsigned endpoint = first_number(tree, endpoint_field, on_usb);
  name_usb_port(bus, device, false, endpoint & 0x0FU, name);
}

/// Bytes that a stock dissector was given. On later passes Wireshark need not have built the tree that told
/// it.
struct Part {
  std::uint32_t number = 0;
  bool in_frame = false;  ///< they stand there in the frame, not in something reassembled
};
std::unordered_map<std::uint32_t, std::vector<Part>> parts;  // by frame

void learn(tvbuff_t* frame, packet_info* pinfo, proto_tree* tree, const field_info& info) {
  static std::string name;
  static Piece piece;
  if (info.ds_tvb == nullptr || info.length <= 0) return;
  tvbuff_t* payload = tvb_new_subset_length(info.ds_tvb, info.start, info.length);
  const std::uint32_t number = part_of(payload);
  if (has_something(pinfo, number)) return;  // ours has shown these bytes already
  bool is_bluetooth = false;
  piece = {};
  describe(pinfo, piece);
  name_port(pinfo, tree, name, is_bluetooth);
  piece.channel = name;
  piece.bytes = copied(payload);
  piece.direction = direction_of(pinfo);
  piece.part = number;
  piece.host_commands = is_bluetooth;
  if (pinfo->rec != nullptr &&
      pinfo->rec->rec_header.packet_header.pkt_encap == WTAP_ENCAP_WIRESHARK_UPPER_PDU)
    piece.framing = capture::Framing::record;
  take(pinfo, piece, Certainty::sure);
  parts[pinfo->num].push_back({number, info.ds_tvb == tvb_get_ds_tvb(frame)});
}

tvbuff_t* payload_of(tvbuff_t* frame, packet_info* pinfo, const Part& part) {
  const Segments& segments = engine()->segments();
  SegmentIndex index = segments.first_of_frame(pinfo->num);
  while (index != no_segment && segments[index].part != part.number) index = segments[index].next_of_frame;
  if (index == no_segment) return nullptr;
  const std::string_view bytes = segments.bytes(index);
  const auto size = static_cast<guint>(bytes.size());
  if (part.in_frame && part.number <= tvb_captured_length(frame))
    return tvb_new_subset_length(frame, static_cast<gint>(part.number), static_cast<gint>(size));
  auto* copy = static_cast<guint8*>(wmem_memdup(pinfo->pool, bytes.data(), bytes.size()));
  tvbuff_t* payload = tvb_new_child_real_data(frame, copy, size, static_cast<gint>(size));
  add_new_data_source(pinfo, payload, "AT");
  return payload;
}

int dissect_behind(tvbuff_t* frame, packet_info* pinfo, proto_tree* tree, void* /*data*/) {
  if (!takes_stock() || engine() == nullptr) return 0;
  if (!PINFO_FD_VISITED(pinfo) && tree != nullptr) {
    for (const Stock& stock : stocks) {
      const GPtrArray* items = stock.number >= 0 ? proto_get_finfo_ptr_array(tree, stock.number) : nullptr;
      for (guint index = 0; items != nullptr && index < items->len; ++index)
        learn(frame, pinfo, tree, *static_cast<const field_info*>(g_ptr_array_index(items, index)));
    }
  }
  const auto found = parts.find(pinfo->num);
  if (found == parts.end()) return 0;
  for (std::size_t index = 0; index < found->second.size(); ++index) {
    const Part part = found->second[index];
    if (!has_something(pinfo, part.number)) continue;
    tvbuff_t* payload = payload_of(frame, pinfo, part);
    if (payload == nullptr) continue;
    show_as_ours(payload, 0, pinfo, tree, part.number);
  }
  return 0;
}

void forget() {
  parts.clear();
}

}  // namespace

void hook_stock() {
  handle = create_dissector_handle(dissect_behind, protocol);
  register_postdissector(handle);
  register_init_routine(forget);
  register_cleanup_routine(forget);
}

// The tree is built only for a post-dissector that wants fields: then every capture costs more.
void rehook_stock() {
  for (Stock& stock : stocks) stock.number = proto_get_id_by_filter_name(stock.protocol_name);
  dlci_field = proto_registrar_get_id_byname("btrfcomm.dlci");
  bus_field = proto_registrar_get_id_byname("usb.bus_id");
  device_field = proto_registrar_get_id_byname("usb.device_address");
  endpoint_field = proto_registrar_get_id_byname("usb.endpoint_address.number");
  GArray* wanted = nullptr;
  if (takes_stock()) {
    wanted = g_array_new(FALSE, FALSE, sizeof(int));
    const auto want = [wanted](int field) {
      if (field >= 0) g_array_append_val(wanted, field);
    };
    for (const Stock& stock : stocks) want(stock.number);
    for (const int field : {dlci_field, bus_field, device_field, endpoint_field}) want(field);
  }
  set_postdissector_wanted_hfids(handle, wanted);
}

}  // namespace atscope::wireshark

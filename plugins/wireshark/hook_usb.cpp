// SPDX-License-Identifier: GPL-2.0-or-later
// Bulk transfers of USB. Nothing is claimed that does not show a whole command line first; from then on the
// port is ours, with what came before. FTDI's two status bytes are taken off each packet of a transfer.
#include <string>

#include "plugins/wireshark/carrier.h"
#include "plugins/wireshark/channels.h"
#include "plugins/wireshark/dissect.h"
#include "plugins/wireshark/hooks.h"

namespace atscope::wireshark {
namespace {

constexpr std::uint16_t unknown_class = 0xFFFF;
constexpr std::uint16_t mass_storage = 8;
constexpr std::uint32_t ftdi = 0x0403;
constexpr int largest_command_transfer = 2048;

bool is_in(const usb_conv_info_t& usb) {
  return usb.direction == P2P_DIR_RECV;
}

void name_port(const usb_conv_info_t& usb, bool is_ftdi, std::string& name) {
  const bool by_interface = usb.interfaceClass != unknown_class;
  if (is_ftdi && !by_interface) {  // the first interface has the endpoints 1 (in) and 2 (out), and so on
    name_usb_port(usb.bus_id, usb.device_address, true, ((usb.endpoint & 0x0FU) - 1) / 2, name);
    return;
  }
  name_usb_port(usb.bus_id, usb.device_address, by_interface,
                by_interface ? usb.interfaceNum : usb.endpoint & 0x0FU, name);
}

// A command block of a disk, whatever its descriptors say: such a port is never ours.
bool is_storage(tvbuff_t* tvb) {
  constexpr gint wrapper_bytes = 31;
  return tvb_captured_length(tvb) == wrapper_bytes &&
         (tvb_memeql(tvb, 0, reinterpret_cast<const guint8*>("USBC"), 4) == 0);
}

void give(packet_info* pinfo, const usb_conv_info_t& usb, std::string_view channel, std::string_view bytes,
          std::uint32_t part, std::uint32_t at, Certainty certainty) {
  Piece piece;
  describe(pinfo, piece);
  piece.channel = channel;
  piece.bytes = bytes;
  piece.direction = is_in(usb) ? Direction::received : Direction::sent;
  piece.part = part;
  piece.at = at;
  take(pinfo, piece, certainty);
}

// Full speed has packets of 64 bytes, high speed of 512; when no descriptor says it, the status bytes do.
std::size_t ftdi_packet(const usb_conv_info_t& usb, std::string_view data) {
  constexpr std::size_t full_speed = 64, high_speed = 512;
  if (usb.max_packet_size == full_speed || usb.max_packet_size == high_speed) return usb.max_packet_size;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(data[at]); };
  const bool repeats = data.size() > full_speed + 1 && (byte(full_speed) & 0x0FU) == (byte(0) & 0x0FU) &&
                       byte(full_speed + 1) == byte(1);
  return repeats ? full_speed : high_speed;
}

void give_ftdi(packet_info* pinfo, const usb_conv_info_t& usb, std::string_view channel,
               std::string_view data, std::uint32_t part, Certainty certainty) {
  constexpr std::size_t status_bytes = 2;
  const std::size_t packet = ftdi_packet(usb, data);
  for (std::size_t at = 0; at + status_bytes < data.size(); at += packet) {
    const std::string_view bytes =
        data.substr(at, packet).substr(std::min(status_bytes, data.substr(at, packet).size()));
    if (!bytes.empty())
      give(pinfo, usb, channel, bytes, part, static_cast<std::uint32_t>(at + status_bytes), certainty);
  }
}

/// The transfer at hand, which two heuristics may ask about.
struct Taken {
  std::uint32_t frame = 0, part = 0;
};
Taken taken;

void forget() {
  taken = {};
}

bool take_transfer(tvbuff_t* tvb, packet_info* pinfo, const usb_conv_info_t& usb, bool is_ftdi,
                   Certainty certainty) {
  static std::string name;
  const std::uint32_t part = part_of(tvb);
  const bool is_new = taken.frame != pinfo->num || taken.part != part;
  if (!PINFO_FD_VISITED(pinfo) && engine() != nullptr && is_new) {
    taken = {pinfo->num, part};
    name_port(usb, is_ftdi, name);
    if (is_storage(tvb)) {
      engine()->reject(name);
    } else {
      const std::string_view bytes = copied(tvb);
      const bool large =
          static_cast<int>(bytes.size()) > largest_command_transfer && !engine()->is_claimed(name);
      if (is_ftdi && is_in(usb)) {
        give_ftdi(pinfo, usb, name, bytes, part, certainty);
      } else if (!bytes.empty() && (!large || certainty == Certainty::sure)) {
        give(pinfo, usb, name, bytes, part, 0, certainty);
      }
    }
  }
  return has_something(pinfo, part);
}

gboolean guess_bulk(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  const auto* usb = static_cast<const usb_conv_info_t*>(data);
  if (usb == nullptr || usb->interfaceClass == mass_storage) return FALSE;
  if (!take_transfer(tvb, pinfo, *usb, usb->deviceVendor == ftdi, Certainty::possible)) return FALSE;
  show(tvb, pinfo, tree, part_of(tvb));
  return TRUE;
}

// Wireshark asks first what matched last: a line end that the stock heuristics take for AT would put them
// before ours for good. This one stands before them under their name, gives us what is ours, and asks them
// for the rest.
heur_dtbl_entry_t* stock_at = nullptr;

gboolean guess_before_stock(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  static heur_dtbl_entry_t* const own = find_heur_dissector_by_unique_short_name("atscope_usb_bulk");
  const auto* usb = static_cast<const usb_conv_info_t*>(data);
  const bool asks = is_enabled() && own != nullptr && own->enabled != FALSE && usb != nullptr &&
                    usb->interfaceClass != mass_storage;
  if (asks && take_transfer(tvb, pinfo, *usb, usb->deviceVendor == ftdi, Certainty::possible)) {
    show_as_ours(tvb, 0, pinfo, tree, part_of(tvb));
    return TRUE;
  }
  return stock_at->enabled != FALSE ? stock_at->dissector(tvb, pinfo, tree, data) : FALSE;
}

// Decode As on usb.device, usb.product or usb.protocol.
int dissect_usb(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  const auto* usb = static_cast<const usb_conv_info_t*>(data);
  if (usb == nullptr || usb->transfer_type != URB_BULK) return 0;
  if (!take_transfer(tvb, pinfo, *usb, usb->deviceVendor == ftdi, Certainty::sure)) return 0;
  return show(tvb, pinfo, tree, part_of(tvb));
}

// The stock dissector of FTDI adapters takes the payload and shows it as bytes: ours draws behind it.
dissector_handle_t stock_ftdi = nullptr;

int dissect_ftdi(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
  call_dissector_only(stock_ftdi, tvb, pinfo, tree, data);
  const auto* usb = static_cast<const usb_conv_info_t*>(data);
  const int size = static_cast<int>(tvb_captured_length(tvb));
  if (usb == nullptr || usb->transfer_type != URB_BULK || !is_enabled()) return size;
  if (!take_transfer(tvb, pinfo, *usb, true, Certainty::possible)) return size;
  show_as_ours(tvb, 0, pinfo, tree, part_of(tvb));
  return size;
}

void hook_ftdi() {
  dissector_table_t products = find_dissector_table("usb.product");
  if (products == nullptr) return;
  constexpr std::uint32_t known[] = {0x6001, 0x6006, 0x6010, 0x6011, 0x6014, 0x6015};
  dissector_handle_t handle = nullptr;
  for (const std::uint32_t product : known) {
    const std::uint32_t key = ftdi << 16U | product;
    const dissector_handle_t there = dissector_get_uint_handle(products, key);
    if (there == nullptr) continue;
    if (handle == nullptr) {
      stock_ftdi = there;
      // Enabled as the stock dissector is: switching ours off does not take its place away.
      const int name =
          proto_register_protocol_in_name_only("FTDI FT with AT commands", "FTDI FT with AT", "atscope_ftdi",
                                               dissector_handle_get_protocol_index(there), FT_PROTOCOL);
      handle = register_dissector("atscope_ftdi", dissect_ftdi, name);
    }
    if (there == stock_ftdi) dissector_add_uint("usb.product", key, handle);
  }
}

}  // namespace

void hook_usb() {
  stock_at = find_heur_dissector_by_unique_short_name("at_usb_bulk");
  if (stock_at != nullptr)
    heur_dissector_add("usb.bulk", guess_before_stock, "AT over USB bulk, atscope first",
                       "atscope_before_at_usb_bulk", proto_get_id(stock_at->protocol), HEURISTIC_ENABLE);
  heur_dissector_add("usb.bulk", guess_bulk, "AT commands (atscope) over USB bulk", "atscope_usb_bulk",
                     protocol, HEURISTIC_ENABLE);
  dissector_handle_t handle = register_dissector("atscope_usb", dissect_usb, protocol);
  for (const char* table : {"usb.device", "usb.product", "usb.protocol"})
    dissector_add_for_decode_as(table, handle);
  hook_ftdi();
  register_init_routine(forget);
}

}  // namespace atscope::wireshark

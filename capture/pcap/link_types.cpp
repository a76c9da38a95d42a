// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {

extern const LinkType rtac_serial;
extern const LinkType wireshark_upper_pdu;
extern const LinkType user_link;
extern const LinkType bluetooth_h4, bluetooth_h4_with_direction;
extern const LinkType usb_linux, usb_linux_mmapped, usbpcap;

namespace {

constexpr std::array<const LinkType*, 8> kLinkTypes = {
    &user_link,         &bluetooth_h4, &usb_linux,   &bluetooth_h4_with_direction,
    &usb_linux_mmapped, &usbpcap,      &rtac_serial, &wireshark_upper_pdu};

struct Name {
  std::uint16_t id;
  std::string_view name;
};

// What people are likely to give instead, so that the message can name it.
constexpr std::array kNames = {
    Name{0, "NULL"},
    Name{1, "ETHERNET"},
    Name{9, "PPP"},
    Name{50, "PPP_HDLC"},
    Name{101, "RAW"},
    Name{105, "IEEE802_11"},
    Name{113, "LINUX_SLL"},
    Name{127, "IEEE802_11_RADIOTAP"},
    Name{166, "PPP_PPPD"},
    Name{187, "BLUETOOTH_HCI_H4"},
    Name{189, "USB_LINUX"},
    Name{201, "BLUETOOTH_HCI_H4_WITH_PHDR"},
    Name{204, "PPP_WITH_DIR"},
    Name{220, "USB_LINUX_MMAPPED"},
    Name{227, "CAN_SOCKETCAN"},
    Name{236, "MUX27010"},
    Name{249, "USBPCAP"},
    Name{251, "BLUETOOTH_LE_LL"},
    Name{253, "NETLINK"},
    Name{254, "BLUETOOTH_LINUX_MONITOR"},
    Name{266, "USB_DARWIN"},
    Name{276, "LINUX_SLL2"},
    Name{288, "USB_2_0"},
};

}  // namespace

std::span<const LinkType* const> link_types() {
  return kLinkTypes;
}

const LinkType* find_link_type(std::uint16_t id) {
  for (const LinkType* type : kLinkTypes) {
    if (type->id == id || (type->id < id && id <= type->last_id)) return type;
  }
  return nullptr;
}

std::string describe_link_type(std::uint16_t id) {
  constexpr std::uint16_t first_user = 147, last_user = 162;
  if (id >= first_user && id <= last_user) return fmt::format("{} (USER{})", id, id - first_user);
  if (const LinkType* type = find_link_type(id)) return fmt::format("{} ({})", id, type->name);
  for (const Name& known : kNames) {
    if (known.id == id) return fmt::format("{} ({})", id, known.name);
  }
  return fmt::format("{}", id);
}

}  // namespace atscope::capture::pcap

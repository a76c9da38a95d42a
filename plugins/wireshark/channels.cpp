// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/channels.h"

#include <fmt/format.h>
#include <iterator>

namespace atscope::wireshark {

namespace {

// The interface of the last packet: most captures have one.
struct Known {
  bool any = false;
  guint section = 0;
  guint32 number = 0;
  std::string name;
};
Known known;

}  // namespace

void forget_interface() {
  known = {};
}

void name_interface(packet_info* pinfo, std::string& name) {
  const wtap_rec* record = pinfo->rec;
  const guint section = record != nullptr && (record->presence_flags & WTAP_HAS_SECTION_NUMBER) != 0
                            ? record->section_number
                            : 0;
  const bool numbered = record != nullptr && (record->presence_flags & WTAP_HAS_INTERFACE_ID) != 0;
  const guint32 number = numbered ? record->rec_header.packet_header.interface_id : 0;
  if (known.any && known.section == section && known.number == number) {
    name = known.name;
    return;
  }
  const char* given = numbered ? epan_get_interface_name(pinfo->epan, number) : nullptr;
  // Wireshark gives the description where there is no name.
  const char* description = numbered ? epan_get_interface_description(pinfo->epan, number) : nullptr;
  const bool is_name = given != nullptr && *given != '\0' && std::string_view(given) != "unknown" &&
                       (description == nullptr || std::string_view(given) != description);
  name.clear();
  if (is_name) {
    name = given;
  } else {
    fmt::format_to(std::back_inserter(name), "interface {}", number);
  }
  known = {true, section, number, name};
}

void name_usb_port(unsigned bus, unsigned device, bool by_interface, unsigned number, std::string& name) {
  name.clear();
  fmt::format_to(std::back_inserter(name), "{}.{} {}{}", bus, device, by_interface ? "if" : "ep", number);
}

void name_rfcomm(unsigned dlci, std::string& name) {
  name.clear();
  fmt::format_to(std::back_inserter(name), "RFCOMM dlci {}", dlci);
}

}  // namespace atscope::wireshark

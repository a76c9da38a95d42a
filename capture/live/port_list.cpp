// SPDX-License-Identifier: MIT
#include "capture/live/port_list.h"

#include <algorithm>
#ifdef ATSCOPE_HAS_LIBSERIALPORT
#include <libserialport.h>
#else
#include <filesystem>
#include <string_view>
#include <system_error>
#endif

namespace atscope::capture::live {
namespace {

#ifdef ATSCOPE_HAS_LIBSERIALPORT
std::vector<PortInfo> find_ports() {
  std::vector<PortInfo> found;
  sp_port** ports = nullptr;
  if (sp_list_ports(&ports) != SP_OK) return found;
  for (sp_port** port = ports; *port != nullptr; ++port) {
    const char* description = sp_get_port_description(*port);
    found.push_back({sp_get_port_name(*port), description == nullptr ? "" : description});
    // Without a better one the library gives the name again.
    if (found.back().path.ends_with("/" + found.back().description)) found.back().description.clear();
  }
  sp_free_port_list(ports);
  return found;
}
#else
std::vector<PortInfo> find_ports() {
  std::vector<PortInfo> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/dev", error)) {
    const std::string name = entry.path().filename().string();
    for (const std::string_view usual : {"ttyUSB", "ttyACM", "ttyAMA", "ttyHS", "ttyXR", "rfcomm"}) {
      if (name.starts_with(usual)) found.push_back({entry.path().string(), {}});
    }
  }
  return found;
}
#endif

}  // namespace

std::vector<PortInfo> list_ports() {
  std::vector<PortInfo> ports = find_ports();
  std::sort(ports.begin(), ports.end(), [](const PortInfo& a, const PortInfo& b) {
    return a.path.size() != b.path.size() ? a.path.size() < b.path.size() : a.path < b.path;
  });
  return ports;
}

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "capture/live/usb_packets.h"
#include "capture/live/usb_source.h"

namespace atscope::capture::live {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  return text;
}

std::string line_of(const fs::path& path) {
  std::string text = content(path);
  text.resize(std::min(text.find('\n'), text.size()));
  return text;
}

std::uint16_t number_of(const fs::path& path) {
  const std::string text = line_of(path);
  std::uint16_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

// ttyUSBn stands in the folder of its interface, ttyACMn in one called tty below it.
void add_ports(const fs::path& interface, std::string& ports) {
  for (const fs::path& folder : {interface, interface / "tty"}) {
    for (const fs::path& entry : entries_of(folder)) {
      const std::string name = entry.filename().string();
      if (name.size() > 3 && name.starts_with("tty")) ports += (ports.empty() ? "" : " ") + name;
    }
  }
}

}  // namespace

std::vector<UsbModem> find_usb_modems(const std::string& root) {
  std::vector<UsbModem> modems;
  for (const fs::path& device : entries_of(root)) {
    UsbModem modem;
    modem.bus = number_of(device / "busnum");
    modem.device = number_of(device / "devnum");
    if (modem.device == 0) continue;
    std::string ports;
    for (const fs::path& entry : entries_of(device)) {
      if (entry.filename().string().find(':') != std::string::npos) add_ports(entry, ports);
    }
    if (ports.empty()) continue;
    modem.description =
        line_of(device / "manufacturer") + " " + line_of(device / "product") + " (" + ports + ")";
    modem.descriptors = content(device / "descriptors");
    modems.push_back(std::move(modem));
  }
  return modems;
}

// Reading a descriptor is a control transfer: bmRequestType 80, bRequest 6, wValue type and index, wLength.
std::string descriptor_capture(const std::vector<UsbModem>& modems, std::int64_t time_ns) {
  constexpr std::uint8_t device_descriptor = 1, configuration = 2;
  std::string capture = usb::capture_head();
  std::uint64_t id = 1;
  for (const UsbModem& modem : modems) {
    std::string_view rest = modem.descriptors;
    while (rest.size() >= 4) {
      const auto type = static_cast<std::uint8_t>(rest[1]);
      if (type != device_descriptor && type != configuration) break;
      // A configuration says how long it is with all that belongs to it.
      const std::size_t claimed = type == configuration ? static_cast<std::uint8_t>(rest[2]) |
                                                              static_cast<std::uint8_t>(rest[3]) << 8U
                                                        : static_cast<std::uint8_t>(rest[0]);
      const std::size_t size = std::min(claimed, rest.size());
      if (size < 4) break;
      usb::append_control_read(capture, {id++, modem.bus, modem.device, type, rest.substr(0, size), time_ns});
      rest.remove_prefix(size);
    }
  }
  return capture;
}

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
// USB packets of Linux (link type 220) as a pcapng stream.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace atscope::capture::live::usb {

/// Section header and one interface, microseconds.
[[nodiscard]] std::string capture_head();

/// `dropped` packets were lost before this one.
void append_packet(std::string& out, std::int64_t time_ns, std::uint64_t dropped, std::string_view packet);

/// A control transfer that reads a descriptor: its submission and its completion.
struct ControlRead {
  std::uint64_t id = 0;
  std::uint16_t bus = 0, device = 0;
  std::uint8_t descriptor_type = 0;
  std::string_view data;
  std::int64_t time_ns = 0;
};
void append_control_read(std::string& out, const ControlRead& read);

}  // namespace atscope::capture::live::usb

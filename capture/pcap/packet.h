// SPDX-License-Identifier: MIT
// What both capture file formats say about a packet and the interface it was captured on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "capture/pcap/time_scale.h"
#include "capture/segment.h"

namespace atscope::capture::pcap {

/// Seen from the capturing side.
enum class Direction : std::uint8_t { unknown, inbound, outbound };

struct Interface {
  std::uint16_t link_type = 0;
  std::uint32_t snap_length = 0;  ///< 0: packets are whole
  std::uint64_t speed = 0;        ///< bit/s, a serial port's baud rate; 0: not said
  std::string name;               ///< "ttyUSB2"; empty: not said
  std::string description;
  TimeScale time_scale;
};

struct Packet {
  std::string_view bytes;  ///< as far as they were captured; valid until the reader's next step
  std::uint64_t original_size = 0;
  std::uint64_t offset = 0;     ///< of `bytes` in the file
  std::uint64_t frame = 0;      ///< 1-based, as Wireshark counts
  std::uint32_t interface = 0;  ///< index into PacketReader::interfaces()
  Timestamp time;
  Direction direction = Direction::unknown;
  std::uint64_t dropped = 0;  ///< packets lost between this one and the one before it on its interface
  std::string_view comment;
};

}  // namespace atscope::capture::pcap

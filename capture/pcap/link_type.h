// SPDX-License-Identifier: MIT
// What a link type has to say about itself. One file per link type defines one LinkType; link_types.cpp lists
// them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "capture/pcap/packet.h"
#include "capture/segment.h"

namespace atscope::capture::pcap {

/// What a link type has to remember of one interface.
struct LinkState {
  std::uint8_t control_lines = 0;
  bool control_lines_known = false;
};

/// What is inside one packet. The views are into the packet.
struct Decoded {
  enum class Verdict : std::uint8_t {
    segment,
    foreign,  ///< another protocol
    nothing,  ///< a record without bytes that says nothing
  };
  Verdict verdict = Verdict::nothing;
  SegmentKind kind = SegmentKind::data;
  /// Of a remark (any kind but data and damaged) they come out as data behind it.
  std::string_view bytes;
  Direction direction = Direction::unknown;
  Timestamp time;    ///< of a link type with a clock of its own; counts only when the packet has none
  std::string note;  ///< keeps its memory from packet to packet

  void clear() {
    verdict = Verdict::nothing;
    kind = SegmentKind::data;
    bytes = {};
    direction = Direction::unknown;
    time = {};
    note.clear();
  }
};

struct LinkType {
  std::uint16_t id = 0;
  std::string_view name;     ///< as the registry of link types has it, without LINKTYPE_
  std::string_view reading;  ///< how atscope reads it, for a person who has another one: "252 with name at"
  Framing framing = Framing::stream;
  /// Decodes a packet into `decoded`, which is clear.
  void (*decode)(const Packet& packet, LinkState& state, Decoded& decoded) = nullptr;
};

/// All link types that atscope reads, by number.
[[nodiscard]] std::span<const LinkType* const> link_types();
[[nodiscard]] const LinkType* find_link_type(std::uint16_t id);
/// "220 (USB_LINUX_MMAPPED)", or the number alone when it has no name here.
[[nodiscard]] std::string describe_link_type(std::uint16_t id);

}  // namespace atscope::capture::pcap

// SPDX-License-Identifier: MIT
// What a link type has to say about itself. One file per link type defines one LinkType; link_types.cpp lists
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/pcap/packet.h"
#include "capture/segment.h"

namespace atscope::capture::pcap {

/// What a link type with streams of its own has to remember.
struct LinkMemory {
  virtual ~LinkMemory() = default;
};

/// What a link type has to remember of one interface.
struct LinkState {
  std::unique_ptr<LinkMemory> memory;
  std::uint8_t control_lines = 0;
  bool control_lines_known = false;
};

/// What is inside one packet. The views are into the packet, or into `buffer`.
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
  Timestamp time;       ///< of a link type with a clock of its own; counts only when the packet has none
  std::string note;     ///< these three keep their memory from packet to packet
  std::string channel;  ///< of a link type that carries several streams
  std::string buffer;   ///< bytes that do not stand in the packet in one piece,
  std::string_view first_byte;    ///< where they begin in it,
  std::vector<OffsetStep> steps;  ///< and how they go on

  void clear() {
    verdict = Verdict::nothing;
    kind = SegmentKind::data;
    bytes = {};
    direction = Direction::unknown;
    time = {};
    note.clear();
    channel.clear();
    buffer.clear();
    first_byte = {};
    steps.clear();
  }
};

struct LinkType {
  std::uint16_t id = 0;
  std::uint16_t last_id = 0;  ///< of a range that begins with `id`; 0: it is the only one
  std::string_view name;      ///< as the registry of link types has it, without LINKTYPE_
  std::string_view reading;   ///< how atscope reads it, for a person who has another one: "252 with name at"
  Framing framing = Framing::stream;
  bool has_channels = false;   ///< an interface carries several streams, named by Decoded::channel
  bool host_commands = false;  ///< the host is the side that sends commands, be it the captured one or not
  /// Decodes a packet into `decoded`, which is clear.
  void (*decode)(const Packet& packet, LinkState& state, Decoded& decoded) = nullptr;
};

/// All link types that atscope reads, by number.
[[nodiscard]] std::span<const LinkType* const> link_types();
[[nodiscard]] const LinkType* find_link_type(std::uint16_t id);
/// "220 (USB_LINUX_MMAPPED)", or the number alone when it has no name here.
[[nodiscard]] std::string describe_link_type(std::uint16_t id);

}  // namespace atscope::capture::pcap

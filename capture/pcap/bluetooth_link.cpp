// SPDX-License-Identifier: MIT
// Bluetooth HCI with H4 packet types, with a direction before each packet (link type 201) or without (187).
//
//   ACL: handle and flags (16 bits) | length | L2CAP: length | channel | RFCOMM frame (TS 07.10 §5.2, basic)
//   RFCOMM: address | control | length (7 or 15 bits) | [credits, if P/F is set] | bytes | FCS
//
// A frame is known by its FCS, which in UIH covers address and control only, so that no set-up has to be in
// the capture. All numbers are little-endian but the direction.
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/link_type.h"
#include "capture/pcap/traffic_filter.h"

namespace atscope::capture::pcap {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

/// TS 07.10 §5.2.1.6: x^8 + x^2 + x + 1, reflected.
std::uint8_t frame_check(std::string_view bytes) {
  unsigned check = 0xff;
  for (const char c : bytes) {
    check ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) check = (check & 1U) != 0 ? check >> 1U ^ 0xe0U : check >> 1U;
  }
  return static_cast<std::uint8_t>(0xffU - check);
}

/// A frame whose end comes in later ACL packets.
struct Rest {
  std::size_t bytes = 0;
  unsigned dlci = 0;
};

struct BluetoothMemory final : LinkMemory {
  std::map<std::pair<unsigned, unsigned>, TrafficFilter> streams;  ///< by handle and DLCI
  std::map<std::pair<unsigned, bool>, Rest> rests;                 ///< by handle and direction
};

struct Frame {
  unsigned dlci = 0;
  std::string_view bytes;
  std::size_t missing = 0;  ///< bytes of it that this packet does not hold
};

constexpr std::size_t kMaxStreams = 1024;

/// The data of a UIH frame that begins `frame`; false if it is none.
bool parse_uih(std::string_view frame, Frame& parsed) {
  constexpr unsigned kUih = 0xef;
  constexpr unsigned kPollFinal = 0x10;
  if (frame.size() < 4) return false;
  const unsigned address = byte_at(frame, 0);
  const unsigned control = byte_at(frame, 1);
  if ((address & 1U) == 0 || (control | kPollFinal) != (kUih | kPollFinal)) return false;
  std::size_t length = byte_at(frame, 2) >> 1U;
  std::size_t header = 3;
  if ((byte_at(frame, 2) & 1U) == 0) {
    length |= std::size_t{byte_at(frame, 3)} << 7U;
    header = 4;
  }
  if ((control & kPollFinal) != 0) ++header;
  const std::string_view rest = frame.substr(std::min(header, frame.size()));
  parsed.dlci = address >> 2U;
  parsed.bytes = rest.substr(0, length);
  parsed.missing = length - parsed.bytes.size();
  if (parsed.missing > 0) return true;
  return rest.size() > length && byte_at(rest, length) == frame_check(frame.substr(0, 2));
}

void decode_acl(std::string_view acl, Direction direction, LinkState& state, Decoded& decoded) {
  constexpr std::size_t kL2capHeader = 4;
  if (!state.memory) state.memory = std::make_unique<BluetoothMemory>();
  BluetoothMemory& memory = static_cast<BluetoothMemory&>(*state.memory);
  decoded.verdict = Decoded::Verdict::foreign;
  if (acl.size() < 4) return;
  const unsigned head = read_u16(acl, 0, ByteOrder::little);
  const unsigned handle = head & 0x0fffU;
  const bool continues = (head >> 12U & 3U) == 1;
  const std::string_view data = acl.substr(4, read_u16(acl, 2, ByteOrder::little));
  const std::pair<unsigned, bool> way = {handle, direction == Direction::outbound};
  if (memory.rests.size() >= kMaxStreams || memory.streams.size() >= kMaxStreams) return;
  Rest& rest = memory.rests[way];
  Frame frame;
  if (continues) {
    if (rest.bytes == 0) return;
    frame.dlci = rest.dlci;
    frame.bytes = data.substr(0, rest.bytes);
    frame.missing = rest.bytes - frame.bytes.size();
  } else {
    rest.bytes = 0;
    if (data.size() < kL2capHeader) return;
    constexpr unsigned kFirstDynamic = 0x40;
    const std::size_t length = read_u16(data, 0, ByteOrder::little);
    if (read_u16(data, 2, ByteOrder::little) < kFirstDynamic) return;
    const std::string_view payload = data.substr(kL2capHeader);
    if (!parse_uih(payload.substr(0, length), frame)) return;
    if (frame.missing > 0 && payload.size() >= length) return;
  }
  rest = {frame.missing, frame.dlci};
  if (frame.dlci == 0) return;  // the multiplexer's own
  decoded.direction = direction;
  if (frame.bytes.empty()) {
    decoded.verdict = Decoded::Verdict::nothing;
    return;
  }
  if (!memory.streams[{handle, frame.dlci}].wants(frame.bytes)) return;
  decoded.bytes = frame.bytes;
  decoded.verdict = Decoded::Verdict::segment;
  fmt::format_to(std::back_inserter(decoded.channel), "RFCOMM dlci {}", frame.dlci);
}

void decode_h4(std::string_view packet, Direction direction, LinkState& state, Decoded& decoded) {
  constexpr unsigned kAcl = 2;
  decoded.verdict = Decoded::Verdict::foreign;
  if (byte_at(packet, 0) == kAcl) decode_acl(packet.substr(1), direction, state, decoded);
}

void decode_201(const Packet& packet, LinkState& state, Decoded& decoded) {
  constexpr std::size_t kDirectionBytes = 4;
  if (packet.bytes.size() < kDirectionBytes + 1) {
    decoded.verdict = Decoded::Verdict::segment;
    decoded.kind = SegmentKind::damaged;
    decoded.bytes = packet.bytes;
    decoded.note = "too short for the header of link type 201";
    return;
  }
  const bool received = (read_u32(packet.bytes, 0, ByteOrder::big) & 1U) != 0;
  decode_h4(packet.bytes.substr(kDirectionBytes), received ? Direction::inbound : Direction::outbound, state,
            decoded);
}

void decode_187(const Packet& packet, LinkState& state, Decoded& decoded) {
  decode_h4(packet.bytes, packet.direction, state, decoded);
}

}  // namespace

extern const LinkType bluetooth_h4, bluetooth_h4_with_direction;
const LinkType bluetooth_h4 = {.id = 187,
                               .name = "BLUETOOTH_HCI_H4",
                               .reading = "187 (BLUETOOTH_HCI_H4)",
                               .has_channels = true,
                               .host_commands = true,
                               .decode = decode_187};
const LinkType bluetooth_h4_with_direction = {.id = 201,
                                              .name = "BLUETOOTH_HCI_H4_WITH_PHDR",
                                              .reading = "201 (BLUETOOTH_HCI_H4_WITH_PHDR)",
                                              .has_channels = true,
                                              .host_commands = true,
                                              .decode = decode_201};

}  // namespace atscope::capture::pcap

// SPDX-License-Identifier: MIT
#include "capture/pcap/rtac_serial.h"

#include <fmt/format.h>
#include <iterator>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {
namespace {

// "CTS, DTR on; RI off": at first the lines that are on, later those that changed.
void describe_lines(std::uint8_t lines, LinkState& state, std::string& note) {
  const std::uint8_t before = state.control_lines_known ? state.control_lines : std::uint8_t{0};
  const std::uint8_t changed = lines ^ before;
  const auto list = [&](bool on) {
    bool any = false;
    for (const rtac::ControlLine& line : rtac::kControlLines) {
      if ((changed & line.bit) == 0 || ((lines & line.bit) != 0) != on) continue;
      note += any ? ", " : note.empty() ? "" : "; ";
      note += line.name;
      any = true;
    }
    if (any) note += on ? " on" : " off";
  };
  list(true);
  list(false);
  if (note.empty()) note = state.control_lines_known ? "no control line changed" : "all control lines off";
  state.control_lines = lines;
  state.control_lines_known = true;
}

void remark(Decoded& decoded, SegmentKind kind, std::string_view note) {
  decoded.kind = kind;
  decoded.note = note;
}

void decode(const Packet& packet, LinkState& state, Decoded& decoded) {
  using enum rtac::Event;
  decoded.verdict = Decoded::Verdict::segment;
  decoded.direction = packet.direction;
  if (packet.bytes.size() < rtac::kHeaderBytes) {
    remark(decoded, SegmentKind::damaged, "too short for the header of link type 250");
    decoded.bytes = packet.bytes;
    return;
  }
  decoded.bytes = packet.bytes.substr(rtac::kHeaderBytes);
  decoded.time = utc_time(read_u32(packet.bytes, 0, ByteOrder::big),
                          std::uint64_t{read_u32(packet.bytes, 4, ByteOrder::big)} * 1000);
  const auto event = static_cast<unsigned char>(packet.bytes[8]);
  switch (static_cast<rtac::Event>(event)) {
    case sent:
    case sent_end:
      decoded.direction = Direction::outbound;
      break;
    case received:
    case received_end:
      decoded.direction = Direction::inbound;
      break;
    case status_change:
      decoded.kind = SegmentKind::control_lines;
      describe_lines(static_cast<std::uint8_t>(packet.bytes[9]), state, decoded.note);
      break;
    case data_lost:
      remark(decoded, SegmentKind::gap, "the capturing port lost bytes");
      break;
    case capture_complete:
      break;
    // Only a receiver sees these.
    case framing_error:
      remark(decoded, SegmentKind::line_error, "framing error");
      decoded.direction = Direction::inbound;
      break;
    case parity_error:
      remark(decoded, SegmentKind::line_error, "parity error");
      decoded.direction = Direction::inbound;
      break;
    case line_break:
      remark(decoded, SegmentKind::line_error, "break");
      decoded.direction = Direction::inbound;
      break;
    case overrun:
      remark(decoded, SegmentKind::line_error, "overrun: bytes are lost");
      decoded.direction = Direction::inbound;
      break;
    default:
      decoded.kind = SegmentKind::damaged;
      fmt::format_to(std::back_inserter(decoded.note), "event {} of link type 250 is unknown", event);
      break;
  }
  if (decoded.kind == SegmentKind::data && decoded.bytes.empty()) decoded.verdict = Decoded::Verdict::nothing;
}

}  // namespace

extern const LinkType rtac_serial;
const LinkType rtac_serial = {
    .id = rtac::kLinkType, .name = "RTAC_SERIAL", .reading = "250 (RTAC_SERIAL)", .decode = decode};

}  // namespace atscope::capture::pcap

// SPDX-License-Identifier: MIT
#include "capture/pcap/rtac_serial.h"

#include <fmt/format.h>
#include <iterator>

#include "capture/pcap/byte_order.h"
#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {
namespace {

// At first the lines that are on, later those that changed. A record in which none does is there for its
// comment: our recordings note what did not go over the line in this way.
void describe_lines(std::uint8_t lines, LinkState& state, std::string_view comment, std::string& note) {
  rtac::describe_change(state.control_lines_known ? state.control_lines : std::uint8_t{0}, lines, note);
  if (!comment.empty()) {
    if (!note.empty()) note += "; ";
    note += comment;
  } else if (note.empty()) {
    note = state.control_lines_known ? "no control line changed" : "all control lines off";
  }
  state.control_lines = lines;
  state.control_lines_known = true;
}

void remark(Decoded& decoded, SegmentKind kind, std::string_view note, std::string_view comment = {}) {
  decoded.kind = kind;
  decoded.note = note;
  if (comment.empty()) return;
  decoded.note += ": ";
  decoded.note += comment;
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
      describe_lines(static_cast<std::uint8_t>(packet.bytes[9]), state, packet.comment, decoded.note);
      break;
    case data_lost:
      remark(decoded, SegmentKind::gap,
             packet.comment.empty() ? "the capturing port lost bytes" : packet.comment);
      break;
    case capture_complete:
      break;
    // Only a receiver sees these.
    case framing_error:
      remark(decoded, SegmentKind::line_error, "framing error", packet.comment);
      decoded.direction = Direction::inbound;
      break;
    case parity_error:
      remark(decoded, SegmentKind::line_error, "parity error", packet.comment);
      decoded.direction = Direction::inbound;
      break;
    case line_break:
      remark(decoded, SegmentKind::line_error, "break", packet.comment);
      decoded.direction = Direction::inbound;
      break;
    case overrun:
      remark(decoded, SegmentKind::line_error, "overrun: bytes are lost", packet.comment);
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

void rtac::describe_change(std::uint8_t before, std::uint8_t now, std::string& note) {
  const std::uint8_t changed = now ^ before;
  bool first = true;
  for (const bool on : {true, false}) {
    bool any = false;
    for (const ControlLine& line : kControlLines) {
      if ((changed & line.bit) == 0 || ((now & line.bit) != 0) != on) continue;
      note += any ? ", " : first ? "" : "; ";
      note += line.name;
      any = true;
      first = false;
    }
    if (any) note += on ? " on" : " off";
  }
}

extern const LinkType rtac_serial;
const LinkType rtac_serial = {
    .id = rtac::kLinkType, .name = "RTAC_SERIAL", .reading = "250 (RTAC_SERIAL)", .decode = decode};

}  // namespace atscope::capture::pcap

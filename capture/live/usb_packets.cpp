// SPDX-License-Identifier: MIT
#include "capture/live/usb_packets.h"

#include "capture/pcap/pcapng_blocks.h"

namespace atscope::capture::live::usb {
namespace {

namespace option = pcap::option;
namespace block = pcap::block;

constexpr std::uint16_t kLinkType = 220;
constexpr std::uint32_t kSnapLength = 256U << 10U;
constexpr std::size_t kHeaderBytes = 64;

void put(std::string& out, std::uint64_t value, std::size_t size) {
  for (std::size_t index = 0; index < size; ++index)
    out.push_back(static_cast<char>(value >> (8 * index) & 0xFFU));
}

void pad(std::string& out) {
  out.append(pcap::padded(out.size()) - out.size(), '\0');
}

// Block lengths are multiples of four, and so is all that stands before.
void append_block(std::string& out, std::uint32_t type, const std::string& body) {
  const std::size_t size = body.size() + pcap::kBlockFrameBytes;
  put(out, type, 4);
  put(out, size, 4);
  out += body;
  put(out, size, 4);
}

// The header of libpcap's pcap_usb_header_mmapped, little-endian.
std::string urb(const ControlRead& read, char event) {
  const bool completed = event == 'C';
  const std::size_t data = completed ? read.data.size() : 0;
  std::string packet;
  put(packet, read.id, 8);
  packet += event;
  put(packet, 2, 1);     // control transfer
  put(packet, 0x80, 1);  // endpoint 0, to the host
  put(packet, read.device, 1);
  put(packet, read.bus, 2);
  packet += completed ? '-' : '\0';  // a submission has setup bytes
  packet += data != 0 ? '\0' : '<';
  put(packet, static_cast<std::uint64_t>(read.time_ns / 1'000'000'000), 8);
  put(packet, static_cast<std::uint64_t>(read.time_ns % 1'000'000'000 / 1000), 4);
  constexpr std::uint32_t in_progress = 0xFFFFFF8D;  // -EINPROGRESS
  put(packet, completed ? 0 : in_progress, 4);
  put(packet, read.data.size(), 4);
  put(packet, data, 4);
  put(packet, 0x80, 1);
  put(packet, 6, 1);  // GET_DESCRIPTOR
  put(packet, std::uint64_t{read.descriptor_type} << 8U, 2);
  put(packet, 0, 2);
  put(packet, read.data.size(), 2);
  packet.resize(kHeaderBytes, '\0');
  if (completed) packet += read.data;
  return packet;
}

}  // namespace

std::string capture_head() {
  std::string out, body;
  put(body, pcap::kByteOrderMagic, 4);
  put(body, 1, 2);
  put(body, 0, 2);
  put(body, UINT64_MAX, 8);
  append_block(out, block::section_header, body);
  body.clear();
  put(body, kLinkType, 2);
  put(body, 0, 2);
  put(body, kSnapLength, 4);
  append_block(out, block::interface_description, body);
  return out;
}

void append_packet(std::string& out, std::int64_t time_ns, std::uint64_t dropped, std::string_view packet) {
  const auto microseconds = static_cast<std::uint64_t>(time_ns / 1000);
  std::string body;
  put(body, 0, 4);
  put(body, microseconds >> 32U, 4);
  put(body, microseconds, 4);
  put(body, packet.size(), 4);
  put(body, packet.size(), 4);
  body += packet;
  pad(body);
  if (dropped != 0) {
    put(body, option::packet_drop_count, 2);
    put(body, 8, 2);
    put(body, dropped, 8);
    put(body, option::end, 4);
  }
  append_block(out, block::enhanced_packet, body);
}

void append_control_read(std::string& out, const ControlRead& read) {
  append_packet(out, read.time_ns, 0, urb(read, 'S'));
  append_packet(out, read.time_ns, 0, urb(read, 'C'));
}

}  // namespace atscope::capture::live::usb

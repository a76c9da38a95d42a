// SPDX-License-Identifier: MIT
#include "capture/pcap/write_pcapng.h"

#include <algorithm>
#include <array>
#include <utility>

#include "capture/pcap/pcapng_blocks.h"

namespace atscope::capture::pcap {
namespace {

// The same for every interface: libpcap refuses files whose snap lengths differ.
constexpr std::uint32_t kSnapLength = 256U << 10U;
constexpr std::size_t kMaxPayload = kSnapLength - rtac::kHeaderBytes;
constexpr std::size_t kMaxOption = 0xFFFF;
constexpr std::uint8_t kNanoseconds = 9;  // if_tsresol

void append(std::string& out, std::uint64_t value, std::size_t size, ByteOrder order) {
  for (std::size_t index = 0; index < size; ++index) {
    const std::size_t byte = order == ByteOrder::little ? index : size - 1 - index;
    out.push_back(static_cast<char>(value >> (8 * byte) & 0xFFU));
  }
}

/// Before 1970, or unknown, is 0.
std::uint64_t ticks_of(Timestamp time) {
  return time.known() && time.ns > 0 ? static_cast<std::uint64_t>(time.ns) : 0;
}

std::uint32_t flags_of(rtac::Event event) {
  using enum rtac::Event;
  switch (event) {
    case sent:
    case sent_end:
      return kFlagOutbound;
    case received:
    case received_end:
    case framing_error:
    case parity_error:
    case line_break:
    case overrun:
      return kFlagInbound;
    default:
      return 0;
  }
}

}  // namespace

PcapngWriter::Sink PcapngWriter::to_string(std::string& out) {
  return [&out](std::string_view block) {
    out += block;
    return true;
  };
}

PcapngWriter::Sink PcapngWriter::to_file(std::FILE* file) {
  return [file](std::string_view block) {
    return std::fwrite(block.data(), 1, block.size(), file) == block.size();
  };
}

PcapngWriter::PcapngWriter(Sink sink, std::string_view application) : sink_(std::move(sink)) {
  begin_block(block::section_header);
  put_u32(kByteOrderMagic);
  put_u16(1);
  put_u16(0);
  put_u64(UINT64_MAX);  // the length of the section is not known yet
  put_option(option::section_application, application);
  end_options();
  end_block();
}

std::uint32_t PcapngWriter::add_port(const RecordedPort& port) {
  begin_block(block::interface_description);
  put_u16(port.link_type);
  put_u16(0);
  put_u32(kSnapLength);
  put_option(option::interface_name, port.name);
  put_option(option::interface_description, port.description);
  if (port.speed != 0) put_option(option::interface_speed, port.speed);
  const char resolution = kNanoseconds;
  put_option(option::interface_resolution, {&resolution, 1});
  end_options();
  end_block();
  return ports_++;
}

bool PcapngWriter::write(std::uint32_t port, const SerialRecord& record) {
  if (port >= ports_) return false;
  SerialRecord part = record;
  std::string_view rest = record.bytes;
  do {
    part.bytes = rest.substr(0, kMaxPayload);
    rest.remove_prefix(part.bytes.size());
    write_record(port, part);
    part.comment = {};
  } while (!rest.empty());
  return good_;
}

bool PcapngWriter::write_statistics(std::uint32_t port, const PortStatistics& statistics) {
  if (port >= ports_) return false;
  begin_block(block::interface_statistics);
  put_u32(port);
  put_time(ticks_of(statistics.end));
  for (const auto& [code, time] : {std::pair(option::statistics_begin, statistics.begin),
                                   std::pair(option::statistics_end, statistics.end)}) {
    if (!time.known()) continue;
    put_u16(code);
    put_u16(8);
    put_time(ticks_of(time));
  }
  put_option(option::statistics_received, statistics.received);
  put_option(option::statistics_dropped, statistics.dropped);
  end_options();
  end_block();
  return good_;
}

void PcapngWriter::write_record(std::uint32_t port, const SerialRecord& record) {
  const std::uint64_t ns = ticks_of(record.time);
  begin_packet(port, record.time, rtac::kHeaderBytes + record.bytes.size());
  append(block_, ns / 1'000'000'000, 4, ByteOrder::big);
  append(block_, ns % 1'000'000'000 / 1000, 4, ByteOrder::big);
  block_.push_back(static_cast<char>(record.event));
  block_.push_back(static_cast<char>(record.control_lines));
  put_u16(0);
  put_padded(record.bytes);
  end_packet(flags_of(record.event), record.comment);
}

bool PcapngWriter::write_packet(std::uint32_t port, Timestamp time, std::string_view packet,
                                std::uint32_t flags, std::string_view comment) {
  if (port >= ports_) return false;
  packet = packet.substr(0, kSnapLength);
  begin_packet(port, time, packet.size());
  put_padded(packet);
  end_packet(flags, comment);
  return good_;
}

void PcapngWriter::begin_packet(std::uint32_t port, Timestamp time, std::size_t size) {
  const std::uint64_t ns = ticks_of(time);
  begin_block(block::enhanced_packet);
  put_u32(port);
  put_u32(static_cast<std::uint32_t>(ns >> 32U));
  put_u32(static_cast<std::uint32_t>(ns));
  put_u32(static_cast<std::uint32_t>(size));
  put_u32(static_cast<std::uint32_t>(size));
}

void PcapngWriter::end_packet(std::uint32_t flags, std::string_view comment) {
  if (flags != 0) {
    const std::array<char, 4> value = {static_cast<char>(flags), 0, 0, 0};
    put_option(option::packet_flags, {value.data(), value.size()});
  }
  put_option(option::comment, comment);
  end_options();
  end_block();
}

void PcapngWriter::put_u16(std::uint16_t value) {
  append(block_, value, 2, ByteOrder::little);
}
void PcapngWriter::put_u32(std::uint32_t value) {
  append(block_, value, 4, ByteOrder::little);
}
void PcapngWriter::put_u64(std::uint64_t value) {
  append(block_, value, 8, ByteOrder::little);
}

void PcapngWriter::put_padded(std::string_view bytes) {
  block_ += bytes;
  block_.append(padded(block_.size()) - block_.size(), '\0');
}

void PcapngWriter::put_option(std::uint16_t code, std::string_view value) {
  if (value.empty()) return;
  value = value.substr(0, kMaxOption);
  put_u16(code);
  put_u16(static_cast<std::uint16_t>(value.size()));
  put_padded(value);
}

void PcapngWriter::put_option(std::uint16_t code, std::uint64_t value) {
  put_u16(code);
  put_u16(8);
  put_u64(value);
}

// High half, low half.
void PcapngWriter::put_time(std::uint64_t ns) {
  put_u32(static_cast<std::uint32_t>(ns >> 32U));
  put_u32(static_cast<std::uint32_t>(ns));
}

void PcapngWriter::end_options() {
  put_u32(option::end);
}

void PcapngWriter::begin_block(std::uint32_t type) {
  block_.clear();
  put_u32(type);
  put_u32(0);  // total length, filled in by end_block()
}

void PcapngWriter::end_block() {
  const auto size = static_cast<std::uint32_t>(block_.size() + 4);
  put_u32(size);
  for (std::size_t index = 0; index < 4; ++index) block_[4 + index] = block_[block_.size() - 4 + index];
  // After a failure nothing more is written: what follows a half block could not be read.
  good_ = good_ && sink_(block_);
}

}  // namespace atscope::capture::pcap

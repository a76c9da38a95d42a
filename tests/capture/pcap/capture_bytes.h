// SPDX-License-Identifier: MIT
// Capture files built by hand, field by field, in either byte order. Independent of the writer under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace atscope::capture::pcap {

/// Integers in one byte order.
class Bytes {
 public:
  explicit Bytes(bool big) : big_(big) {}

  Bytes& u16(std::uint64_t value) { return integer(value, 2); }
  Bytes& u32(std::uint64_t value) { return integer(value, 4); }
  Bytes& u64(std::uint64_t value) { return integer(value, 8); }
  Bytes& raw(std::string_view bytes) {
    out_ += bytes;
    return *this;
  }
  Bytes& pad() {
    while (out_.size() % 4 != 0) out_ += '\0';
    return *this;
  }
  Bytes& option(std::uint16_t code, std::string_view value) {
    return u16(code).u16(value.size()).raw(value).pad();
  }
  /// A tag of link type 252, which nothing pads.
  Bytes& tag(std::uint16_t type, std::string_view value) { return u16(type).u16(value.size()).raw(value); }
  [[nodiscard]] const std::string& str() const { return out_; }

 private:
  Bytes& integer(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned byte = big_ ? size - 1 - i : i;
      out_ += static_cast<char>(value >> (8 * byte) & 0xFFU);
    }
    return *this;
  }
  bool big_;
  std::string out_;
};

/// A pcapng file.
class PcapngFile {
 public:
  explicit PcapngFile(bool big = false) : big_(big) {}

  [[nodiscard]] Bytes bytes() const { return Bytes(big_); }

  PcapngFile& block(std::uint32_t type, std::string_view body) {
    const std::string padded = bytes().raw(body).pad().str();
    const std::size_t size = padded.size() + 12;
    out_ += bytes().u32(type).u32(size).raw(padded).u32(size).str();
    return *this;
  }
  PcapngFile& section() {
    return block(0x0A0D0D0A, bytes().u32(0x1A2B3C4D).u16(1).u16(0).u64(UINT64_MAX).str());
  }
  /// A section in the other byte order than the one before it.
  PcapngFile& section(bool big) {
    big_ = big;
    return section();
  }
  PcapngFile& interface(std::uint16_t link_type, std::string_view options = {}, std::uint32_t snap = 0) {
    return block(1, bytes().u16(link_type).u16(0).u32(snap).raw(options).str());
  }
  PcapngFile& named_interface(std::uint16_t link_type, std::string_view name) {
    return interface(link_type, bytes().option(2, name).option(0, "").str());
  }
  /// An enhanced packet block.
  PcapngFile& packet(std::string_view data, std::uint64_t ticks = 0, std::string_view options = {},
                     std::uint32_t interface = 0, std::uint64_t original = 0) {
    block(6, bytes()
                 .u32(interface)
                 .u32(ticks >> 32U)
                 .u32(ticks & 0xFFFFFFFF)
                 .u32(data.size())
                 .u32(original == 0 ? data.size() : original)
                 .raw(data)
                 .pad()
                 .raw(options)
                 .str());
    packet_ends_.push_back(out_.size());
    return *this;
  }
  PcapngFile& raw(std::string_view more) {
    out_ += more;
    return *this;
  }
  [[nodiscard]] std::string flags(std::uint32_t value) const {
    return bytes().option(2, bytes().u32(value).str()).option(0, "").str();
  }
  [[nodiscard]] const std::string& str() const { return out_; }
  /// Where each packet's record ends in the file.
  [[nodiscard]] const std::vector<std::size_t>& packet_ends() const { return packet_ends_; }

 private:
  bool big_;
  std::string out_;
  std::vector<std::size_t> packet_ends_;
};

/// A classic pcap file.
class PcapFile {
 public:
  PcapFile(bool big, bool nanoseconds, std::uint32_t link_type) : big_(big) {
    out_ = Bytes(big_)
               .u32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4)
               .u16(2)
               .u16(4)
               .u32(0)
               .u32(0)
               .u32(262144)
               .u32(link_type)
               .str();
  }
  PcapFile& packet(std::string_view data, std::uint32_t seconds = 0, std::uint32_t fraction = 0,
                   std::uint64_t original = 0) {
    out_ += Bytes(big_)
                .u32(seconds)
                .u32(fraction)
                .u32(data.size())
                .u32(original == 0 ? data.size() : original)
                .raw(data)
                .str();
    packet_ends_.push_back(out_.size());
    return *this;
  }
  [[nodiscard]] const std::string& str() const { return out_; }
  /// Where each packet's record ends in the file.
  [[nodiscard]] const std::vector<std::size_t>& packet_ends() const { return packet_ends_; }

 private:
  bool big_;
  std::string out_;
  std::vector<std::size_t> packet_ends_;
};

/// A packet of link type 250.
inline std::string rtac(std::uint8_t event, std::string_view payload, std::uint8_t lines = 0) {
  return Bytes(true)
      .u32(1'700'000'000)
      .u32(250'000)
      .raw({reinterpret_cast<const char*>(&event), 1})
      .raw({reinterpret_cast<const char*>(&lines), 1})
      .u16(0)
      .raw(payload)
      .str();
}

/// A packet of link type 252.
inline std::string upper_pdu(std::string_view dissector, std::string_view payload, int direction = -1) {
  Bytes bytes(true);
  bytes.tag(12, dissector);
  if (direction >= 0) bytes.tag(35, Bytes(true).u32(static_cast<std::uint64_t>(direction)).str());
  return bytes.tag(0, "").raw(payload).str();
}

}  // namespace atscope::capture::pcap

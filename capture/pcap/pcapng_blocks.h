// SPDX-License-Identifier: MIT
// Numbers of the pcapng format (draft-ietf-opsawg-pcapng), shared by reader and writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "capture/pcap/byte_order.h"

namespace atscope::capture::pcap {

namespace block {
inline constexpr std::uint32_t interface_description = 1;
inline constexpr std::uint32_t packet = 2;  // obsolete, still written by old tools
inline constexpr std::uint32_t simple_packet = 3;
inline constexpr std::uint32_t name_resolution = 4;
inline constexpr std::uint32_t interface_statistics = 5;
inline constexpr std::uint32_t enhanced_packet = 6;
inline constexpr std::uint32_t journal_export = 9;
inline constexpr std::uint32_t decryption_secrets = 10;
inline constexpr std::uint32_t custom = 0x00000BAD;
inline constexpr std::uint32_t custom_not_to_copy = 0x40000BAD;
inline constexpr std::uint32_t section_header = 0x0A0D0D0A;  // the same in both byte orders
}  // namespace block

inline constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;
/// Type and total length before the body, total length behind it.
inline constexpr std::size_t kBlockHeadBytes = 8;
inline constexpr std::size_t kBlockFrameBytes = 12;

namespace option {
inline constexpr std::uint16_t end = 0;
inline constexpr std::uint16_t comment = 1;
inline constexpr std::uint16_t section_application = 4;
inline constexpr std::uint16_t interface_name = 2;
inline constexpr std::uint16_t interface_description = 3;
inline constexpr std::uint16_t interface_speed = 8;
inline constexpr std::uint16_t interface_resolution = 9;
inline constexpr std::uint16_t interface_time_offset = 14;
inline constexpr std::uint16_t packet_flags = 2;
inline constexpr std::uint16_t packet_drop_count = 4;
inline constexpr std::uint16_t statistics_begin = 2;
inline constexpr std::uint16_t statistics_end = 3;
inline constexpr std::uint16_t statistics_received = 4;
inline constexpr std::uint16_t statistics_dropped = 5;
}  // namespace option

/// Bits 0 and 1 of epb_flags.
inline constexpr std::uint32_t kFlagInbound = 1;
inline constexpr std::uint32_t kFlagOutbound = 2;

/// Bodies and values are padded to 32 bits.
[[nodiscard]] constexpr std::size_t padded(std::size_t size) {
  return (size + 3) & ~std::size_t{3};
}

/// Calls `see(code, value)` for every whole option up to the end mark.
template <class See>
void each_option(std::string_view options, ByteOrder order, See see) {
  while (options.size() >= 4) {
    const std::uint16_t code = read_u16(options, 0, order);
    const std::size_t size = read_u16(options, 2, order);
    options.remove_prefix(4);
    if (code == option::end || size > options.size()) return;
    see(code, options.substr(0, size));
    options.remove_prefix(padded(size) < options.size() ? padded(size) : options.size());
  }
}

}  // namespace atscope::capture::pcap

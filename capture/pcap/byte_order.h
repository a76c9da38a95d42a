// SPDX-License-Identifier: MIT
// Integers as capture files hold them: in the byte order of the machine that wrote them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace atscope::capture::pcap {

enum class ByteOrder : std::uint8_t { little, big };

/// The integer of `Size` bytes at `offset`; the caller has checked that it lies inside `bytes`.
template <class Integer>
[[nodiscard]] constexpr Integer read_integer(std::string_view bytes, std::size_t offset, ByteOrder order) {
  std::uint64_t value = 0;
  for (std::size_t index = 0; index < sizeof(Integer); ++index) {
    const std::size_t at = order == ByteOrder::big ? offset + index : offset + sizeof(Integer) - 1 - index;
    value = value << 8U | static_cast<unsigned char>(bytes[at]);
  }
  return static_cast<Integer>(value);
}

[[nodiscard]] constexpr std::uint16_t read_u16(std::string_view bytes, std::size_t offset, ByteOrder order) {
  return read_integer<std::uint16_t>(bytes, offset, order);
}
[[nodiscard]] constexpr std::uint32_t read_u32(std::string_view bytes, std::size_t offset, ByteOrder order) {
  return read_integer<std::uint32_t>(bytes, offset, order);
}
[[nodiscard]] constexpr std::uint64_t read_u64(std::string_view bytes, std::size_t offset, ByteOrder order) {
  return read_integer<std::uint64_t>(bytes, offset, order);
}

}  // namespace atscope::capture::pcap

// SPDX-License-Identifier: MIT
// Serial ports on USB, whatever header the capture has around a transfer.
#pragma once

#include <cstdint>
#include <string_view>

#include "capture/pcap/link_type.h"

namespace atscope::capture::pcap {

/// A transfer as the capture shows it. Data of OUT stands in the submission, of IN in the completion.
struct UsbTransfer {
  std::uint16_t bus = 0;
  std::uint16_t device = 0;
  std::uint8_t endpoint = 0;  ///< number, 0x80: IN
  enum class Type : std::uint8_t { control, bulk, other } type = Type::other;
  bool completion = false;
  std::string_view setup;  ///< 8 bytes of a control submission, else empty
  std::string_view data;

  [[nodiscard]] bool in() const { return (endpoint & 0x80U) != 0; }
};

/// Bulk data of one port is one channel, "BUS.DEV ifN" where descriptors were captured, else "BUS.DEV epN".
/// Requests of the CDC class (USB PSTN 1.2 §6.3) become notes; FTDI's two status bytes are taken off.
void decode_usb(const UsbTransfer& transfer, LinkState& state, Decoded& decoded);

}  // namespace atscope::capture::pcap

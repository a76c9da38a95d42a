// SPDX-License-Identifier: MIT
// Link type 250: twelve bytes, big-endian, before what went over a serial line.
//
//   0-3 seconds since 1970 | 4-7 microseconds | 8 event | 9 control lines | 10-11 zero | 12.. payload
//
// Sent and received are meant from the capturing port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace atscope::capture::pcap::rtac {

inline constexpr std::uint16_t kLinkType = 250;
inline constexpr std::size_t kHeaderBytes = 12;

enum class Event : std::uint8_t {
  status_change = 0,
  sent = 1,  ///< TX_START
  received = 2,
  sent_end = 3,  ///< TX_END
  received_end = 4,
  data_lost = 5,
  capture_complete = 6,
  framing_error = 7,
  parity_error = 8,
  line_break = 9,
  overrun = 10,
};

struct ControlLine {
  std::uint8_t bit = 0;
  std::string_view name;
};
inline constexpr ControlLine kControlLines[] = {
    {0x01, "CTS"}, {0x02, "DCD"}, {0x04, "DSR"}, {0x08, "RTS"}, {0x10, "DTR"}, {0x20, "RI"}, {0x40, "MBOK"},
};
inline constexpr std::uint8_t kCts = 0x01, kDcd = 0x02, kDsr = 0x04, kRts = 0x08, kDtr = 0x10, kRi = 0x20;

/// Appends which lines differ, in words: "CTS, DTR on; RI off". Nothing when none does.
void describe_change(std::uint8_t before, std::uint8_t now, std::string& note);

}  // namespace atscope::capture::pcap::rtac

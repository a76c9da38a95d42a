// SPDX-License-Identifier: MIT
// Speed and framing of a serial port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atscope::capture::live {

struct TtySettings {
  enum class Parity : std::uint8_t { none, even, odd, mark, space };
  enum class Flow : std::uint8_t { none, rtscts, xonxoff };

  std::uint32_t baud = 0;  ///< bit/s, any number; 0: as the port has it
  std::uint8_t data_bits = 8;
  Parity parity = Parity::none;
  std::uint8_t stop_bits = 1;
  Flow flow = Flow::none;

  friend bool operator==(const TtySettings&, const TtySettings&) = default;
};

/// Sets data bits, parity and stop bits from "8N1", "7E1", "8O2" …; false when `text` is none of these.
[[nodiscard]] bool parse_framing(std::string_view text, TtySettings& settings);
/// "115200 8N1", with " rtscts" or " xonxoff".
[[nodiscard]] std::string describe(const TtySettings& settings);

}  // namespace atscope::capture::live

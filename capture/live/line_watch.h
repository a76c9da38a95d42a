// SPDX-License-Identifier: MIT
// What the control lines and error counters of a port say, compared with what they said before.
#pragma once

#include <cstdint>
#include <optional>

#include "capture/live/tty.h"

namespace atscope::capture::live {

/// What changed on a port between two looks at it.
struct LineChange {
  bool lines_changed = false;
  std::uint8_t lines = 0;           ///< as they are now
  int unseen = 0;                   ///< changes of a control line that came and went between two looks
  std::uint32_t overruns = 0;       ///< bytes lost in the UART, at least
  std::uint32_t buffer_losses = 0;  ///< bytes lost between driver and reader, at least
};

/// Pure comparison: the caller asks the port (Tty::counts(), Tty::control_lines()) and hands on what it said.
class LineWatch {
 public:
  /// The first look only remembers the counters, and reports the lines if there are any.
  [[nodiscard]] LineChange look(const std::optional<LineCounts>& counts, std::optional<std::uint8_t> lines);
  void forget() { *this = {}; }

 private:
  std::optional<LineCounts> counts_;
  std::optional<std::uint8_t> lines_;
};

}  // namespace atscope::capture::live

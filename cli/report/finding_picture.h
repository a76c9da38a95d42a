// SPDX-License-Identifier: MIT
// The exchange around a finding, drawn: lines with number, time and side, marks under what matters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "decoder/lint/finding.h"

namespace atscope::cli {

/// One line of the picture; views live as long as the finding.
struct PictureLine {
  capture::Origin origin;
  capture::Timestamp time;
  session::Sender sender = session::Sender::unknown;
  std::string_view text;
  std::size_t mark_begin = 0, mark_size = 0;
  bool primary = false;  ///< the finding's own line
  std::string_view label;

  /// Line of a text log, frame of a capture.
  [[nodiscard]] std::uint64_t number() const { return origin.frame != 0 ? origin.frame : origin.line; }
};

/// The lines of a finding and what it is related to, in file order.
[[nodiscard]] std::vector<PictureLine> picture_lines(const lint::Finding& finding);

/// Draws them. `width` is the number of columns there are; 0 means plenty.
void append_picture(std::string& out, const lint::Finding& finding, const Palette& palette,
                    std::size_t width);

/// "09:27:17.681" of the log's clock; empty without one.
[[nodiscard]] std::string picture_time(capture::Timestamp time);

}  // namespace atscope::cli

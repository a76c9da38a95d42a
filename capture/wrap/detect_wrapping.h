// SPDX-License-Identifier: MIT
// Finds out what a file is, through whatever is wrapped around its lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture/text/format.h"
#include "capture/wrap/peel_stream.h"
#include "capture/wrap/wrapper.h"

namespace atscope::capture {

struct Reading {
  const Format* format = nullptr;
  int score = 0;
  Coding coding = Coding::bytes;
  std::vector<Layer> layers;  ///< the outermost first
  bool has_time = false;      ///< the wrapping tells times

  [[nodiscard]] bool is_wrapped() const { return coding != Coding::bytes || !layers.empty(); }
};

/// The most convincing reading of `head`, the first bytes of a file. An encoding is seen at once; other
/// wrapping is looked for as long as no format is certain.
[[nodiscard]] Reading detect_reading(std::string_view head);

/// Where in `text` AT traffic may begin: the start of a line some way before the first command that stands
/// apart from words, searched from `from` on; npos without one.
[[nodiscard]] std::size_t find_traffic(std::string_view text, std::size_t from);

/// Opens `input` as `reading` has it.
[[nodiscard]] std::unique_ptr<Source> open_reading(std::unique_ptr<Input> input, const Reading& reading,
                                                   const OpenOptions& options);

}  // namespace atscope::capture

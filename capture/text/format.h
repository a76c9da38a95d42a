// SPDX-License-Identifier: MIT
// What a log format has to say about itself. One file per format defines one Format; formats.cpp lists them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "capture/input.h"
#include "capture/open.h"
#include "capture/segment.h"
#include "capture/source.h"

namespace atscope::capture {

/// One segment that a sample must give.
struct ExpectedSegment {
  Sender sender = Sender::unknown;
  std::string_view bytes;
  std::uint64_t line = 0;
  Clock clock = Clock::none;
  std::int64_t ns = 0;
  std::string_view channel = "";  ///< its name; "" when the format has no channel names
  SegmentKind kind = SegmentKind::data;
};

/// A piece of a log as the real tool writes it, and what must be read from it. The test opens every sample by
/// detection and again by name.
struct Sample {
  std::string_view text;
  std::span<const ExpectedSegment> segments;
};

/// How sure a format is of the head of a file.
inline constexpr int kNoEvidence = 0;
inline constexpr int kFallback = 1;
inline constexpr int kLikely = 40;   ///< a shape that other programs' logs can have too
inline constexpr int kCertain = 90;  ///< a mark that nothing else writes

struct Format {
  std::string_view name;            ///< "modemmanager"
  std::string_view description;     ///< one line for `atscope formats`
  std::span<const Sample> samples;  ///< the first one is the example that `atscope formats` shows
  /// Evidence in `head`, the first bytes of a file (the last line may be incomplete): 0 to 100.
  int (*score)(std::string_view head);
  std::unique_ptr<Source> (*make)(std::unique_ptr<Input> input, const OpenOptions& options);
};

/// All text formats, in the order in which detection prefers them on a tie. The last one takes anything.
[[nodiscard]] std::span<const Format* const> text_formats();

/// The format that `head` speaks for most.
[[nodiscard]] const Format& detect(std::string_view head, int& score);

}  // namespace atscope::capture

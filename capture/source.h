// SPDX-License-Identifier: MIT
// A source of segments: one opened log or capture.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"

namespace atscope::capture {

/// How much of what went over the line the format keeps.
enum class Fidelity : std::uint8_t {
  exact,       ///< every byte, with line ends
  escaped,     ///< every byte, but an escape can also be literal text (ModemManager, oFono)
  line_lossy,  ///< whole lines, CR and LF dropped
};

struct SourceInfo {
  std::string_view format;  ///< name of the format as `atscope formats` lists it
  std::string wrapping =
      {};  ///< what its lines were taken out of: "syslog"; empty if nothing stands around them
  Fidelity fidelity = Fidelity::exact;
  bool has_direction = true;  ///< segments know their sender
  bool has_time = true;
  std::int64_t time_resolution_ns = 1;  ///< smallest step of the log's clock
  std::vector<std::string>
      channels;  ///< names by ChannelId, one for every id given out; may grow while reading
};

/// Facts counted while reading. Nothing vanishes in silence: what is not AT traffic is counted here.
struct SourceStats {
  std::uint64_t bytes = 0;   ///< of the decompressed file, read so far
  std::uint64_t lines = 0;   ///< of a text log
  std::uint64_t frames = 0;  ///< of a packet capture
  std::uint64_t segments = 0;
  std::uint64_t foreign_lines = 0;     ///< lines or frames of other programs or protocols, skipped
  std::uint64_t damaged = 0;           ///< records given out as SegmentKind::damaged
  std::uint64_t clock_steps_back = 0;  ///< records whose time is before their predecessor's
};

class Source {
 public:
  virtual ~Source() = default;

  /// Gives the next segment in file order; false at the end. Damage inside the input is never an
  /// error but a segment of kind `damaged` or `gap`.
  [[nodiscard]] virtual bool next(Segment& segment) = 0;
  [[nodiscard]] virtual const SourceInfo& info() const = 0;
  [[nodiscard]] virtual const SourceStats& stats() const = 0;
};

}  // namespace atscope::capture

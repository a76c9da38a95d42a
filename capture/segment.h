// SPDX-License-Identifier: MIT
// The one type that leaves the capture room: bytes of one sender at one time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace atscope::capture {

/// Who put the bytes on the line.
enum class Sender : std::uint8_t {
  unknown,  ///< the log does not tell
  dte,      ///< the host
  dce,      ///< the module
};

/// What a timestamp counts from.
enum class Clock : std::uint8_t {
  none,         ///< no time at all; Timestamp::ns means nothing
  utc,          ///< nanoseconds since 1970-01-01T00:00:00Z (a log without a zone is read as UTC)
  time_of_day,  ///< nanoseconds since the midnight before the first record of the log
  monotonic,    ///< nanoseconds since an unknown start, such as the boot of the logger
};

struct Timestamp {
  std::int64_t ns = 0;
  Clock clock = Clock::none;

  [[nodiscard]] constexpr bool known() const { return clock != Clock::none; }
  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

/// Where bytes stand in the file they came from.
struct Origin {
  std::uint64_t offset = 0;  ///< byte offset in the (decompressed) file of the first payload byte
  std::uint64_t line = 0;    ///< 1-based line of a text log, 0 in a packet capture
  std::uint64_t frame = 0;   ///< 1-based frame of a packet capture, 0 in a text log

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// In an escaped log one payload byte can take several bytes of the file ("<CR>"): from payload byte
/// `index` on, the file offset is `Origin::offset + position + shift`.
struct OffsetStep {
  std::uint32_t index = 0;
  std::uint32_t shift = 0;
};

/// How the bytes of one channel hang together.
enum class Framing : std::uint8_t {
  stream,  ///< a byte stream: only line ends and time separate lines; a segment may stop anywhere
  record,  ///< a segment is one PDU or one log line: its end also ends the line, CR LF may be lost
};

enum class SegmentKind : std::uint8_t {
  data,           ///< `bytes` went over the line
  gap,            ///< bytes are known to be lost here (`note` says how many, if known)
  line_error,     ///< framing or parity error, break, overrun (`note` names it)
  control_lines,  ///< CTS, DTR … changed (`note` says how)
  damaged,        ///< the reader could not interpret this record; `bytes` is its raw text, `note` why
  section,        ///< a test case, a run or another part of the log begins; `note` is its name
};

using ChannelId = std::uint16_t;

/// Bytes of one sender at one time. All views stay valid until the next call of Source::next().
struct Segment {
  std::string_view bytes;
  Sender sender = Sender::unknown;
  SegmentKind kind = SegmentKind::data;
  Framing framing = Framing::stream;
  ChannelId channel = 0;  ///< index into SourceInfo::channels
  Timestamp time;
  Origin origin;
  std::span<const OffsetStep> offset_steps;  ///< ascending by index; empty when the log is verbatim
  std::string_view note;                     ///< what happened, in words; on data, the comment of its packet

  /// Byte offset in the file of payload byte `position`.
  [[nodiscard]] std::uint64_t offset_of(std::size_t position) const {
    std::uint64_t shift = 0;
    for (const OffsetStep& step : offset_steps) {
      if (step.index > position) break;
      shift = step.shift;
    }
    return origin.offset + position + shift;
  }
};

}  // namespace atscope::capture

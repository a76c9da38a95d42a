// SPDX-License-Identifier: GPL-2.0-or-later
// The bytes of all channels in the order in which they were decoded, and where in the capture they stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"

namespace atscope::wireshark {

using SegmentIndex = std::uint32_t;
inline constexpr SegmentIndex no_segment = 0xFFFFFFFF;
inline constexpr std::uint32_t no_event = 0xFFFFFFFF;  ///< as in decoder/trace

/// What one tvb gave: a piece of one stream, or a remark.
struct SegmentRecord {
  std::uint64_t begin = 0;  ///< the Origin::offset of its first byte: bytes are numbered through all channels
  std::int64_t time_ns = 0;
  std::uint32_t bytes = 0;
  std::uint32_t frame = 0;
  std::uint32_t part = 0;  ///< which tvb of the frame
  std::uint32_t at = 0;    ///< of its first byte in that tvb
  SegmentIndex next_of_stream = no_segment;
  SegmentIndex next_of_frame = no_segment;
  std::uint32_t continued_by =
      no_event;            ///< the event that begins here or before and ends in a later segment
  std::uint32_t note = 0;  ///< see Segments::note()
  capture::ChannelId channel = 0;
  capture::Sender sender = capture::Sender::unknown;
  capture::SegmentKind kind = capture::SegmentKind::data;
  capture::Framing framing = capture::Framing::stream;
  bool has_time = false;
};

class Segments {
 public:
  /// `record.begin`, `.bytes`, `.note` and the links are filled in.
  SegmentIndex add(SegmentRecord record, std::string_view bytes, std::string_view note);

  [[nodiscard]] SegmentIndex size() const { return static_cast<SegmentIndex>(records_.size()); }
  [[nodiscard]] const SegmentRecord& operator[](SegmentIndex index) const { return records_[index]; }
  [[nodiscard]] SegmentRecord& at(SegmentIndex index) { return records_[index]; }
  [[nodiscard]] std::string_view bytes(SegmentIndex index) const {
    return std::string_view(bytes_).substr(records_[index].begin, records_[index].bytes);
  }
  [[nodiscard]] std::string_view note(SegmentIndex index) const { return notes_[records_[index].note]; }
  /// As it was given; the views are valid until the next add().
  [[nodiscard]] capture::Segment segment(SegmentIndex index) const;

  /// The segment that holds the byte of that number; no_segment when there is none.
  [[nodiscard]] SegmentIndex find(std::uint64_t offset) const;
  /// First segment of a frame, the others follow by next_of_frame.
  [[nodiscard]] SegmentIndex first_of_frame(std::uint32_t frame) const {
    return frame < frames_.size() ? frames_[frame] : no_segment;
  }
  /// The last segment of the bytes of one stream that begin at `offset` in segment `first`: `size` bytes, and
  /// the first byte of the line end behind them.
  [[nodiscard]] SegmentIndex last_of(SegmentIndex first, std::uint64_t offset, std::size_t size,
                                     bool line_end) const;
  /// The bytes of one stream from `offset` in `first` up to the end of `last`.
  void copy(SegmentIndex first, std::uint64_t offset, SegmentIndex last, std::string& to) const;

 private:
  std::vector<SegmentRecord> records_;
  std::string bytes_;
  std::vector<std::string> notes_{std::string()};
  std::vector<SegmentIndex> frames_;          // by frame: its first segment
  std::vector<SegmentIndex> last_of_stream_;  // by channel and sender
};

}  // namespace atscope::wireshark

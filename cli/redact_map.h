// SPDX-License-Identifier: MIT
// Where the bytes of an event stand in the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/segment.h"

namespace atscope::cli {

/// A byte of the traffic in the file: in an escaped log it can take several.
struct FilePlace {
  std::uint64_t begin = 0, end = 0;
  char byte = 0;
};

/// Remembers the last segments of each side of each channel, at most `kept_bytes` of payload.
class PlaceMap {
 public:
  static constexpr std::size_t kept_bytes = std::size_t{4} << 20;

  void add(const capture::Segment& segment);
  /// Places of `text`, whose first byte stands at file offset `offset`; empty when they are not known (any
  /// more).
  [[nodiscard]] std::vector<FilePlace> find(capture::ChannelId channel, std::uint64_t offset,
                                            std::string_view text) const;

 private:
  struct Piece {
    std::vector<std::uint64_t>
        begins;  // file offset of each byte, and of the end; empty when they are contiguous
    std::uint64_t offset = 0;
    std::string bytes;
    [[nodiscard]] std::uint64_t begin_of(std::size_t index) const {
      return begins.empty() ? offset + index : begins[index];
    }
  };
  struct Stream {
    std::deque<Piece> pieces;
    std::size_t size = 0;
  };
  static std::vector<FilePlace> find_in(const Stream& stream, std::uint64_t offset, std::string_view text);

  std::map<std::pair<capture::ChannelId, capture::Sender>, Stream> streams_;
};

}  // namespace atscope::cli

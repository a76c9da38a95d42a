// SPDX-License-Identifier: MIT
#include "cli/redact_map.h"

namespace atscope::cli {

void PlaceMap::add(const capture::Segment& segment) {
  if (segment.kind != capture::SegmentKind::data || segment.bytes.empty()) return;
  Stream& stream = streams_[{segment.channel, segment.sender}];
  Piece piece;
  piece.offset = segment.origin.offset;
  piece.bytes = segment.bytes;
  if (!segment.offset_steps.empty()) {
    for (std::size_t index = 0; index < segment.bytes.size(); ++index)
      piece.begins.push_back(segment.offset_of(index));
    // The last byte of a segment is taken to stand alone; an escape there is told by the step behind it.
    piece.begins.push_back(segment.offset_of(segment.bytes.size()));
  }
  stream.size += piece.bytes.size();
  stream.pieces.push_back(std::move(piece));
  while (stream.size > kept_bytes && stream.pieces.size() > 1) {
    stream.size -= stream.pieces.front().bytes.size();
    stream.pieces.pop_front();
  }
}

std::vector<FilePlace> PlaceMap::find(capture::ChannelId channel, std::uint64_t offset,
                                      std::string_view text) const {
  for (const auto& [key, stream] : streams_) {
    if (key.first != channel) continue;
    std::vector<FilePlace> places = find_in(stream, offset, text);
    if (!places.empty()) return places;
  }
  return {};
}

std::vector<FilePlace> PlaceMap::find_in(const Stream& stream, std::uint64_t offset, std::string_view text) {
  for (std::size_t number = stream.pieces.size(); number-- > 0;) {
    const Piece& piece = stream.pieces[number];
    if (piece.begin_of(0) > offset || piece.begin_of(piece.bytes.size()) < offset) continue;
    for (std::size_t start = 0; start < piece.bytes.size(); ++start) {
      if (piece.begin_of(start) != offset || piece.bytes[start] != text.front()) continue;
      std::vector<FilePlace> places;
      std::size_t at = number, index = start, taken = 0;
      while (at < stream.pieces.size() && taken < text.size()) {
        const Piece& here = stream.pieces[at];
        if (index == here.bytes.size()) {
          ++at;
          index = 0;
          continue;
        }
        // Bytes that the decoder left out (NULs, a repeated character of an echo) are stepped over.
        if (here.bytes[index] == text[taken]) {
          places.push_back({here.begin_of(index), here.begin_of(index + 1), here.bytes[index]});
          ++taken;
        }
        ++index;
      }
      if (taken == text.size()) return places;
    }
  }
  return {};
}

}  // namespace atscope::cli

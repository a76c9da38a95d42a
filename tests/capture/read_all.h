// SPDX-License-Identifier: MIT
// A source read to its end, with the bytes kept.
#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/open_input.h"

namespace atscope::capture {

struct ReadSegment {
  std::string bytes;
  Sender sender = Sender::unknown;
  SegmentKind kind = SegmentKind::data;
  Framing framing = Framing::stream;
  Timestamp time;
  Origin origin;
  std::string channel;
  std::string note;
  std::vector<std::uint64_t> offsets;  ///< in the file, of each byte

  friend bool operator==(const ReadSegment&, const ReadSegment&) = default;
};

inline void PrintTo(const ReadSegment& segment, std::ostream* out) {
  *out << "line " << segment.origin.line << " at " << segment.origin.offset << " sender "
       << static_cast<int>(segment.sender) << " kind " << static_cast<int>(segment.kind) << " time "
       << segment.time.ns << " channel '" << segment.channel << "' " << segment.note << ": "
       << testing::PrintToString(segment.bytes.substr(0, 200));
}

inline ReadSegment keep(const Segment& segment, const Source& source) {
  ReadSegment kept{std::string(segment.bytes),
                   segment.sender,
                   segment.kind,
                   segment.framing,
                   segment.time,
                   segment.origin,
                   {},
                   std::string(segment.note),
                   {}};
  kept.channel = source.info().channels.at(segment.channel);
  // Segment::offset_of() walks over all steps: quadratic, so not for the very long ones.
  if (segment.bytes.size() <= 4096) {
    for (std::size_t i = 0; i < segment.bytes.size(); ++i) kept.offsets.push_back(segment.offset_of(i));
  }
  return kept;
}

inline std::vector<ReadSegment> read_all(Source& source) {
  std::vector<ReadSegment> all;
  Segment segment;
  while (source.next(segment)) all.push_back(keep(segment, source));
  return all;
}

/// `bytes` opened from memory; null if that fails.
inline std::unique_ptr<Source> open_bytes(std::string_view bytes, const std::string& format = "auto") {
  OpenOptions options;
  options.format = format;
  auto source = open_input(Input::from_memory(bytes), "memory", options);
  return source ? std::move(*source) : nullptr;
}

/// A stream that gives a few bytes at a time, as a slow pipe does.
class Trickle final : public ByteStream {
 public:
  Trickle(std::string_view bytes, std::size_t step) : rest_(bytes), step_(step) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t n = rest_.copy(to, size < step_ ? size : step_);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
  std::size_t step_;
};

}  // namespace atscope::capture

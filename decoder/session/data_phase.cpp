// SPDX-License-Identifier: MIT
#include "decoder/session/data_phase.h"

#include <algorithm>

namespace atscope::session {

void Burst::add(const capture::Segment& segment, std::size_t position, std::size_t size) {
  Origin origin = segment.origin;
  origin.offset = segment.offset_of(position);
  const bool contiguous =
      !marks_.empty() && marks_.back().time == segment.time && marks_.back().origin.line == origin.line &&
      marks_.back().origin.frame == origin.frame &&
      marks_.back().origin.offset + (bytes.size() - marks_.back().position) == origin.offset;
  if (!contiguous) marks_.push_back({bytes.size(), segment.time, origin});
  bytes.append(segment.bytes.substr(position, size));
  on_line += static_cast<std::uint32_t>(size);
  last = segment.time;
}

Burst Burst::split(std::size_t position) {
  Burst behind;
  behind.bytes = bytes.substr(position);
  behind.on_line = static_cast<std::uint32_t>(behind.bytes.size());
  behind.last = last;
  for (const Mark& mark : marks_) {
    const std::size_t begin = std::max(mark.position, position);
    const bool is_last = &mark == &marks_.back();
    const std::size_t end = is_last ? bytes.size() : (&mark + 1)->position;
    if (begin >= end) continue;
    Mark moved = mark;
    moved.position = begin - position;
    moved.origin.offset += begin - mark.position;
    behind.marks_.push_back(moved);
  }
  marks_.erase(std::remove_if(marks_.begin(), marks_.end(),
                              [&](const Mark& mark) { return mark.position >= position; }),
               marks_.end());
  bytes.resize(position);
  on_line -= behind.on_line;
  if (!marks_.empty()) last = marks_.back().time;
  return behind;
}

void Burst::clear() {
  bytes.clear();
  marks_.clear();
  on_line = 0;
}

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
#include "capture/look_ahead.h"

#include <chrono>
#include <span>

namespace atscope::capture {

void LookAheadSource::look(std::size_t max_segments, std::size_t max_bytes,
                           const std::function<bool()>& stop) {
  using Watch = std::chrono::steady_clock;
  const auto until = Watch::now() + std::chrono::seconds(1);
  Segment segment;
  while (kept_.size() < max_segments && text_.size() < max_bytes && Watch::now() < until &&
         !(stop && stop())) {
    if (!source_->next(segment)) {
      at_end_ = true;
      return;
    }
    Kept kept{segment,
              text_.size(),
              segment.bytes.size(),
              text_.size() + segment.bytes.size(),
              segment.note.size(),
              steps_.size(),
              segment.offset_steps.size()};
    text_ += segment.bytes;
    text_ += segment.note;
    steps_.insert(steps_.end(), segment.offset_steps.begin(), segment.offset_steps.end());
    kept.segment.bytes = kept.segment.note = {};
    kept.segment.offset_steps = {};
    kept_.push_back(kept);
  }
}

Segment LookAheadSource::peek(std::size_t index) const {
  const Kept& kept = kept_[index];
  Segment segment = kept.segment;
  const std::string_view text = text_;
  segment.bytes = text.substr(kept.bytes_begin, kept.bytes_size);
  segment.note = text.substr(kept.note_begin, kept.note_size);
  segment.offset_steps = std::span(steps_).subspan(kept.steps_begin, kept.steps_size);
  return segment;
}

bool LookAheadSource::next(Segment& segment) {
  if (replayed_ < kept_.size()) {
    segment = peek(replayed_++);
    return true;
  }
  if (!kept_.empty()) {
    kept_ = {};
    text_ = {};
    steps_ = {};
    replayed_ = 0;
  }
  return !at_end_ && source_->next(segment);
}

}  // namespace atscope::capture

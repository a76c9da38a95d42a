// SPDX-License-Identifier: MIT
// A source whose beginning has been looked at, and is given out again.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "capture/source.h"

namespace atscope::capture {

/// Copies the first segments of another source, then replays them and passes the rest through.
class LookAheadSource final : public Source {
 public:
  explicit LookAheadSource(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  /// Reads ahead: at most `max_segments` or about `max_bytes`, and not much longer than a second when the
  /// input arrives slowly. `stop` is asked between segments whether to break off.
  void look(std::size_t max_segments, std::size_t max_bytes, const std::function<bool()>& stop = {});

  [[nodiscard]] std::size_t size() const { return kept_.size(); }
  /// The n-th segment that was read ahead; valid until the first next().
  [[nodiscard]] Segment peek(std::size_t index) const;

  [[nodiscard]] bool next(Segment& segment) override;
  [[nodiscard]] const SourceInfo& info() const override { return source_->info(); }
  [[nodiscard]] const SourceStats& stats() const override { return source_->stats(); }

 private:
  struct Kept {
    Segment segment;  // views are empty; the places are below
    std::size_t bytes_begin, bytes_size;
    std::size_t note_begin, note_size;
    std::size_t steps_begin, steps_size;
  };

  std::unique_ptr<Source> source_;
  std::string text_;
  std::vector<OffsetStep> steps_;
  std::vector<Kept> kept_;
  std::size_t replayed_ = 0;
  bool at_end_ = false;
};

}  // namespace atscope::capture

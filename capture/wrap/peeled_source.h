// SPDX-License-Identifier: MIT
// A log read through what is wrapped around it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "capture/source.h"
#include "capture/wrap/peel_stream.h"

namespace atscope::capture {

/// Gives the segments of `inner`, which reads what `stream` peels, with their places in the file; where the
/// log itself has no times they are those of the wrapping.
class PeeledSource final : public Source {
 public:
  PeeledSource(std::unique_ptr<Source> inner, PeelStream& stream, std::string wrapping);

  [[nodiscard]] bool next(Segment& segment) override;
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] const SourceStats& stats() const override { return stats_; }

  /// The wrapping has times, and the log none of its own.
  void promise_time() { info_.has_time = true; }

 private:
  void move_to_file(Segment& segment);
  void renew_stats();

  std::unique_ptr<Source> inner_;
  PeelStream& stream_;  ///< owned by the input of `inner_`
  SourceInfo info_;
  SourceStats stats_;
  LogClock clock_;
  Stamp stamp_;          ///< of the line that the last segment begins in
  Timestamp line_time_;  ///< the same, on the clock
  std::uint64_t stamped_ = UINT64_MAX;
  std::vector<OffsetStep> steps_;
};

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
// Records what a live source gives, on its way to whoever reads it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "capture/live/live_source.h"
#include "capture/record/recorder.h"

namespace atscope::capture {

/// What went by.
struct CaptureTotals {
  std::uint64_t dte_bytes = 0, dce_bytes = 0, unknown_bytes = 0;
  std::uint64_t line_errors = 0;
  std::uint64_t gaps = 0;  ///< places where bytes are lost
  Timestamp first, last;
};

/// Passes everything through. Lines of a log that keeps no line ends are recorded with one: a recording is a
/// stream. It ends as its source does, and when nothing can be recorded any more
/// (Recorder::failure()).
class RecordingSource final : public Source {
 public:
  /// Both must outlive it; without a recorder it only counts.
  RecordingSource(live::LiveSource& source, Recorder* recorder) : source_(source), recorder_(recorder) {}

  [[nodiscard]] bool next(Segment& segment) override;
  [[nodiscard]] const SourceInfo& info() const override { return source_.info(); }
  [[nodiscard]] const SourceStats& stats() const override { return source_.stats(); }
  [[nodiscard]] const CaptureTotals& totals() const { return totals_; }

 private:
  void count(const Segment& segment);
  [[nodiscard]] bool record(const Segment& segment);

  live::LiveSource& source_;
  Recorder* recorder_;
  CaptureTotals totals_;
  std::string text_;                   // of a record that is not written as it came
  std::vector<std::uint64_t> speeds_;  // as they were last told to the recorder, by channel
};

}  // namespace atscope::capture

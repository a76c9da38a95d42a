// SPDX-License-Identifier: MIT
// Where the findings of the linter stand on the time axis.
#pragma once

#include <memory>
#include <vector>

#include "gui/document/document.h"
#include "gui/timeline/lane.h"

namespace atscope::gui {

/// The event that a finding is about; the nearest before its place if none stands just there.
[[nodiscard]] trace::EventIndex event_of(const lint::Finding& finding, const trace::Trace& trace);

/// The lane of problems. Findings come a little out of order: they wait until the log has gone on, and the
/// lane is made anew for those that come later still.
class Problems {
 public:
  /// True when there was something new.
  bool update(const Document& document);
  /// Null before the first problem. Valid until the next update().
  [[nodiscard]] const Lane* lane() const { return lane_.get(); }
  /// By the number of the finding.
  [[nodiscard]] trace::EventIndex event(std::size_t finding) const { return events_[finding]; }
  /// Findings at an event, in order.
  [[nodiscard]] std::vector<std::size_t> at(trace::EventIndex event) const;
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  /// Findings of each severity that are not folded under another.
  std::size_t errors = 0, warnings = 0, notes = 0;

 private:
  struct Placed {
    trace::EventIndex event;
    std::uint32_t finding;
    friend auto operator<=>(const Placed&, const Placed&) = default;
  };
  void make_anew(const Document& document);
  void append(const Document& document, const Placed& placed);

  std::vector<trace::EventIndex> events_;
  std::vector<Placed> placed_;  // what stands in the lane, and behind it what waits
  std::size_t in_lane_ = 0;
  std::vector<Placed> late_;  // before the end of the lane
  std::unique_ptr<trace::SpillFile> file_;
  std::unique_ptr<Lane> lane_;
};

}  // namespace atscope::gui

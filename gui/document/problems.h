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

/// The lane of problems. It is made anew when findings have come, since they come out of order.
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
  std::vector<trace::EventIndex> events_;
  trace::SpillFile file_;
  std::unique_ptr<Lane> lane_;
};

}  // namespace atscope::gui

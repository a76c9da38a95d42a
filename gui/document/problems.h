// SPDX-License-Identifier: MIT
// Where the findings of the linter stand on the time axis.
#pragma once

#include <memory>
#include <unordered_set>
#include <vector>

#include "gui/document/document.h"
#include "gui/timeline/lane.h"

namespace atscope::gui {

/// The event that a finding is about; the nearest before its place if none stands just there.
[[nodiscard]] trace::EventIndex event_of(const FindingRecord& finding, const trace::Trace& trace);

/// The lane of problems, without those that are suppressed and what follows from them. Findings come a little
/// out of order: they wait until the log has gone on, and the lane is made anew for those that come later
/// still.
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
  /// It, or what it follows from, is suppressed.
  [[nodiscard]] bool is_suppressed(std::size_t finding) const { return suppressed_[finding]; }
  /// Another one whenever something has changed.
  [[nodiscard]] std::size_t version() const { return version_; }
  /// Suppressed problems stand in the lane, too, with the code `suppressed`. Needs an update().
  void set_shows_suppressed(bool on);
  /// What is suppressed has changed. Needs an update().
  void judge_anew();
  /// Findings of each severity that are not suppressed and not folded under another.
  std::size_t errors = 0, warnings = 0, notes = 0;
  /// Findings that somebody suppressed, without what follows from them.
  std::size_t suppressed_count = 0;

 private:
  struct Placed {
    trace::EventIndex event;
    std::uint32_t finding;
    std::int64_t position;  // of the event: making the lane anew is not to bring in the whole trace
    friend auto operator<=>(const Placed&, const Placed&) = default;
  };
  void make_anew(const Document& document);
  void append(const Document& document, const Placed& placed);

  bool shows_suppressed_ = false;
  std::size_t version_ = 0;
  std::vector<trace::EventIndex> events_;
  std::vector<bool> suppressed_;
  std::unordered_set<lint::FindingId> suppressed_causes_;
  std::vector<Placed> placed_;  // what stands in the lane, and behind it what waits
  std::size_t in_lane_ = 0;
  std::vector<Placed> late_;  // before the end of the lane
  std::unique_ptr<trace::SpillFile> file_;
  std::unique_ptr<Lane> lane_;
};

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/document/problems.h"

#include <algorithm>

namespace atscope::gui {

using trace::EventIndex;

namespace {

constexpr std::size_t few = 2000;        // findings that may be put in order again and again
constexpr std::size_t least_late = 64;   // before the lane is made anew while more is read
constexpr EventIndex disorder = 20'000;  // events within which findings come out of order

}  // namespace

EventIndex event_of(const FindingRecord& finding, const trace::Trace& trace) {
  if (trace.size() == 0) return trace::no_event;
  const std::optional<EventIndex> first = trace.at_line(finding.line);
  if (!first) return 0;
  for (EventIndex index = *first; index < trace.size() && trace.event(index).line == finding.line; ++index) {
    if (trace.event(index).offset >= finding.offset) return index;
  }
  return *first;
}

bool Problems::update(const Document& document) {
  const std::size_t count = document.findings();
  const bool reading = document.phase() == Document::Phase::loading;
  const bool fresh = count != events_.size();
  if (!fresh && placed_.size() == in_lane_ && (late_.empty() || reading)) return false;
  const trace::Trace& trace = document.trace();
  const std::size_t waited = placed_.size();
  const EventIndex lane_end = in_lane_ == 0 ? 0 : placed_[in_lane_ - 1].event;
  for (std::size_t number = events_.size(); number < count; ++number) {
    const FindingRecord& finding = document.finding_record(number);
    events_.push_back(event_of(finding, trace));
    // A cause comes before what follows from it.
    const bool itself = bool{document.suppression(number)};
    suppressed_.push_back(itself || (finding.cause != 0 && suppressed_causes_.contains(finding.cause)));
    if (itself) {
      suppressed_causes_.insert(finding.id);
      ++suppressed_count;
    }
    if (events_.back() != trace::no_event && (shows_suppressed_ || !suppressed_.back())) {
      const Placed placed{events_.back(), static_cast<std::uint32_t>(number),
                          trace.event(events_.back()).position};
      (placed.event < lane_end ? late_ : placed_).push_back(placed);
    }
    if (finding.cause != 0 || suppressed_.back()) continue;
    ++(finding.severity == lint::Severity::error     ? errors
       : finding.severity == lint::Severity::warning ? warnings
                                                     : notes);
  }
  ++version_;
  if (!late_.empty() && (!reading || late_.size() > std::max(least_late, in_lane_ / 16))) {
    make_anew(document);
    return true;
  }
  std::sort(placed_.begin() + static_cast<std::ptrdiff_t>(in_lane_), placed_.end());
  // While a long log is read, the newest wait for others that belong before them.
  const EventIndex judged = document.judged();
  const EventIndex settled =
      reading && fresh && count > few ? judged - std::min(judged, disorder) : trace.size();
  for (; in_lane_ < placed_.size() && placed_[in_lane_].event < settled; ++in_lane_) {
    append(document, placed_[in_lane_]);
  }
  return placed_.size() != waited || fresh;
}

void Problems::set_shows_suppressed(bool on) {
  shows_suppressed_ = on;
  judge_anew();
}

void Problems::judge_anew() {
  events_.clear();
  suppressed_.clear();
  suppressed_causes_.clear();
  placed_.clear();
  late_.clear();
  lane_.reset();
  in_lane_ = 0;
  errors = warnings = notes = suppressed_count = 0;
  ++version_;
}

void Problems::make_anew(const Document& document) {
  placed_.insert(placed_.end(), late_.begin(), late_.end());
  late_.clear();
  std::sort(placed_.begin(), placed_.end());
  lane_.reset();
  for (in_lane_ = 0; in_lane_ < placed_.size(); ++in_lane_) append(document, placed_[in_lane_]);
}

void Problems::append(const Document& document, const Placed& placed) {
  if (!lane_) {
    file_ = std::make_unique<trace::SpillFile>();
    lane_ = std::make_unique<Lane>(*file_, LaneKind::problems, std::uint16_t{0}, "problems");
  }
  const FindingRecord& finding = document.finding_record(placed.finding);
  LaneItem item;
  const bool is_suppressed = suppressed_[placed.finding];
  item.code = is_suppressed ? suppressed : finding.cause != 0 ? consequence : std::uint8_t{0};
  item.begin = item.end = placed.position;
  item.first = item.last = placed.event;
  item.id = placed.finding;
  // A fold shows its gravest: what is suppressed makes none graver.
  item.verdict = is_suppressed                                 ? Verdict::state
                 : finding.severity == lint::Severity::error   ? Verdict::problem_error
                 : finding.severity == lint::Severity::warning ? Verdict::problem_warning
                                                               : Verdict::problem_note;
  lane_->add(item);
}

std::vector<std::size_t> Problems::at(EventIndex event) const {
  std::vector<std::size_t> found;
  for (std::size_t number = 0; number < events_.size(); ++number) {
    if (events_[number] == event) found.push_back(number);
  }
  return found;
}

}  // namespace atscope::gui

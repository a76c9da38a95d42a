// SPDX-License-Identifier: MIT
#include "gui/document/problems.h"

#include <algorithm>
#include <numeric>

namespace atscope::gui {

using trace::EventIndex;

EventIndex event_of(const lint::Finding& finding, const trace::Trace& trace) {
  if (trace.size() == 0) return trace::no_event;
  const std::uint64_t line = finding.origin.line != 0 ? finding.origin.line : finding.origin.frame;
  const std::optional<EventIndex> first = trace.at_line(line);
  if (!first) return 0;
  for (EventIndex index = *first; index < trace.size() && trace.event(index).line == line; ++index) {
    if (trace.event(index).offset >= finding.origin.offset) return index;
  }
  return *first;
}

bool Problems::update(const Document& document) {
  const std::size_t count = document.findings();
  if (count == events_.size()) return false;
  const trace::Trace& trace = document.trace();
  for (std::size_t number = events_.size(); number < count; ++number) {
    const lint::Finding& finding = document.finding(number);
    events_.push_back(event_of(finding, trace));
    if (finding.cause != 0) continue;
    ++(finding.severity == lint::Severity::error     ? errors
       : finding.severity == lint::Severity::warning ? warnings
                                                     : notes);
  }
  std::vector<std::uint32_t> order;
  for (std::size_t number = 0; number < count; ++number) {
    if (events_[number] != trace::no_event) order.push_back(static_cast<std::uint32_t>(number));
  }
  std::stable_sort(order.begin(), order.end(),
                   [this](std::uint32_t a, std::uint32_t b) { return events_[a] < events_[b]; });
  lane_ = std::make_unique<Lane>(file_, LaneKind::problems, std::uint16_t{0}, "problems");
  for (const std::uint32_t number : order) {
    const lint::Finding& finding = document.finding(number);
    const lint::Severity severity = finding.severity;
    LaneItem item;
    item.code = finding.cause != 0 ? consequence : std::uint8_t{0};
    item.begin = item.end = trace.event(events_[number]).position;
    item.first = item.last = events_[number];
    item.id = number;
    item.verdict = severity == lint::Severity::error     ? Verdict::problem_error
                   : severity == lint::Severity::warning ? Verdict::problem_warning
                                                         : Verdict::problem_note;
    lane_->add(item);
  }
  return true;
}

std::vector<std::size_t> Problems::at(EventIndex event) const {
  std::vector<std::size_t> found;
  for (std::size_t number = 0; number < events_.size(); ++number) {
    if (events_[number] == event) found.push_back(number);
  }
  return found;
}

}  // namespace atscope::gui

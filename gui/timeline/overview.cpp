// SPDX-License-Identifier: MIT
#include "gui/timeline/overview.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "gui/timeline/draw_list.h"

namespace atscope::gui {
namespace {

using trace::EventIndex;

constexpr double mark_width = 1;

struct Range {
  std::size_t from, to;  // columns, both inclusive
};

Range columns_of(const DrawItem& item, LaneKind kind, std::size_t count) {
  const double margin = is_instant(kind) ? mark_width / 2 : 0;
  const double left = item.left + margin, right = item.right - margin;
  const auto last = static_cast<double>(count - 1);
  const double from = std::clamp(std::floor(left), 0.0, last);
  return {static_cast<std::size_t>(from),
          static_cast<std::size_t>(std::clamp(std::ceil(right) - 1, from, last))};
}

void add_lane(std::vector<OverviewColumn>& columns, const Lane& lane, const Axis& axis, Spacing spacing) {
  for (const DrawItem& item : lay_out(lane, axis, spacing, {}, mark_width, 1)) {
    const Range range = columns_of(item, lane.kind(), columns.size());
    const double part = item.count / static_cast<double>(range.to - range.from + 1);
    for (std::size_t x = range.from; x <= range.to; ++x) {
      OverviewColumn& column = columns[x];
      if (lane.kind() == LaneKind::problems) {
        if (item.code == suppressed) continue;
        const bool minor = item.code == consequence;
        column.consequences_only = minor && (column.problem == Verdict::state || column.consequences_only);
        column.problem = std::max(column.problem, item.verdict);
        continue;
      }
      column.traffic += part;
      if (lane.kind() != LaneKind::exchanges) continue;
      column.worst = std::max(column.worst, item.verdict);
      if (item.ratio != no_ratio && (column.latency == no_ratio || item.ratio > column.latency)) {
        column.latency = item.ratio;
      }
    }
  }
}

// Counts those of `events` that stand in each column.
template <typename Take>
void count(std::vector<OverviewColumn>& columns, std::span<const EventIndex> events,
           const trace::Trace& trace, const Axis& axis, Spacing spacing, Take take) {
  auto at = events.begin();
  for (std::size_t x = 0; x < columns.size() && at != events.end(); ++x) {
    const bool last = x + 1 == columns.size();
    const double edge = std::ceil(axis.to_position(static_cast<double>(x + 1)));
    EventIndex end = trace.size();
    if (!last) {
      end = spacing == Spacing::event
                ? static_cast<EventIndex>(std::clamp(edge, 0.0, double{trace::no_event}))
                : trace.first_at(static_cast<std::int64_t>(edge));
    }
    const auto next = std::lower_bound(at, events.end(), end);
    if (next != at) take(columns[x], static_cast<std::uint32_t>(next - at));
    at = next;
  }
}

}  // namespace

std::vector<OverviewColumn> make_overview(const OverviewSource& source, const Axis& axis, Spacing spacing) {
  std::vector<OverviewColumn> columns(static_cast<std::size_t>(std::max(axis.width, 1.0)));
  if (source.trace.size() == 0) return columns;
  for (const Lane* lane : source.lanes.lanes()) {
    if (lane->kind() != LaneKind::state && lane->kind() != LaneKind::gaps)
      add_lane(columns, *lane, axis, spacing);
  }
  if (source.problems != nullptr) add_lane(columns, *source.problems, axis, spacing);
  count(columns, source.hits, source.trace, axis, spacing,
        [](OverviewColumn& column, std::uint32_t number) { column.hits += number; });
  count(columns, source.marks, source.trace, axis, spacing,
        [](OverviewColumn& column, std::uint32_t) { column.mark = true; });
  return columns;
}

std::string to_text(const std::vector<OverviewColumn>& columns) {
  std::string out;
  for (std::size_t x = 0; x < columns.size(); ++x) {
    const OverviewColumn& column = columns[x];
    const bool empty =
        column.traffic == 0 && column.problem == Verdict::state && column.hits == 0 && !column.mark;
    if (empty) continue;
    out += fmt::format("{}: {:.1f} {}", x, column.traffic, to_string(column.worst));
    if (column.problem != Verdict::state) out += fmt::format(" {}", to_string(column.problem));
    if (column.problem != Verdict::state && column.consequences_only) out += " consequence";
    if (column.latency != no_ratio) out += fmt::format(" {}%", column.latency / 10);
    if (column.hits != 0) out += fmt::format(" {} hits", column.hits);
    if (column.mark) out += " mark";
    out += '\n';
  }
  return out;
}

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "gui/timeline/lane.h"

#include <algorithm>
#include <array>

namespace atscope::gui {

std::string_view to_string(LaneKind kind) {
  constexpr std::array<std::string_view, lane_kinds> names = {"problems", "exchanges", "urcs",  "data",
                                                              "other",    "state",     "bytes", "gaps"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, 18> names = {
      "state",   "unknown",   "ok",    "no-final",     "prompt",          "data",
      "urc",     "deferred",  "note",  "open",         "guess",           "unparsed",
      "aborted", "no-answer", "error", "problem-note", "problem-warning", "problem-error"};
  return names[static_cast<std::size_t>(verdict)];
}

namespace {

Fold fold_of(const LaneItem& item) {
  return {item.begin, item.end, item.first, item.last, 1, item.ratio, item.verdict, item.code};
}

}  // namespace

void Fold::add(const LaneItem& item) {
  add(fold_of(item));
}

void Fold::add(const Fold& other) {
  if (count == 0) {
    *this = other;
    return;
  }
  end = std::max(end, other.end);
  last = std::max(last, other.last);
  count += other.count;
  if (other.ratio != no_ratio && (ratio == no_ratio || other.ratio > ratio)) ratio = other.ratio;
  verdict = std::max(verdict, other.verdict);
  if (code != other.code) code = 0;
}

Lane::Lane(trace::SpillFile& file, LaneKind kind, std::uint16_t channel, std::string title)
    : kind_(kind), channel_(channel), title_(std::move(title)), items_(file) {
  for (std::size_t level = 0; level < levels; ++level) {
    nodes_.push_back(std::make_unique<trace::SpillArray<Fold>>(file));
  }
}

bool Lane::add(const LaneItem& item) {
  // Nodes first: whoever sees the last item of a node finds the node complete.
  Fold carried = fold_of(item);
  for (std::size_t level = 0; level < levels; ++level) {
    growing_[level].add(carried);
    if (growing_[level].count < node_size(level)) break;
    carried = growing_[level];
    growing_[level] = {};
    if (!nodes_[level]->push_back(carried)) return false;
  }
  return items_.push_back(item);
}

std::size_t Lane::node_size(std::size_t level) {
  return std::size_t{fan_out} << (4 * level);
}

const Fold* Lane::node_at(std::size_t level, std::size_t index) const {
  if (level >= levels || index % node_size(level) != 0) return nullptr;
  const std::size_t node = index / node_size(level);
  return node < nodes_[level]->size() && index + node_size(level) <= size() ? &(*nodes_[level])[node]
                                                                            : nullptr;
}

std::size_t Lane::first_at(std::int64_t position, Spacing spacing) const {
  std::size_t low = 0, high = size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (begin_of((*this)[middle], spacing) < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t Lane::first_touching(std::int64_t position, Spacing spacing) const {
  // Items overlap seldom and by few, so that a look at some before the place is enough.
  constexpr std::size_t reach = 64;
  const std::size_t at = first_at(position, spacing);
  std::size_t first = at;
  for (std::size_t back = 1; back <= std::min(reach, at); ++back) {
    if (end_of((*this)[at - back], spacing) >= position) first = at - back;
  }
  return first;
}

}  // namespace atscope::gui

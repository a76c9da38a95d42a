// SPDX-License-Identifier: MIT
#include "gui/timeline/draw_list.h"

#include <algorithm>
#include <fmt/format.h>

namespace atscope::gui {
namespace {

struct Extent {
  double left, right;
};

Extent extent_of(std::int64_t begin, std::int64_t end, const Axis& axis, double mark) {
  const double left = axis.to_pixel(static_cast<double>(begin));
  const double right = axis.to_pixel(static_cast<double>(end));
  if (begin != end) return {left, right};
  return {left - mark / 2, left + mark / 2};
}

// Gathers small neighbours into one block.
class Folder {
 public:
  Folder(std::vector<DrawItem>& out, double least) : out_(out), least_(least) {}

  void add(double left, double right, const Fold& fold, std::size_t index) {
    if (open_ && left <= out_.back().right + 1) {
      DrawItem& last = out_.back();
      last.right = std::max(last.right, right);
      last.count += fold.count;
      last.verdict = std::max(last.verdict, fold.verdict);
      if (last.code != fold.code) last.code = 0;
      if (fold.ratio != no_ratio && (last.ratio == no_ratio || fold.ratio > last.ratio))
        last.ratio = fold.ratio;
      return;
    }
    DrawItem item;
    item.left = left;
    item.right = std::max(right, left + least_);
    item.count = fold.count;
    item.index = static_cast<std::uint32_t>(index);
    item.verdict = fold.verdict;
    item.code = fold.code;
    item.ratio = fold.ratio;
    out_.push_back(std::move(item));
    open_ = true;
  }
  void close() { open_ = false; }

 private:
  std::vector<DrawItem>& out_;
  double least_;
  bool open_ = false;
};

// A state's name stands in its body; other labels may go on behind it, up to the next item.
void add_labels(std::vector<DrawItem>& items, const Lane& lane, const Axis& axis, const LabelOf& label_of) {
  for (std::size_t n = 0; n < items.size(); ++n) {
    DrawItem& item = items[n];
    const double body = item.right - item.left;
    const double next = n + 1 < items.size() ? items[n + 1].left : axis.width;
    item.room = lane.kind() == LaneKind::state ? body : std::max(body, next - item.left);
    if (item.count == 1 && item.room >= least_label && label_of) item.label = label_of(lane[item.index]);
  }
}

}  // namespace

bool is_instant(LaneKind kind) {
  return kind == LaneKind::urcs || kind == LaneKind::other || kind == LaneKind::problems ||
         kind == LaneKind::gaps;
}

std::vector<DrawItem> lay_out(const Lane& lane, const Axis& axis, Spacing spacing, const LabelOf& label_of,
                              double mark, double least) {
  std::vector<DrawItem> out;
  const std::size_t size = lane.size();
  const double margin = mark * axis.per_pixel;
  const bool instants = is_instant(lane.kind());
  const bool states = lane.kind() == LaneKind::state;  // one follows on the other
  const double unit =
      spacing == Spacing::event && !instants && !states ? 1.0 : 0.0;  // an event takes one step
  std::size_t index =
      lane.first_touching(static_cast<std::int64_t>(std::floor(axis.begin - margin)), spacing);
  const double end = axis.end() + margin;
  Folder folder(out, least);
  double body_end = 0;  // of the last item with a body, for rows
  while (index < size) {
    const LaneItem& item = lane[index];
    if (static_cast<double>(begin_of(item, spacing)) > end) break;
    // The largest node that starts here and is no wider than a body is one step.
    const Fold* node = nullptr;
    std::size_t step = 1;
    for (std::size_t level = 0; level < Lane::levels; ++level) {
      const Fold* wider = lane.node_at(level, index);
      if (wider == nullptr) break;
      const double pixels = static_cast<double>(spacing == Spacing::time ? wider->end - wider->begin
                                                                         : wider->last - wider->first) /
                            axis.per_pixel;
      if (pixels > (instants ? mark : least)) break;
      node = wider;
      step = Lane::node_size(level);
    }
    if (node != nullptr) {
      const Extent at = spacing == Spacing::time
                            ? extent_of(node->begin, node->end, axis, instants ? mark : 0)
                            : extent_of(node->first, node->last, axis, instants ? mark : 0);
      folder.add(at.left, at.right, *node, index);
      index += step;
      continue;
    }
    Extent at = extent_of(begin_of(item, spacing), end_of(item, spacing), axis, instants ? mark : 0);
    at.right += unit / axis.per_pixel;
    const double room_to_next =
        index + 1 < size ? axis.to_pixel(static_cast<double>(begin_of(lane[index + 1], spacing))) - at.left
                         : 1e9;
    // Marks that stand on one another are one; a bar folds when it has no body of its own.
    const bool crowded =
        instants && (room_to_next < mark * 0.6 || (!out.empty() && at.left < out.back().left + mark * 0.6));
    const bool small = !instants && at.right - at.left < least;
    if (crowded || small) {
      Fold one;
      one.add(item);
      folder.add(at.left, std::max(at.right, at.left + 1), one, index);
    } else {
      folder.close();
      DrawItem drawn;
      drawn.left = at.left;
      drawn.right = at.right;
      drawn.index = static_cast<std::uint32_t>(index);
      drawn.verdict = item.verdict;
      drawn.ratio = item.ratio;
      drawn.code = item.code;
      if (!instants && !states && at.left < body_end - 0.5 && !out.empty()) drawn.row = 1;
      body_end = std::max(body_end, at.right);
      if (drawn.left < 0) {
        drawn.torn_left = true;
        drawn.left = -1;
      }
      if (drawn.right > axis.width) {
        drawn.torn_right = true;
        drawn.right = axis.width + 1;
      }
      out.push_back(std::move(drawn));
    }
    ++index;
  }
  add_labels(out, lane, axis, label_of);
  return out;
}

std::string to_text(const std::vector<DrawItem>& items) {
  std::string out;
  for (const DrawItem& item : items) {
    out += fmt::format("{:.1f}-{:.1f} {}", item.left, item.right, to_string(item.verdict));
    if (item.count != 1) out += fmt::format(" ×{}", item.count);
    if (item.row != 0) out += fmt::format(" row {}", item.row);
    if (item.code == consequence && item.verdict >= Verdict::problem_note) out += " consequence";
    if (!item.label.empty()) out += fmt::format(" '{}'", item.label);
    if (!item.end_label.empty()) out += fmt::format(" '{}'", item.end_label);
    if (!item.end_meaning.empty()) out += fmt::format(" ({})", item.end_meaning);
    if (item.torn_left) out += " <";
    if (item.torn_right) out += " >";
    for (const DrawPart& part : item.parts) {
      out += &part == &item.parts.front() ? " {" : ", ";
      out += fmt::format("{} {:.1f}-{:.1f}", to_string(part.phase), part.left, part.right);
    }
    if (!item.parts.empty()) out += '}';
    out += '\n';
  }
  return out;
}

int hit(const std::vector<DrawItem>& items, double pixel, double slack, int row) {
  int best = -1;
  double best_distance = slack;
  for (std::size_t n = items.size(); n-- > 0;) {
    const DrawItem& item = items[n];
    if (row >= 0 && item.row != row) continue;
    const double distance =
        pixel < item.left ? item.left - pixel : (pixel > item.right ? pixel - item.right : 0);
    if (distance <= best_distance && (best < 0 || distance < best_distance)) {
      best = static_cast<int>(n);
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace atscope::gui

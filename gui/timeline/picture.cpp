// SPDX-License-Identifier: MIT
#include "gui/timeline/picture.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace atscope::gui {
namespace {

using trace::EventIndex;

constexpr std::string_view bytes_key = "bytes";
constexpr double least_parts = 14;           // pixels of a bar from which on its phases are told apart
constexpr EventIndex most_in_runs = 20'000;  // events in sight, up to which runs are made of them
constexpr double run_gap = 3;                // pixels of silence that end a run
constexpr double least_line_room = 9;        // pixels a line, on the average, from which on bytes are shown
constexpr std::uint32_t most_named = 8;      // problems in one place
constexpr std::size_t longest_label = 120;

int height_of(LaneKind kind, bool folded) {
  if (folded) return 16;
  switch (kind) {
    case LaneKind::exchanges:
      return 40;
    case LaneKind::bytes:
      return 40;
    case LaneKind::problems:
    case LaneKind::urcs:
    case LaneKind::state:
      return 24;
    case LaneKind::data:
    case LaneKind::other:
    case LaneKind::gaps:
      break;
  }
  return 20;
}

struct Candidate {
  const Lane* lane;
  std::string key;
};

std::vector<Candidate> candidates(const PictureSource& source) {
  std::vector<Candidate> out;
  if (source.problems != nullptr && source.problems->size() > 0) {
    out.push_back({source.problems, key_of(*source.problems, source)});
  }
  bool bytes = false;
  for (const Lane* lane : source.lanes.lanes()) {
    if (lane->kind() == LaneKind::gaps) continue;
    const bool empty =
        lane->size() == 0 && lane->kind() != LaneKind::state && lane->kind() != LaneKind::exchanges;
    if (!empty) out.push_back({lane, key_of(*lane, source)});
    bytes = bytes || lane->kind() == LaneKind::exchanges;
  }
  if (bytes) out.push_back({nullptr, std::string(bytes_key)});
  return out;
}

std::vector<std::string> keys_of(const std::vector<Candidate>& lanes) {
  std::vector<std::string> keys;
  keys.reserve(lanes.size());
  for (const Candidate& lane : lanes) keys.push_back(lane.key);
  return keys;
}

class Maker {
 public:
  Maker(const PictureSource& source, const PictureView& view, Picture& out)
      : source_(source), trace_(source.trace), view_(view), out_(out), open_(source.lanes.open_items()) {}

  void add_rows(const Arrangement& arrangement) {
    const std::vector<Candidate> lanes = candidates(source_);
    int top = 0;
    for (const std::size_t index : arrangement.order(keys_of(lanes))) {
      const Candidate& lane = lanes[index];
      if (arrangement.is_hidden(lane.key)) continue;
      PictureRow row;
      row.lane = lane.lane;
      row.kind = lane.lane == nullptr ? LaneKind::bytes : lane.lane->kind();
      row.key = lane.key;
      row.folded = arrangement.is_folded(lane.key);
      row.pinned = arrangement.is_pinned(lane.key);
      row.top = top;
      row.height = height_of(row.kind, row.folded);
      top += row.height;
      if (row.pinned) out_.pinned_height = top;
      fill(row);
      out_.rows.push_back(std::move(row));
    }
    out_.height = top;
  }

  void add_links() {
    if (view_.selected >= trace_.size()) return;
    for (Link& link : links_of(trace_, view_.selected)) {
      PictureLink drawn;
      const auto from = row_of(link.from), to = row_of(link.to);
      if (from == out_.rows.size() || to == out_.rows.size()) continue;
      drawn.from_row = from;
      drawn.to_row = to;
      drawn.from = pixel_of(link.from);
      drawn.to = pixel_of(link.to);
      drawn.link = std::move(link);
      out_.links.push_back(std::move(drawn));
    }
  }

  void add_gaps() {
    if (view_.spacing != Spacing::event) return;
    for (const Lane* lane : source_.lanes.lanes()) {
      if (lane->kind() == LaneKind::gaps) out_.gaps = lay_out(*lane, view_.axis, Spacing::event, {}, 2);
    }
  }

 private:
  void fill(PictureRow& row) const {
    if (row.lane == nullptr) return fill_bytes(row);
    const LabelOf label_of = [this, &row](const LaneItem& item) { return label(*row.lane, item); };
    row.items = lay_out(*row.lane, view_.axis, view_.spacing, row.folded ? LabelOf() : label_of);
    row.loose_begin = row.items.empty() ? 0 : std::size_t{row.items.back().index} + 1;
    for (const OpenItem& open : open_) {
      if (open.lane == row.lane) add_open(row, open.item);
    }
    if (row.kind == LaneKind::problems && !row.folded) name_gravest(row);
    if (row.kind != LaneKind::exchanges || row.folded) return;
    for (DrawItem& drawn : row.items) {
      if (drawn.count != 1) continue;
      const LaneItem& item = row.item(drawn);
      if (drawn.right - drawn.left >= least_parts) add_parts(drawn, item);
      if (!drawn.label.empty() && trace_.is_closed(item.id)) {
        const EventIndex result = trace_.transaction(item.id).result_event;
        if (result != trace::no_event) drawn.end_label = source_.text(result, longest_label);
        if (drawn.end_label == "OK") drawn.end_label.clear();  // the verdict says it
        if (!drawn.end_label.empty() && source_.meaning) drawn.end_meaning = source_.meaning(result);
      }
    }
  }

  // A few problems in one place are named by the gravest.
  void name_gravest(PictureRow& row) const {
    for (DrawItem& drawn : row.items) {
      if (drawn.count < 2 || drawn.count > most_named || drawn.room < least_label) continue;
      const auto end = std::min<std::size_t>(drawn.index + std::size_t{drawn.count}, row.lane->size());
      for (std::size_t index = drawn.index; index < end && drawn.label.empty(); ++index) {
        const LaneItem& item = (*row.lane)[index];
        if (item.verdict == drawn.verdict && item.code == drawn.code) drawn.label = label(*row.lane, item);
      }
    }
  }

  // The state that is in force, a command that waits: from their begin to the end of what is known.
  void add_open(PictureRow& row, const LaneItem& item) const {
    const double end = view_.spacing == Spacing::event
                           ? static_cast<double>(trace_.size())
                           : static_cast<double>(trace_.event(trace_.size() - 1).position);
    const double left = view_.axis.to_pixel(static_cast<double>(begin_of(item, view_.spacing)));
    const double right = std::max(view_.axis.to_pixel(end), left + least_body);
    if (right < 0 || left > view_.axis.width) return;
    DrawItem drawn;
    drawn.left = std::max(left, -1.0);
    drawn.right = std::min(right, view_.axis.width + 1);
    drawn.torn_left = left < 0;
    drawn.torn_right = right > view_.axis.width;
    drawn.index = static_cast<std::uint32_t>(row.loose_begin + row.loose.size());
    drawn.verdict = item.verdict;
    drawn.code = item.code;
    drawn.room = drawn.right - drawn.left;
    if (drawn.room >= least_label && !row.folded) drawn.label = label(*row.lane, item);
    // The bar before it must not write over it.
    if (!row.items.empty() && row.items.back().left + row.items.back().room > drawn.left) {
      DrawItem& before = row.items.back();
      before.room = std::max(before.right - before.left, drawn.left - before.left);
      if (before.room < least_label) before.label.clear();
    }
    row.loose.push_back(item);
    row.items.push_back(std::move(drawn));
  }

  void add_parts(DrawItem& drawn, const LaneItem& item) const {
    for (const PhaseSpan& span : phases_of(trace_, item.id, view_.spacing)) {
      DrawPart part;
      part.phase = span.phase;
      part.left = std::max(view_.axis.to_pixel(static_cast<double>(span.begin)), drawn.left);
      part.right = std::min(view_.axis.to_pixel(static_cast<double>(span.end)), drawn.right);
      if (part.right >= part.left) drawn.parts.push_back(part);
    }
  }

  // Lines of the host above (row 0), of the module below (row 1).
  void fill_bytes(PictureRow& row) const {
    const auto [first, last] = in_sight();
    if (first >= last) return;
    row.too_dense = static_cast<double>(last - first) * least_line_room > view_.axis.width;
    if (row.folded) return;
    if (row.too_dense) return fill_runs(row, first, last);
    std::size_t before[2] = {~std::size_t{0}, ~std::size_t{0}};
    for (EventIndex index = first; index < last; ++index) {
      const trace::EventRecord& event = trace_.event(index);
      if (event.kind == session::EventKind::transition || event.bytes == 0) continue;
      DrawItem drawn;
      drawn.row = event.sender == session::Sender::dte ? 0 : 1;
      drawn.left = pixel_of(index);
      drawn.right = drawn.left + (view_.spacing == Spacing::event ? 1 / view_.axis.per_pixel : least_body);
      drawn.index = static_cast<std::uint32_t>(row.loose.size());
      drawn.verdict = Verdict::data;
      drawn.room = view_.axis.width - drawn.left;
      if (std::size_t& previous = before[drawn.row]; previous != ~std::size_t{0}) {
        row.items[previous].room = drawn.left - row.items[previous].left;
        previous = row.items.size();
      } else {
        previous = row.items.size();
      }
      LaneItem item;
      item.begin = item.end = event.position;
      item.first = item.last = item.id = index;
      item.verdict = Verdict::data;
      row.loose.push_back(item);
      row.items.push_back(std::move(drawn));
    }
    for (DrawItem& drawn : row.items) {
      if (drawn.room >= least_label) drawn.label = wire_label(row.loose[drawn.index].first);
    }
  }

  // What one side sends without the other, and without a silence that can be seen, is one run.
  void fill_runs(PictureRow& row, EventIndex first, EventIndex last) const {
    if (last - first > most_in_runs) return;
    std::uint64_t bytes = 0;
    const auto end_run = [&] {
      if (row.items.empty()) return;
      DrawItem& run = row.items.back();
      run.room = run.right - run.left;
      if (run.room >= least_label) run.label = fmt::format("{} B", bytes);
      bytes = 0;
    };
    for (EventIndex index = first; index < last; ++index) {
      const trace::EventRecord& event = trace_.event(index);
      if (event.kind == session::EventKind::transition || event.bytes == 0) continue;
      const std::uint8_t side = event.sender == session::Sender::dte ? 0 : 1;
      const double left = pixel_of(index);
      const double right = left + (view_.spacing == Spacing::event ? 1 / view_.axis.per_pixel : least_body);
      if (row.items.empty() || row.items.back().row != side || left > row.items.back().right + run_gap) {
        end_run();
        DrawItem run;
        run.row = side;
        run.left = left;
        run.count = 0;
        run.index = static_cast<std::uint32_t>(row.loose.size());
        run.verdict = Verdict::data;
        LaneItem item;
        item.begin = item.end = event.position;
        item.first = item.last = item.id = index;
        item.verdict = Verdict::data;
        row.loose.push_back(item);
        row.items.push_back(std::move(run));
      }
      row.items.back().right = std::max(row.items.back().right, right);
      ++row.items.back().count;
      row.loose.back().end = event.position;
      row.loose.back().last = index;
      bytes += event.bytes;
    }
    end_run();
  }

  [[nodiscard]] std::pair<EventIndex, EventIndex> in_sight() const {
    const Axis& axis = view_.axis;
    const double size = trace_.size();
    if (view_.spacing == Spacing::event) {
      return {static_cast<EventIndex>(std::clamp(std::floor(axis.begin), 0.0, size)),
              static_cast<EventIndex>(std::clamp(std::ceil(axis.end()), 0.0, size))};
    }
    return {trace_.first_at(static_cast<std::int64_t>(axis.begin)),
            trace_.first_at(static_cast<std::int64_t>(axis.end()) + 1)};
  }

  // The line with its line ends, as far as their number tells them, and its bytes.
  [[nodiscard]] std::string wire_label(EventIndex index) const {
    const trace::EventRecord& event = trace_.event(index);
    const std::size_t ends = event.bytes - std::min<std::size_t>(event.bytes, trace_.text(event).size());
    std::string text = source_.text(index, longest_label);
    if (event.kind == session::EventKind::command && ends == 1) text += "\\r";
    if (event.sender == session::Sender::dce && ends == 2 && event.kind != session::EventKind::echo)
      text += "\\r\\n";
    if (event.sender == session::Sender::dce && ends == 4) text = "\\r\\n" + text + "\\r\\n";
    return text + fmt::format(" · {} B", event.bytes);
  }

  [[nodiscard]] std::string label(const Lane& lane, const LaneItem& item) const {
    switch (lane.kind()) {
      case LaneKind::state:
        return item.verdict == Verdict::unknown || item.code >= lane.state_names.size()
                   ? "unknown"
                   : lane.state_names[item.code];
      case LaneKind::problems:
        return source_.problem(item.id);
      case LaneKind::data: {
        const trace::EventRecord& event = trace_.event(item.first);
        return event.kind == session::EventKind::prompt ? source_.text(item.first, longest_label)
                                                        : fmt::format("{} B", event.bytes);
      }
      case LaneKind::exchanges: {
        // The name of an extended command tells more in little room without the AT before it.
        std::string line = source_.text(item.first, longest_label);
        const bool at = line.size() > 3 && (line[0] | 0x20) == 'a' && (line[1] | 0x20) == 't';
        return at && std::ispunct(static_cast<unsigned char>(line[2])) != 0 ? line.substr(2) : line;
      }
      case LaneKind::urcs:
      case LaneKind::other:
      case LaneKind::bytes:
      case LaneKind::gaps:
        break;
    }
    return source_.text(item.first, longest_label);
  }

  [[nodiscard]] double pixel_of(EventIndex event) const {
    const std::int64_t position = view_.spacing == Spacing::event ? event : trace_.event(event).position;
    return view_.axis.to_pixel(static_cast<double>(position));
  }

  // The row in which an event has its mark; rows.size() for none.
  [[nodiscard]] std::size_t row_of(EventIndex index) const {
    const trace::EventRecord& event = trace_.event(index);
    LaneKind kind = LaneKind::exchanges;
    std::string title;
    switch (event.kind) {
      case session::EventKind::urc:
      case session::EventKind::deferred:
        kind = LaneKind::urcs;
        break;
      case session::EventKind::prompt:
      case session::EventKind::data:
        kind = LaneKind::data;
        break;
      case session::EventKind::unparsed:
      case session::EventKind::note:
        kind = LaneKind::other;
        break;
      case session::EventKind::transition: {
        kind = LaneKind::state;
        const std::vector<trace::StateMove> moved = trace_.moves(index, index);
        if (moved.empty()) return out_.rows.size();
        title = moved[0].instance.empty() ? moved[0].machine : moved[0].machine + ' ' + moved[0].instance;
        break;
      }
      default:
        break;
    }
    const auto found = std::find_if(out_.rows.begin(), out_.rows.end(), [&](const PictureRow& row) {
      return row.lane != nullptr && row.kind == kind && row.lane->channel() == event.channel &&
             (title.empty() || row.lane->title() == title);
    });
    return static_cast<std::size_t>(found - out_.rows.begin());
  }

  const PictureSource& source_;
  const trace::Trace& trace_;
  const PictureView& view_;
  Picture& out_;
  std::vector<OpenItem> open_;
};

}  // namespace

std::string key_of(const Lane& lane, const PictureSource& source) {
  std::string key =
      lane.kind() == LaneKind::state ? "state " + lane.title() : std::string(to_string(lane.kind()));
  if (lane.kind() != LaneKind::problems && source.channels > 1) key += '@' + source.channel(lane.channel());
  return key;
}

std::vector<std::string> lane_keys(const PictureSource& source, const Arrangement& arrangement) {
  const std::vector<std::string> keys = keys_of(candidates(source));
  std::vector<std::string> out;
  for (const std::size_t index : arrangement.order(keys)) out.push_back(keys[index]);
  return out;
}

const PictureRow* Picture::row(std::string_view key) const {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [key](const PictureRow& candidate) { return candidate.key == key; });
  return found == rows.end() ? nullptr : &*found;
}

Picture make_picture(const PictureSource& source, const PictureView& view, const Arrangement& arrangement) {
  Picture out;
  out.axis = view.axis;
  out.spacing = view.spacing;
  if (source.trace.size() == 0) return out;
  Maker maker(source, view, out);
  maker.add_rows(arrangement);
  maker.add_links();
  maker.add_gaps();
  out.ticks = ticks_of(source.trace, view.axis, view.spacing, 0);
  if (view.spacing == Spacing::time) {
    const EventIndex zero = view.zero < source.trace.size() ? view.zero : 0;
    out.ticks_since_zero = ticks_of(source.trace, view.axis, view.spacing, source.trace.event(zero).position);
  }
  return out;
}

std::string to_text(const Picture& picture) {
  std::string out;
  const auto indented = [&out](const std::string& lines) {
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = lines.find('\n', at) + 1;
      out += "  " + lines.substr(at, end - at);
      at = end;
    }
  };
  for (const PictureRow& row : picture.rows) {
    out += fmt::format("{}{}{}:{}\n", row.key, row.pinned ? " pinned" : "", row.folded ? " folded" : "",
                       row.too_dense ? " too dense" : "");
    indented(to_text(row.items));
  }
  for (const PictureLink& link : picture.links) {
    out += fmt::format("link {}{}: {} {:.1f} -> {} {:.1f}: {}\n", to_string(link.link.kind),
                       link.link.guessed ? " guessed" : "", picture.rows[link.from_row].key, link.from,
                       picture.rows[link.to_row].key, link.to, link.link.because);
  }
  for (const DrawItem& gap : picture.gaps) {
    out += fmt::format("gap {:.1f}{}\n", gap.left, gap.count > 1 ? fmt::format(" ×{}", gap.count) : "");
  }
  return out;
}

}  // namespace atscope::gui

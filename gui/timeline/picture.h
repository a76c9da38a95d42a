// SPDX-License-Identifier: MIT
// Everything the timeline shows, computed before anything is painted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gui/timeline/arrangement.h"
#include "gui/timeline/draw_list.h"
#include "gui/timeline/lane_set.h"
#include "gui/timeline/links.h"
#include "gui/timeline/ruler.h"

namespace atscope::gui {

/// What a picture is made of.
struct PictureSource {
  const trace::Trace& trace;
  const LaneSet& lanes;
  const Lane* problems = nullptr;  ///< may be null
  std::size_t channels = 1;
  std::function<std::string(trace::EventIndex event, std::size_t longest)> text;  ///< of a line, harmless
  std::function<std::string(std::uint32_t finding)> problem;                      ///< its code
  std::function<std::string(session::ChannelId)> channel;                         ///< its name
  std::function<std::string(trace::EventIndex)> meaning = {};  ///< of a result code, with it; may be null
};

/// How it is looked at.
struct PictureView {
  Axis axis;
  Spacing spacing = Spacing::time;
  trace::EventIndex selected = trace::no_event;
  trace::EventIndex zero = trace::no_event;  ///< from which the ruler counts; no_event: the first
};

struct PictureRow {
  const Lane* lane = nullptr;  ///< null: bytes
  LaneKind kind = LaneKind::bytes;
  std::string key;
  bool folded = false, pinned = false;
  int top = 0, height = 0;  ///< below the ruler, before scrolling; pinned rows come first and do not scroll
  std::vector<DrawItem> items;
  bool too_dense = false;  ///< bytes: there is no room for lines; the items are runs of one side, if any

  /// Items that stand in no lane: bytes, and what has not ended yet. DrawItem::index from loose_begin on.
  std::vector<LaneItem> loose;
  std::size_t loose_begin = 0;
  /// What an item stands for, of a fold the first. Valid as long as the row and its lane.
  [[nodiscard]] const LaneItem& item(const DrawItem& drawn) const {
    return drawn.index >= loose_begin ? loose[drawn.index - loose_begin] : (*lane)[drawn.index];
  }
};

/// A link in pixels, from one row to another.
struct PictureLink {
  Link link;
  std::size_t from_row = 0, to_row = 0;
  double from = 0, to = 0;
};

struct Picture {
  Axis axis;
  Spacing spacing = Spacing::time;
  std::vector<PictureRow> rows;
  std::vector<PictureLink> links;  ///< of the chosen event, where both ends stand in a row
  Ticks ticks;
  Ticks ticks_since_zero;      ///< time axis
  std::vector<DrawItem> gaps;  ///< event axis: silences that it folds; label is empty
  int pinned_height = 0, height = 0;

  [[nodiscard]] const PictureRow* row(std::string_view key) const;
};

/// A lane's name that stays the same from session to session.
[[nodiscard]] std::string key_of(const Lane& lane, const PictureSource& source);
/// Keys of all lanes that hold something, hidden ones too, in the order in which they are shown.
[[nodiscard]] std::vector<std::string> lane_keys(const PictureSource& source, const Arrangement& arrangement);

/// The cost follows the pixels.
[[nodiscard]] Picture make_picture(const PictureSource& source, const PictureView& view,
                                   const Arrangement& arrangement);

/// One row a paragraph, then links and gaps; see to_text() of items.
[[nodiscard]] std::string to_text(const Picture& picture);

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// The whole document in one strip, a column a pixel.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gui/timeline/axis.h"
#include "gui/timeline/lane_set.h"

namespace atscope::gui {

struct OverviewColumn {
  double traffic = 0;  ///< exchanges, codes and payload that begin here, in parts where one spans columns
  Verdict worst = Verdict::state;    ///< of the exchanges
  Verdict problem = Verdict::state;  ///< the gravest, Verdict::state for none
  bool consequences_only = false;    ///< of the problems
  Ratio latency = no_ratio;          ///< the worst
  std::uint32_t hits = 0;
  bool mark = false;
};

struct OverviewSource {
  const trace::Trace& trace;
  const LaneSet& lanes;
  const Lane* problems = nullptr;
  std::span<const trace::EventIndex> hits = {};   ///< ascending
  std::span<const trace::EventIndex> marks = {};  ///< ascending
};

/// One column for each pixel of `axis`, which spans the whole document. The cost follows the pixels.
[[nodiscard]] std::vector<OverviewColumn> make_overview(const OverviewSource& source, const Axis& axis,
                                                        Spacing spacing);

/// Columns that hold something: "12: 3.0 error problem-warning 87% 2 hits mark".
[[nodiscard]] std::string to_text(const std::vector<OverviewColumn>& columns);

}  // namespace atscope::gui

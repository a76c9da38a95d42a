// SPDX-License-Identifier: MIT
// What an exchange is made of, from the command's first byte to its final result.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "decoder/trace/trace.h"
#include "gui/timeline/lane.h"

namespace atscope::gui {

enum class Phase : std::uint8_t {
  command,      ///< event axis only: the command line itself
  echo,         ///< up to the first byte of the last line that the module repeats
  wait,         ///< nothing of the exchange comes
  information,  ///< information responses and intermediate results, first to last
  data,         ///< prompt and payload
  result,       ///< the final result
};
[[nodiscard]] std::string_view to_string(Phase phase);

/// A stretch on the axis that `spacing` names. Times are those of first bytes, so that a single line is an
/// instant (begin == end); on the event axis each line takes a step.
struct PhaseSpan {
  Phase phase = Phase::wait;
  std::int64_t begin = 0, end = 0;
};

/// The phases of a transaction in order, at most as many as fit a bar: of a longer exchange what comes after
/// the first few thousand events is left out.
[[nodiscard]] std::vector<PhaseSpan> phases_of(const trace::Trace& trace, session::TransactionId id,
                                               Spacing spacing);

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
// What belongs together across lanes: a command and what came of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/trace/trace.h"

namespace atscope::gui {

enum class LinkKind : std::uint8_t {
  answer,    ///< command to its final result
  deferred,  ///< command to a result that it promised for later
  urc,       ///< command to an unsolicited code that it brought about
  state,     ///< line to the move of a state machine that it told
};
[[nodiscard]] std::string_view to_string(LinkKind kind);

struct Link {
  LinkKind kind = LinkKind::answer;
  trace::EventIndex from = trace::no_event, to = trace::no_event;
  bool guessed = false;
  std::string because;  ///< why it was made
};

/// Links of the exchange that `event` belongs to; of a code or a transition by itself its own and the one
/// that leads to it. In order of their targets.
[[nodiscard]] std::vector<Link> links_of(const trace::Trace& trace, trace::EventIndex event);

}  // namespace atscope::gui

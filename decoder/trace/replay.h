// SPDX-License-Identifier: MIT
// Gives out again what a trace has kept.
#pragma once

#include <functional>

#include "decoder/trace/trace.h"

namespace atscope::trace {

struct ReplayOptions {
  /// Only events that fit, and transactions whose command does; empty: all.
  std::function<bool(EventIndex)> wanted;
  /// Asked now and then whether to break off.
  std::function<bool()> stop;
  bool is_capture = false;  ///< places are frames of a packet capture
};

/// Events with their transitions, and each closed transaction after the event that closed it: as the decoder
/// gave them to the trace. What is appended meanwhile is not given out.
void replay(const Trace& trace, session::EventSink& sink, const ReplayOptions& options = {});

}  // namespace atscope::trace

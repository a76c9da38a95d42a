// SPDX-License-Identifier: MIT
// A live source on a source that only knows its format.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "capture/live/capture_clock.h"
#include "capture/live/live_source.h"

namespace atscope::capture::live {

/// `source` reads from a stream that heeds `stop` and calls `idle` (if it is not empty) while it waits.
/// Segments whose time has no date get that of their arrival.
[[nodiscard]] std::unique_ptr<LiveSource> make_log_source(std::unique_ptr<Source> source, std::string name,
                                                          StopHandle stop,
                                                          std::shared_ptr<std::function<void()>> idle,
                                                          CaptureClock clock);

}  // namespace atscope::capture::live

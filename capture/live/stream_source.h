// SPDX-License-Identifier: MIT
// What another program writes while it runs: raw bytes of one side, or a log in any format that open() knows.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/live/capture_clock.h"
#include "capture/live/live_source.h"
#include "capture/open.h"

namespace atscope::capture::live {

/// Raw bytes as they arrive on `fd`, all of one side.
[[nodiscard]] std::unique_ptr<Feed> raw_stream(int fd, Sender sender, const std::string& name);

/// A log that grows. Opening and next() wait for it, until `stop` says so; `idle` is what on_idle() takes,
/// for the wait of opening. A segment without a date gets the time of its arrival. Errors: as
/// capture::open().
[[nodiscard]] tl::expected<std::unique_ptr<LiveSource>, Error> log_stream(
    int fd, const std::string& name, const OpenOptions& options, StopHandle stop,
    std::function<void()> idle = {}, CaptureClock clock = CaptureClock());

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
// Plays the host's side of a capture to a real module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/replay_script.h"

namespace atscope::cli {

struct ReplayPace {
  double speed = 1;  ///< 10 is ten times as fast as recorded; 0: without any wait
  std::optional<std::int64_t> timeout;
};

/// Sends each command as soon as the one before it is answered, and not before its recorded time. Tells every
/// result that is another one than in the capture. Gives the exit code.
[[nodiscard]] int replay_host(const ReplayScript& script, const ReplayPace& pace, const std::string& port,
                              const std::string& baud);

}  // namespace atscope::cli

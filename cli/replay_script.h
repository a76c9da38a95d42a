// SPDX-License-Identifier: MIT
// What `atscope replay` plays: one channel of a capture, step by step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "capture/replay/player.h"
#include "cli/pipeline.h"

namespace atscope::cli {

struct ReplayScript {
  std::vector<capture::ReplayStep> steps;
  /// What the module answered to each command line of the host, in order: "OK", "+CME ERROR: 10", or nothing.
  struct Answer {
    std::string command, result;
    capture::Origin origin;
  };
  std::vector<Answer> answers;
  std::shared_ptr<const grammar::Dialect> dialect;
};

/// Reads the capture whole. Without `channel` it must have one with traffic. Nothing when it cannot be
/// played; why has been said.
[[nodiscard]] std::optional<ReplayScript> load_replay_script(const InputOptions& options,
                                                             const std::string& channel);

}  // namespace atscope::cli

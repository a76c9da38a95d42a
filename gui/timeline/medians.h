// SPDX-License-Identifier: MIT
// How long each command takes here: what to compare with where the dialect knows no limit.
#pragma once

#include <cstdint>
#include <vector>

#include "decoder/report/latency.h"
#include "decoder/trace/trace.h"

namespace atscope::gui {

class CommandMedians {
 public:
  /// Of fewer runs there is nothing to compare with.
  static constexpr std::uint64_t least_runs = 3;

  /// Takes up the transactions that have closed since, at most `most`; true when more are left.
  bool update(const trace::Trace& trace, std::uint32_t most);
  /// Of the command's runs that have no limit; -1 when not known.
  [[nodiscard]] std::int64_t median(grammar::CommandId command) const;

 private:
  std::uint32_t next_ = 1;
  std::vector<report::LatencyHistogram> commands_;
};

}  // namespace atscope::gui

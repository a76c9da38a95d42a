// SPDX-License-Identifier: MIT
// The findings that matter most, in bounded memory.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/report/cause_window.h"
#include "decoder/lint/finding.h"

namespace atscope::cli {

struct RankedFinding {
  lint::Finding finding;
  std::uint64_t consequences = 0;
  std::string path;
};

/// Keeps the best of each severity: surest first, then those with most consequences, then the earliest.
class RankedFindings {
 public:
  explicit RankedFindings(std::size_t kept_per_severity) : kept_(kept_per_severity) {}

  void add(const CauseAndConsequences& entry, const std::string& path);
  /// Best first.
  [[nodiscard]] const std::vector<RankedFinding>& of(lint::Severity severity) const {
    return lists_[static_cast<std::size_t>(severity)];
  }
  [[nodiscard]] std::uint64_t count(lint::Severity severity) const {
    return counts_[static_cast<std::size_t>(severity)];
  }

 private:
  std::size_t kept_;
  std::array<std::vector<RankedFinding>, 3> lists_;
  std::array<std::uint64_t, 3> counts_{};
};

}  // namespace atscope::cli

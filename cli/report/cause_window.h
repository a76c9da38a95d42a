// SPDX-License-Identifier: MIT
// Findings with what follows from them, for formats that write a finding once and for ever.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "decoder/lint/finding.h"

namespace atscope::cli {

struct CauseAndConsequences {
  lint::Finding cause;
  std::vector<lint::Finding> consequences;  ///< the first ones, at most `kept_consequences`
  std::uint64_t consequence_count = 0;
};

/// Holds the last findings back, so that consequences find their cause; memory is bounded. A consequence
/// whose cause is out already is only counted, in lost().
class CauseWindow {
 public:
  static constexpr std::size_t kept = 256;
  static constexpr std::size_t kept_consequences = 8;

  explicit CauseWindow(std::function<void(const CauseAndConsequences&)> sink) : sink_(std::move(sink)) {}

  void add(const lint::Finding& finding);
  /// The input ends: everything comes out.
  void finish();
  /// Consequences that came too late to be shown with their cause.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  [[nodiscard]] bool fold(const lint::Finding& finding);
  void let_out_oldest();

  std::function<void(const CauseAndConsequences&)> sink_;
  std::deque<CauseAndConsequences> window_;
  std::deque<lint::Finding> early_;  // consequences whose cause has not come yet
  std::uint64_t lost_ = 0;
};

}  // namespace atscope::cli

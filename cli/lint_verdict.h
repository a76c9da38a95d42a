// SPDX-License-Identifier: MIT
// Whether a run fails: severity, confidence, what is new, how many warnings.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cli/config_loader.h"
#include "decoder/lint/finding.h"

namespace atscope::cli {

/// Passes findings on and counts those that fail.
class LintVerdict final : public lint::FindingSink {
 public:
  explicit LintVerdict(const Config& config);

  void on_finding(const lint::Finding& finding) override;

  lint::FindingSink* next = nullptr;
  std::function<void()> on_failure;  ///< called at each finding that fails
  std::function<void(const lint::Finding&)> on_each;

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  [[nodiscard]] bool fails(const lint::Finding& finding);

  std::string fail_on_;
  lint::Confidence least_ = lint::Confidence::low;
  bool on_new_;
  std::optional<std::uint64_t> max_warnings_;
  std::uint64_t warnings_ = 0;
  bool failed_ = false;
};

}  // namespace atscope::cli

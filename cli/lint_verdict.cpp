// SPDX-License-Identifier: MIT
#include "cli/lint_verdict.h"

namespace atscope::cli {

LintVerdict::LintVerdict(const Config& config)
    : fail_on_(config.text("lint.fail-on")),
      on_new_(config.flag("lint.fail-on-new")),
      max_warnings_(config.number("lint.max-warnings")) {
  const std::string least = config.text("lint.fail-on-confidence");
  least_ = least == "high"     ? lint::Confidence::high
           : least == "medium" ? lint::Confidence::medium
                               : lint::Confidence::low;
}

void LintVerdict::on_finding(const lint::Finding& finding) {
  next->on_finding(finding);
  if (on_each) on_each(finding);
  if (!fails(finding)) return;
  failed_ = true;
  if (on_failure) on_failure();
}

bool LintVerdict::fails(const lint::Finding& finding) {
  if (finding.suppression || finding.cause != 0 || finding.confidence < least_) return false;
  if (on_new_ && finding.baseline == lint::BaselineState::fresh) return true;
  if (finding.severity == lint::Severity::warning && max_warnings_ && ++warnings_ > *max_warnings_)
    return true;
  if (fail_on_ == "never") return false;
  const lint::Severity threshold = fail_on_ == "note"      ? lint::Severity::note
                                   : fail_on_ == "warning" ? lint::Severity::warning
                                                           : lint::Severity::error;
  return finding.severity >= threshold;
}

}  // namespace atscope::cli

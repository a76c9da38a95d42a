// SPDX-License-Identifier: MIT
#include "cli/report/cause_window.h"

#include <algorithm>

namespace atscope::cli {

bool CauseWindow::fold(const lint::Finding& finding) {
  const auto cause = std::find_if(window_.rbegin(), window_.rend(), [&](const CauseAndConsequences& entry) {
    return entry.cause.id == finding.cause;
  });
  if (cause == window_.rend()) return false;
  ++cause->consequence_count;
  if (cause->consequences.size() < kept_consequences) cause->consequences.push_back(finding);
  return true;
}

void CauseWindow::let_out_oldest() {
  sink_(window_.front());
  window_.pop_front();
}

void CauseWindow::add(const lint::Finding& finding) {
  if (finding.cause != 0) {
    if (fold(finding)) return;
    early_.push_back(finding);
    if (early_.size() > kept) {
      early_.pop_front();
      ++lost_;
    }
    return;
  }
  if (window_.size() == kept) let_out_oldest();
  window_.push_back({finding, {}, 0});
  std::erase_if(early_,
                [&](const lint::Finding& waiting) { return waiting.cause == finding.id && fold(waiting); });
}

void CauseWindow::finish() {
  lost_ += early_.size();
  early_.clear();
  while (!window_.empty()) let_out_oldest();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include "cli/report/ranked_findings.h"

#include <algorithm>

namespace atscope::cli {
namespace {

bool matters_more(const RankedFinding& a, const RankedFinding& b) {
  if (a.finding.confidence != b.finding.confidence) return a.finding.confidence > b.finding.confidence;
  return a.consequences > b.consequences;
}

}  // namespace

void RankedFindings::add(const CauseAndConsequences& entry, const std::string& path) {
  if (entry.cause.suppression) return;
  const auto severity = static_cast<std::size_t>(entry.cause.severity);
  ++counts_[severity];
  std::vector<RankedFinding>& list = lists_[severity];
  RankedFinding ranked{entry.cause, entry.consequence_count, path};
  if (list.size() == kept_ && (list.empty() || !matters_more(ranked, list.back()))) return;
  list.insert(std::upper_bound(list.begin(), list.end(), ranked, matters_more), std::move(ranked));
  if (list.size() > kept_) list.pop_back();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include "cli/report/rule_timings.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <vector>

#include "decoder/report/visible_text.h"

namespace atscope::cli {

std::string rule_timings_text(std::string_view log, const lint::LintSummary& summary) {
  std::vector<lint::RuleTiming> timings = summary.timings;
  std::stable_sort(timings.begin(), timings.end(),
                   [](const lint::RuleTiming& a, const lint::RuleTiming& b) { return a.ns > b.ns; });
  std::int64_t all = 0;
  for (const lint::RuleTiming& timing : timings) all += timing.ns;
  std::string text;
  report::append_visible(text, log);
  auto out = std::back_inserter(text);
  fmt::format_to(out, ": {:.3f} ms in {} rules\n", static_cast<double>(all) / 1e6, timings.size());
  for (const lint::RuleTiming& timing : timings) {
    fmt::format_to(out, "{:>12.3f} ms {:>12} calls  {} {}\n", static_cast<double>(timing.ns) / 1e6,
                   timing.calls, timing.code, timing.name);
  }
  return text;
}

}  // namespace atscope::cli

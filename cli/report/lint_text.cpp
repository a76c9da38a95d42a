// SPDX-License-Identifier: MIT
#include "cli/report/lint_text.h"

#include <fmt/format.h>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "decoder/report/visible_text.h"

namespace atscope::cli {

void append_place(std::string& out, const Input& input, const capture::Origin& origin, std::uint32_t column) {
  report::append_visible(out, input.name());
  auto end = std::back_inserter(out);
  if (origin.frame != 0) {
    fmt::format_to(end, ":frame {}:{}", origin.frame, column);
  } else if (origin.line != 0) {
    fmt::format_to(end, ":{}:{}", origin.line, column);
  }
}

std::string_view color_of(lint::Severity severity, const Palette& palette) {
  switch (severity) {
    case lint::Severity::error:
      return palette.bad;
    case lint::Severity::warning:
      return palette.caution;
    case lint::Severity::note:
      break;
  }
  return palette.accent;
}

bool says_limits(const lint::Finding& finding) {
  return finding.name == "checks-limited";
}

void append_summary(std::string& out, const Input& input, const lint::LintSummary& summary, bool limits_said,
                    const Palette& palette) {
  auto end = std::back_inserter(out);
  out += palette.bold;
  report::append_visible(out, input.name());
  out += ": ";
  if (summary.checked_nothing) {
    fmt::format_to(end, "nothing was checked{}\n", palette.reset);
  } else if (summary.errors + summary.warnings + summary.notes == 0) {
    out += "no findings";
    if (summary.suppressed != 0) fmt::format_to(end, " ({} suppressed)", summary.suppressed);
    fmt::format_to(end, "{}\n", palette.reset);
  } else {
    fmt::format_to(end, "{}, {}, {}", report::counted(summary.errors, "error"),
                   report::counted(summary.warnings, "warning"), report::counted(summary.notes, "note"));
    if (summary.folded != 0)
      fmt::format_to(end, " (and {} folded under them)", report::counted(summary.folded, "consequence"));
    if (summary.suppressed != 0) fmt::format_to(end, ", {} suppressed", summary.suppressed);
    fmt::format_to(end, "{}\n", palette.reset);
  }

  const capture::SourceStats& stats = input.stats();
  fmt::format_to(end, "{}  read: {}, {}", palette.dim, report::counted(summary.transactions, "transaction"),
                 report::counted(summary.events, "event"));
  if (stats.foreign_lines != 0)
    fmt::format_to(end, ", {} of other origin", report::counted(stats.foreign_lines, "line"));
  if (stats.damaged != 0) fmt::format_to(end, ", {}", report::counted(stats.damaged, "damaged record"));
  fmt::format_to(end, "; format {}, dialect ", input.info().format);
  report::append_visible(out, input.dialect_text());
  fmt::format_to(end, "{}\n", palette.reset);

  if (limits_said) return;
  // Rules that miss the same thing share a line.
  std::vector<std::pair<std::string_view, std::string>> reasons;
  for (const lint::Inactive& inactive : summary.inactive) {
    auto reason = reasons.begin();
    while (reason != reasons.end() && reason->first != inactive.reason) ++reason;
    if (reason == reasons.end()) reason = reasons.insert(reasons.end(), {inactive.reason, {}});
    if (!reason->second.empty()) reason->second += ", ";
    reason->second += fmt::format("{} {}", inactive.code, inactive.name);
  }
  for (const auto& [reason, rules] : reasons) {
    fmt::format_to(end, "{}  not checked: {} ({}){}\n", palette.dim, rules, reason, palette.reset);
  }
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include <array>

#include "cli/report/lint_report.h"

namespace atscope::cli {

std::span<const LintFormat> lint_formats() {
  static constexpr std::array<LintFormat, 9> list{{
      {"full", "a picture of each finding, for people", make_lint_full},
      {"concise", "one line a finding, as compilers write them", make_lint_concise},
      {"json", "one JSON document", make_lint_json},
      {"jsonl", "JSON Lines, written while the log is read", make_lint_jsonl},
      {"sarif", "SARIF 2.1.0 (GitHub code scanning)", make_lint_sarif},
      {"junit", "JUnit XML: a test case per rule per log", make_lint_junit},
      {"github", "annotations of GitHub Actions, and the step summary", make_lint_github},
      {"gitlab", "GitLab Code Quality", make_lint_gitlab},
      {"summary-md", "Markdown, as for GITHUB_STEP_SUMMARY", make_lint_summary_md},
  }};
  return list;
}

}  // namespace atscope::cli

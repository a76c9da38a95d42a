// SPDX-License-Identifier: MIT
// What `atscope lint` writes: one interface, one file per format.
#pragma once

#include <memory>

#include "decoder/lint/finding.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {

class Input;
class Output;

/// Takes the findings of one input after the other.
class LintReport : public lint::FindingSink {
 public:
  virtual void begin(const Input& input) = 0;
  virtual void end(const lint::LintSummary& summary) = 0;
};

struct LintReportOptions {
  bool show_secrets = false;
  bool color = false;
};

std::unique_ptr<LintReport> make_lint_full(Output& output, const LintReportOptions& options);
std::unique_ptr<LintReport> make_lint_concise(Output& output, const LintReportOptions& options);
std::unique_ptr<LintReport> make_lint_jsonl(Output& output, const LintReportOptions& options);

}  // namespace atscope::cli

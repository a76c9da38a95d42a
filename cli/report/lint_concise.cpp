// SPDX-License-Identifier: MIT
// `atscope lint -f concise`: one line a finding, as compilers write them; editors can follow it.
#include <fmt/format.h>
#include <iterator>
#include <string>

#include "cli/output.h"
#include "cli/report/lint_report.h"
#include "cli/report/lint_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

class LintConcise final : public LintReport {
 public:
  explicit LintConcise(const LintReportContext& context)
      : output_(*context.output), palette_(context.color) {}

  void begin(const Input& input) override {
    input_ = &input;
    limits_said_ = false;
  }

  void on_finding(const lint::Finding& finding) override {
    limits_said_ = limits_said_ || says_limits(finding);
    if (finding.suppression) return;
    line_.clear();
    append_place(line_, *input_, finding.origin, finding.column);
    auto out = std::back_inserter(line_);
    fmt::format_to(out, ": {}{}[{}]{} ", color_of(finding.severity, palette_),
                   lint::to_string(finding.severity), finding.code, palette_.reset);
    report::append_visible(line_, finding.message);
    if (finding.cause != 0) fmt::format_to(out, " (follows from finding {})", finding.cause);
    fmt::format_to(out, " [{}]\n", finding.name);
    output_.write(line_);
  }

  void end(const lint::LintSummary& summary) override {
    line_.clear();
    append_summary(line_, *input_, summary, limits_said_, palette_);
    output_.write(line_);
    input_ = nullptr;
  }

 private:
  Output& output_;
  Palette palette_;
  bool limits_said_ = false;
  const Input* input_ = nullptr;
  std::string line_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_concise(const LintReportContext& context) {
  return std::make_unique<LintConcise>(context);
}

}  // namespace atscope::cli

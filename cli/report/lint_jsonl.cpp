// SPDX-License-Identifier: MIT
// `atscope lint -f jsonl`: one finding a line, streamed (docs/jsonl.md).
#include <string>

#include "cli/output.h"
#include "cli/report/finding_json.h"
#include "cli/report/lint_report.h"

namespace atscope::cli {
namespace {

class LintJsonl final : public LintReport {
 public:
  explicit LintJsonl(const LintReportContext& context)
      : output_(*context.output), findings_(context.sources) {}

  void begin(const Input& input) override { input_ = &input; }
  void end(const lint::LintSummary&) override { input_ = nullptr; }

  void on_finding(const lint::Finding& finding) override {
    record_.clear();
    report::JsonWriter json(record_);
    findings_.write(json, *input_, finding);
    record_ += '\n';
    output_.write(record_);
  }

 private:
  Output& output_;
  const Input* input_ = nullptr;
  FindingJson findings_;
  std::string record_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_jsonl(const LintReportContext& context) {
  return std::make_unique<LintJsonl>(context);
}

}  // namespace atscope::cli

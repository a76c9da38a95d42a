// SPDX-License-Identifier: MIT
// `atscope lint -f json`: one document (docs/jsonl.md), written while the logs are read.
#include <string>

#include "cli/output.h"
#include "cli/report/finding_json.h"
#include "cli/report/lint_report.h"

namespace atscope::cli {
namespace {

class LintJson final : public LintReport {
 public:
  explicit LintJson(const LintReportContext& context)
      : output_(*context.output), findings_(context.sources), json_(text_) {
    json_.begin_object();
    json_.number("v", 1);
    json_.begin_array("inputs");
  }

  void begin(const Input& input) override {
    input_ = &input;
    json_.begin_object();
    json_.string("file", input.name());
    json_.string("format", input.info().format);
    json_.string("dialect", input.dialect()->name());
    json_.begin_array("findings");
  }

  void on_finding(const lint::Finding& finding) override {
    findings_.write(json_, *input_, finding);
    output_.write(text_);
    text_.clear();
  }

  void end(const lint::LintSummary& summary) override {
    json_.end_array();
    json_.begin_object("summary");
    json_.number("errors", summary.errors);
    json_.number("warnings", summary.warnings);
    json_.number("notes", summary.notes);
    json_.number("folded", summary.folded);
    json_.number("suppressed", summary.suppressed);
    json_.number("transactions", summary.transactions);
    json_.number("events", summary.events);
    json_.boolean("checked_nothing", summary.checked_nothing);
    json_.end_object();
    json_.begin_array("not_checked");
    for (const lint::Inactive& inactive : summary.inactive) {
      json_.begin_object();
      json_.string("code", inactive.code);
      json_.string("name", inactive.name);
      json_.string("reason", inactive.reason);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
    input_ = nullptr;
  }

  void failed(std::string_view path, std::string_view reason) override {
    json_.begin_object();
    json_.string("file", path);
    json_.string("failed", reason);
    json_.end_object();
  }

  void finish(const LintRun& run) override {
    json_.end_array();
    json_.number("exit_code", static_cast<std::uint64_t>(run.exit_code));
    json_.end_object();
    text_ += '\n';
    output_.write(text_);
    text_.clear();
  }

 private:
  Output& output_;
  const Input* input_ = nullptr;
  FindingJson findings_;
  std::string text_;
  report::JsonWriter json_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_json(const LintReportContext& context) {
  return std::make_unique<LintJson>(context);
}

}  // namespace atscope::cli

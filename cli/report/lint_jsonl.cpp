// SPDX-License-Identifier: MIT
// `atscope lint -f jsonl`: one finding a line, streamed (docs/jsonl.md).
#include <optional>
#include <string>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/json_writer.h"
#include "cli/report/lint_report.h"
#include "cli/report/masked_finding.h"
#include "cli/report/time_text.h"

namespace atscope::cli {
namespace {

class LintJsonl final : public LintReport {
 public:
  LintJsonl(Output& output, const LintReportOptions& options) : output_(output), options_(options) {}

  void begin(const Input& input) override {
    input_ = &input;
    masker_.emplace(*input.dialect(), !options_.show_secrets);
  }

  void end(const lint::LintSummary&) override { input_ = nullptr; }

  void on_finding(const lint::Finding& original) override {
    const lint::Finding finding = masked(original, *masker_);
    record_.clear();
    JsonWriter json(record_);
    json.begin_object();
    json.number("v", 1);
    json.number("id", finding.id);
    json.string("code", finding.code);
    json.string("name", finding.name);
    json.string("severity", lint::to_string(finding.severity));
    json.string("confidence", lint::to_string(finding.confidence));
    json.string("file", input_->name());
    write_place(json, finding.origin);
    json.number("column", finding.column);
    json.number("offset", finding.origin.offset);
    times_.write(json, finding.time);
    json.string("channel", input_->channel(finding.channel));
    finding.txn == 0 ? json.null("txn") : json.number("txn", finding.txn);
    json.string("message", finding.message);
    json.string_or_null("help", finding.help);
    json.string_or_null("source", finding.source);
    json.begin_array("related");
    for (const lint::Related& related : finding.related) {
      json.begin_object();
      write_place(json, related.origin);
      json.string("message", related.message);
      json.text_or_hex(related.text);
      json.end_object();
    }
    json.end_array();
    finding.cause == 0 ? json.null("cause") : json.number("cause", finding.cause);
    json.string("fingerprint", finding.fingerprint);
    json.string_or_null("state", finding.state);
    json.text_or_hex(finding.text);
    json.end_object();
    record_ += '\n';
    output_.write(record_);
  }

 private:
  static void write_place(JsonWriter& json, const capture::Origin& origin) {
    origin.frame != 0 ? json.number("frame", origin.frame) : json.number("line", origin.line);
  }

  Output& output_;
  LintReportOptions options_;
  const Input* input_ = nullptr;
  std::optional<Masker> masker_;
  TimeFields times_;
  std::string record_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_jsonl(Output& output, const LintReportOptions& options) {
  return std::make_unique<LintJsonl>(output, options);
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// `atscope lint -f gitlab`: GitLab Code Quality, a JSON array. GitLab shows the description only, and
// compares fingerprints with those of the target branch.
#include <fmt/format.h>
#include <string>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/artifact.h"
#include "cli/report/cause_window.h"
#include "cli/report/lint_report.h"
#include "cli/source_map.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t max_description = 4000;

std::string_view severity_of(const lint::Finding& finding) {
  switch (finding.severity) {
    case lint::Severity::error:
      return finding.code.starts_with("SEC") ? "critical" : "major";
    case lint::Severity::warning:
      return "minor";
    case lint::Severity::note:
      break;
  }
  return "info";
}

class LintGitlab final : public LintReport {
 public:
  explicit LintGitlab(const LintReportContext& context)
      : context_(context),
        output_(*context.output),
        json_(text_),
        window_([this](const CauseAndConsequences& entry) { write(entry); }) {
    json_.begin_array();
  }

  void begin(const Input& input) override { path_ = artifact_path(input.name(), context_.root); }
  void on_finding(const lint::Finding& finding) override { window_.add(finding); }
  void end(const lint::LintSummary&) override { window_.finish(); }

  void failed(std::string_view path, std::string_view reason) override {
    const std::string name = artifact_path(path, context_.root);
    record("cannot be read: " + report::visible(reason), "atscope-input", "blocker", name, 1,
           fmt::format("input-{}", name));
  }

  void finish(const LintRun&) override {
    json_.end_array();
    text_ += '\n';
    output_.write(text_);
    text_.clear();
  }

 private:
  void write(const CauseAndConsequences& entry) {
    const lint::Finding& finding = entry.cause;
    if (finding.suppression) return;
    std::string description = fmt::format("{} {}: {}", finding.code, finding.name,
                                          visible_excerpt(finding.message, max_description));
    if (entry.consequence_count != 0)
      description += fmt::format(" (and {})", report::counted(entry.consequence_count, "consequence"));
    if (!finding.help.empty()) description += ". Do: " + visible_excerpt(finding.help, max_description);
    const SourceSite* site = context_.sources == nullptr ? nullptr : context_.sources->find(finding);
    if (site != nullptr) description += fmt::format(" (seen in {}:{})", path_, artifact_line(finding.origin));
    record(description, finding.code, severity_of(finding), site != nullptr ? site->path : path_,
           site != nullptr ? site->line : artifact_line(finding.origin), fingerprint_of(finding, path_));
  }

  void record(std::string_view description, std::string_view check, std::string_view severity,
              std::string_view path, std::uint64_t line, std::string_view fingerprint) {
    json_.begin_object();
    json_.string("description", description);
    json_.string("check_name", check);
    json_.string("fingerprint", fingerprint);
    json_.string("severity", severity);
    json_.begin_object("location");
    json_.string("path", path);
    json_.begin_object("lines");
    json_.number("begin", line);
    json_.end_object();
    json_.end_object();
    json_.end_object();
    output_.write(text_);
    text_.clear();
  }

  LintReportContext context_;
  Output& output_;
  std::string path_, text_;
  report::JsonWriter json_;
  CauseWindow window_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_gitlab(const LintReportContext& context) {
  return std::make_unique<LintGitlab>(context);
}

}  // namespace atscope::cli

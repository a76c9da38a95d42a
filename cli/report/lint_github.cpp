// SPDX-License-Identifier: MIT
// `atscope lint -f github`: annotations of GitHub Actions. A step shows 10 of each kind, so the best 10 are
// written; all stand in the step summary.
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>

#include "cli/console.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/artifact.h"
#include "cli/report/lint_report.h"
#include "cli/report/ranked_findings.h"
#include "cli/source_map.h"
#include "decoder/report/markup_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t shown_per_step = 10;
constexpr std::size_t max_message = 2000;

std::string_view command_of(lint::Severity severity) {
  return severity == lint::Severity::note ? "notice" : lint::to_string(severity);
}

class LintGithub final : public LintReport {
 public:
  explicit LintGithub(const LintReportContext& context)
      : context_(context),
        output_(*context.output),
        ranked_(shown_per_step),
        window_([this](const CauseAndConsequences& entry) { ranked_.add(entry, path_); }) {
    const char* summary = std::getenv("GITHUB_STEP_SUMMARY");
    if (summary == nullptr || *summary == '\0') return;
    const int fd = ::open(summary, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0) {
      complain("GITHUB_STEP_SUMMARY", "the file cannot be written");
      return;
    }
    summary_output_ = std::make_unique<Output>(fd, Output::Owns::yes);
    LintReportContext below = context;
    below.output = summary_output_.get();
    summary_ = make_lint_summary_md(below);
  }

  void begin(const Input& input) override {
    path_ = artifact_path(input.name(), context_.root);
    if (summary_) summary_->begin(input);
  }
  void on_finding(const lint::Finding& finding) override {
    window_.add(finding);
    if (summary_) summary_->on_finding(finding);
  }
  void end(const lint::LintSummary& summary) override {
    window_.finish();
    if (summary.checked_nothing) {
      nothing_ +=
          fmt::format("::error file={},title=nothing was checked::{}\n", report::workflow_property(path_),
                      "the log holds no AT traffic that the chosen rules can judge");
    }
    if (summary_) summary_->end(summary);
  }
  void failed(std::string_view path, std::string_view reason) override {
    nothing_ += fmt::format("::error file={},title=cannot be read::{}\n",
                            report::workflow_property(artifact_path(path, context_.root)),
                            report::workflow_message(reason));
    if (summary_) summary_->failed(path, reason);
  }

  void finish(const LintRun& run) override {
    output_.write(nothing_);
    for (const lint::Severity severity :
         {lint::Severity::error, lint::Severity::warning, lint::Severity::note}) {
      for (const RankedFinding& entry : ranked_.of(severity)) write(entry);
      const std::uint64_t more = ranked_.count(severity) - ranked_.of(severity).size();
      if (more != 0) {
        output_.write(fmt::format("atscope: {} {} not shown as annotations{}\n",
                                  report::counted(more, "more " + std::string(lint::to_string(severity))),
                                  more == 1 ? "is" : "are", summary_ ? "; see the step summary" : ""));
      }
    }
    if (summary_) {
      summary_->finish(run);
      summary_output_->flush();
    }
  }

 private:
  void write(const RankedFinding& entry) {
    const lint::Finding& finding = entry.finding;
    const SourceSite* site = context_.sources == nullptr ? nullptr : context_.sources->find(finding);
    const std::uint64_t line = site != nullptr ? site->line : artifact_line(finding.origin);
    std::string text = visible_excerpt(finding.message, max_message);
    if (site != nullptr) text += fmt::format("\nseen in {}:{}", entry.path, artifact_line(finding.origin));
    if (entry.consequences != 0)
      text += fmt::format("\n{} folded under it", report::counted(entry.consequences, "consequence"));
    if (!finding.section.empty()) text += "\ntest: " + visible_excerpt(finding.section, max_message);
    if (!finding.help.empty()) text += "\ndo: " + visible_excerpt(finding.help, max_message);
    if (!finding.source.empty()) text += "\nfrom: " + visible_excerpt(finding.source, max_message);
    output_.write(fmt::format("::{} file={},line={},endLine={},title={}::{}\n", command_of(finding.severity),
                              report::workflow_property(site != nullptr ? site->path : entry.path), line,
                              line,
                              report::workflow_property(fmt::format("{} {}", finding.code, finding.name)),
                              report::workflow_message(text)));
  }

  LintReportContext context_;
  Output& output_;
  std::string path_, nothing_;
  RankedFindings ranked_;
  CauseWindow window_;
  std::unique_ptr<Output> summary_output_;
  std::unique_ptr<LintReport> summary_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_github(const LintReportContext& context) {
  return std::make_unique<LintGithub>(context);
}

}  // namespace atscope::cli

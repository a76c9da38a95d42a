// SPDX-License-Identifier: MIT
// `atscope lint -f summary-md`: Markdown for GITHUB_STEP_SUMMARY (at most 1 MiB a step) and the like.
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

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

constexpr std::size_t kept_per_severity = 200;
constexpr std::size_t max_text = 500;
constexpr std::size_t max_bytes = 900'000;

class LintSummaryMd final : public LintReport {
 public:
  explicit LintSummaryMd(const LintReportContext& context)
      : context_(context),
        output_(*context.output),
        ranked_(kept_per_severity),
        window_([this](const CauseAndConsequences& entry) { ranked_.add(entry, path_); }) {}

  void begin(const Input& input) override {
    input_ = &input;
    path_ = artifact_path(input.name(), context_.root);
  }
  void on_finding(const lint::Finding& finding) override { window_.add(finding); }

  void end(const lint::LintSummary& summary) override {
    window_.finish();
    rows_ += fmt::format(
        "| {} | {} | {} | {} | {} | {} | {} |\n", report::markdown_text(path_), summary.errors,
        summary.warnings, summary.notes, summary.suppressed, summary.transactions,
        summary.checked_nothing    ? "**nothing was checked**"
        : summary.inactive.empty() ? "all chosen rules"
                                   : report::counted(summary.active.size(), "rule") + "; " +
                                         std::to_string(summary.inactive.size()) + " could not run");
    for (const lint::Inactive& inactive : summary.inactive) {
      std::string entry =
          report::markdown_text(fmt::format("{} {}: {}", inactive.code, inactive.name, inactive.reason));
      if (not_checked_.size() < kept_per_severity)
        not_checked_.emplace_back(report::markdown_text(path_), std::move(entry));
    }
    input_ = nullptr;
  }

  void failed(std::string_view path, std::string_view reason) override {
    rows_ +=
        fmt::format("| {} | | | | | | **cannot be read**: {} |\n",
                    report::markdown_text(artifact_path(path, context_.root)), report::markdown_text(reason));
  }

  void finish(const LintRun& run) override {
    std::string text = fmt::format("## atscope lint: {}\n\n", verdict(run.exit_code));
    text += "| log | errors | warnings | notes | suppressed | transactions | checked |\n";
    text += "| --- | --: | --: | --: | --: | --: | --- |\n" + rows_ + '\n';
    for (const lint::Severity severity :
         {lint::Severity::error, lint::Severity::warning, lint::Severity::note}) {
      const std::vector<RankedFinding>& list = ranked_.of(severity);
      if (list.empty()) continue;
      text += fmt::format("### {}\n\n| rule | place | finding | do |\n| --- | --- | --- | --- |\n",
                          report::counted(ranked_.count(severity), lint::to_string(severity)));
      std::uint64_t shown = 0;
      for (const RankedFinding& entry : list) {
        if (text.size() > max_bytes) break;
        text += row(entry);
        ++shown;
      }
      text += '\n';
      if (ranked_.count(severity) > shown)
        text += fmt::format("and {} more\n\n", ranked_.count(severity) - shown);
    }
    if (!not_checked_.empty() && text.size() < max_bytes) {
      text += "<details><summary>not checked</summary>\n\n";
      for (const auto& [path, what] : not_checked_) text += fmt::format("- {}: {}\n", path, what);
      text += "\n</details>\n";
    }
    output_.write(text);
  }

 private:
  static std::string_view verdict(int exit_code) {
    switch (exit_code) {
      case 0:
        return "fine";
      case 1:
        return "findings";
      case 3:
        return "nothing was checked";
      default:
        return "could not run";
    }
  }

  [[nodiscard]] std::string row(const RankedFinding& entry) const {
    const lint::Finding& finding = entry.finding;
    std::string place =
        report::markdown_text(fmt::format("{}:{}", entry.path, artifact_line(finding.origin)));
    const SourceSite* site = context_.sources == nullptr ? nullptr : context_.sources->find(finding);
    if (site != nullptr)
      place += "<br>" + report::markdown_text(fmt::format("{}:{}", site->path, site->line));
    if (!finding.section.empty())
      place += "<br>" + report::markdown_text(visible_excerpt(finding.section, max_text));
    std::string what = report::markdown_text(visible_excerpt(finding.message, max_text));
    if (entry.consequences != 0)
      what += fmt::format("<br>{} folded under it", report::counted(entry.consequences, "consequence"));
    return fmt::format("| {} {} | {} | {} | {} |\n", finding.code, finding.name, place, what,
                       report::markdown_text(visible_excerpt(finding.help, max_text)));
  }

  LintReportContext context_;
  Output& output_;
  const Input* input_ = nullptr;
  std::string path_, rows_;
  std::vector<std::pair<std::string, std::string>> not_checked_;
  RankedFindings ranked_;
  CauseWindow window_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_summary_md(const LintReportContext& context) {
  return std::make_unique<LintSummaryMd>(context);
}

}  // namespace atscope::cli

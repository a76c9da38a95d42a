// SPDX-License-Identifier: MIT
// All reports of one run: `-f full -f sarif:out.sarif`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output.h"
#include "cli/report/lint_report.h"
#include "decoder/mask/masker.h"

namespace atscope::cli {

/// Masks each finding once and hands it to every report.
class LintOutputs final : public LintReport {
 public:
  /// `context` without its output; standard output is used as it is, files are made.
  LintOutputs(LintReportContext context, bool show_secrets)
      : context_(std::move(context)), show_secrets_(show_secrets) {}

  /// `spec` is NAME or NAME:FILE ("-" is standard output). False with a complaint when it cannot be used.
  [[nodiscard]] bool add(const std::string& spec);
  [[nodiscard]] Output& standard_output() { return stdout_; }
  [[nodiscard]] bool goes_to_standard_output(std::string_view format) const;

  void begin(const Input& input) override;
  void on_finding(const lint::Finding& finding) override;
  void end(const lint::LintSummary& summary) override;
  void failed(std::string_view path, std::string_view reason) override;
  void finish(const LintRun& run) override;

 private:
  struct Entry {
    std::string_view format;
    std::string path;  // empty: standard output
    std::unique_ptr<Output> file;
    std::unique_ptr<LintReport> report;
    bool masked = true;
  };

  LintReportContext context_;
  bool show_secrets_;
  Output stdout_;
  std::optional<mask::Masker> masker_;
  std::vector<Entry> entries_;
};

}  // namespace atscope::cli

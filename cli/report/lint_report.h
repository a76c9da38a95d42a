// SPDX-License-Identifier: MIT
// What `atscope lint` writes: one interface, one file per format, one list of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "decoder/lint/finding.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {

class Input;
class Output;
class SourceMap;

/// How the whole run ended.
struct LintRun {
  int exit_code = 0;
};

/// Takes the findings of one input after the other. Findings come masked, unless the user may see secrets.
class LintReport : public lint::FindingSink {
 public:
  virtual void begin(const Input& input) = 0;
  virtual void end(const lint::LintSummary& summary) = 0;
  /// An input that could not be opened.
  virtual void failed(std::string_view path, std::string_view reason) { (void)path, (void)reason; }
  /// After the last input.
  virtual void finish(const LintRun& run) { (void)run; }
};

struct LintReportContext {
  Output* output = nullptr;
  bool color = false;
  bool statistics = false;             ///< full, concise: also what the log exercised
  std::size_t width = 0;               ///< columns of the terminal; 0: no limit
  std::string root;                    ///< folder that paths in machine output are relative to
  const SourceMap* sources = nullptr;  ///< --map-source
};

struct LintFormat {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<LintReport> (*make)(const LintReportContext& context);
};

/// In the order of --help.
[[nodiscard]] std::span<const LintFormat> lint_formats();

// One per format, in its own file.
std::unique_ptr<LintReport> make_lint_full(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_concise(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_json(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_jsonl(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_sarif(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_junit(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_github(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_gitlab(const LintReportContext& context);
std::unique_ptr<LintReport> make_lint_summary_md(const LintReportContext& context);

}  // namespace atscope::cli

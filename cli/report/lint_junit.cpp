// SPDX-License-Identifier: MIT
// `atscope lint -f junit`: a suite per log, a case per rule: passed, failed, or skipped with the reason. Only
// what the strictest schema in use (Jenkins xUnit) allows is written.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/artifact.h"
#include "cli/report/cause_window.h"
#include "cli/report/finding_picture.h"
#include "cli/report/lint_report.h"
#include "decoder/report/markup_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t kept_per_rule = 100;
constexpr std::size_t max_message = 2000;

// "logs/hil/boot.log" as a class: "logs.hil.boot_log".
std::string class_name(std::string_view path) {
  std::string out;
  for (const char c : path) out += c == '/' ? '.' : c == '.' ? '_' : c;
  return out;
}

class LintJunit final : public LintReport {
 public:
  explicit LintJunit(const LintReportContext& context)
      : output_(*context.output),
        root_(context.root),
        palette_(false),
        window_([this](const CauseAndConsequences& entry) { keep(entry); }) {}

  void begin(const Input& input) override {
    input_ = &input;
    path_ = artifact_path(input.name(), root_);
    by_code_.clear();
  }
  void on_finding(const lint::Finding& finding) override { window_.add(finding); }

  void end(const lint::LintSummary& summary) override {
    window_.finish();
    std::string cases;
    Counts counts;
    for (const lint::RuleInfo* rule : lint::rules()) {
      const auto inactive =
          std::find_if(summary.inactive.begin(), summary.inactive.end(),
                       [&](const lint::Inactive& other) { return other.code == rule->code; });
      const auto failed = by_code_.find(std::string(rule->code));
      const bool ran = std::find(summary.active.begin(), summary.active.end(), rule) != summary.active.end();
      if (!ran && inactive == summary.inactive.end() && failed == by_code_.end()) continue;  // not chosen
      ++counts.tests;
      cases += fmt::format("  <testcase classname=\"{}\" name=\"{} {}\"", report::xml_text(class_name(path_)),
                           rule->code, rule->name);
      const auto timing =
          std::find_if(summary.timings.begin(), summary.timings.end(),
                       [&](const lint::RuleTiming& other) { return other.code == rule->code; });
      if (timing != summary.timings.end())
        cases += fmt::format(" time=\"{:.6f}\"", static_cast<double>(timing->ns) / 1e9);
      if (failed != by_code_.end()) {
        ++counts.failures;
        cases += ">\n" + failure(failed->second) + "  </testcase>\n";
      } else if (inactive != summary.inactive.end()) {
        ++counts.skipped;
        cases += fmt::format("><skipped message=\"{}\"/></testcase>\n", report::xml_text(inactive->reason));
      } else if (summary.checked_nothing) {
        ++counts.skipped;
        cases += "><skipped message=\"no AT traffic\"/></testcase>\n";
      } else {
        cases += "/>\n";
      }
    }
    suite(path_, cases, counts, input_->dialect()->name());
    input_ = nullptr;
  }

  void failed(std::string_view path, std::string_view reason) override {
    const std::string name = artifact_path(path, root_);
    const std::string text = fmt::format(
        "  <testcase classname=\"{}\" name=\"read\"><error type=\"input\" message=\"{}\"/></testcase>\n",
        report::xml_text(class_name(name)), report::xml_text(reason));
    suite(name, text, {1, 0, 1, 0}, {});
  }

  void finish(const LintRun&) override {
    output_.write(fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"atscope\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
        total_.tests, total_.failures, total_.errors, suites_));
  }

 private:
  struct Counts {
    std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
  };
  struct Failures {
    std::string type, message, body;
    std::uint64_t count = 0;
    lint::Severity worst = lint::Severity::note;
  };

  // A note is worth reading and fails no test.
  void keep(const CauseAndConsequences& entry) {
    const lint::Finding& finding = entry.cause;
    if (finding.suppression || finding.severity == lint::Severity::note) return;
    Failures& failures = by_code_[std::string(finding.code)];
    const std::string place = fmt::format("{}:{}:{}", path_, artifact_line(finding.origin), finding.column);
    if (failures.count == 0) failures.message = place + ": " + visible_excerpt(finding.message, max_message);
    failures.worst = std::max(failures.worst, finding.severity);
    failures.type = lint::to_string(failures.worst);
    if (++failures.count > kept_per_rule) return;
    std::string& body = failures.body;
    body += place + ": " + visible_excerpt(finding.message, max_message);
    if (!finding.section.empty()) body += "  (test " + visible_excerpt(finding.section, max_message) + ")";
    body += '\n';
    append_picture(body, finding, palette_, 0);
    for (const lint::Finding& consequence : entry.consequences) {
      body += fmt::format("     = then: {}  ({} {})\n", visible_excerpt(consequence.message, max_message),
                          consequence.code, consequence.name);
    }
    if (!finding.help.empty()) body += "     = do:   " + visible_excerpt(finding.help, max_message) + '\n';
    if (!finding.source.empty())
      body += "     = from: " + visible_excerpt(finding.source, max_message) + '\n';
  }

  static std::string failure(const Failures& failures) {
    std::string body = failures.body;
    if (failures.count > kept_per_rule)
      body += fmt::format("... and {} more\n", failures.count - kept_per_rule);
    return fmt::format("   <failure type=\"{}\" message=\"{}\">{}</failure>\n", failures.type,
                       report::xml_text(failures.message), report::xml_text(body));
  }

  void suite(std::string_view name, std::string_view cases, const Counts& counts, std::string_view dialect) {
    const std::string path = report::xml_text(name);
    suites_ += fmt::format(
        " <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" file=\"{}\">\n",
        path, counts.tests, counts.failures, counts.errors, counts.skipped, path);
    if (!dialect.empty()) {
      suites_ += fmt::format("  <properties><property name=\"atscope.dialect\" value=\"{}\"/></properties>\n",
                             report::xml_text(dialect));
    }
    suites_ += cases;
    suites_ += " </testsuite>\n";
    total_.tests += counts.tests;
    total_.failures += counts.failures;
    total_.errors += counts.errors;
  }

  Output& output_;
  std::string root_;
  Palette palette_;
  const Input* input_ = nullptr;
  std::string path_, suites_;
  std::map<std::string, Failures> by_code_;
  Counts total_;
  CauseWindow window_;
};

}  // namespace

std::unique_ptr<LintReport> make_lint_junit(const LintReportContext& context) {
  return std::make_unique<LintJunit>(context);
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// `atscope lint`: what went wrong.
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/lint_report.h"
#include "cli/rule_names.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {
namespace {

// Adds to CAP004 what only the face of the program can know: how the input begins.
class NamesTheInput final : public lint::FindingSink {
 public:
  NamesTheInput(const Input& input, lint::FindingSink& next) : input_(input), next_(next) {}

  void on_finding(const lint::Finding& finding) override {
    if (finding.name != "nothing-checked" || input_.head().empty()) return next_.on_finding(finding);
    lint::Finding complete = finding;
    complete.message += "; it looks like " + input_.looks_like();
    next_.on_finding(complete);
  }

 private:
  const Input& input_;
  lint::FindingSink& next_;
};

class Lint final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.choice("-f,--format", format_, {"full", "concise", "jsonl"}, "What to write (docs/jsonl.md)");
    arguments.list("--select", select_, "RULE,...", "Only these rules: codes, beginnings of codes, or names");
    arguments.list("--ignore", ignore_, "RULE,...", "All but these rules");
    arguments.choice("--fail-on", fail_on_, {"error", "warning", "note", "never"},
                     "Exit 1 when there are findings of this severity or over it");
    arguments.flag("--exit-zero", exit_zero_, "Exit 0 even when there are findings");
    arguments.flag("--show-secrets", show_secrets_,
                   "Do not mask passwords, PINs, phone and subscriber numbers");
    declare_color(arguments, color_);
  }

  int run() override {
    if (!are_rule_names("--select", select_) || !are_rule_names("--ignore", ignore_))
      return exit_could_not_run;
    Output output;
    const LintReportOptions report_options{show_secrets_, use_color(color_)};
    const std::unique_ptr<LintReport> report = format_ == "jsonl" ? make_lint_jsonl(output, report_options)
                                               : format_ == "concise"
                                                   ? make_lint_concise(output, report_options)
                                                   : make_lint_full(output, report_options);
    const lint::LintOptions lint_options{select_, ignore_};
    bool any_checked = false;
    bool any_failed = false;
    const int exit_code = for_each_input(input_, output, [&](Input& input) {
      report->begin(input);
      NamesTheInput findings(input, *report);
      lint::Linter linter(*input.dialect(), input.info(), findings, lint_options);
      input.decode(linter, [&](const machine::MachineRunner& machines) { linter.attach(machines); });
      const lint::LintSummary summary = linter.finish(input.stats());
      report->end(summary);
      output.flush();
      if (summary.checked_nothing && summary.transactions == 0) say_nothing_checked(input);
      if (summary.checked_nothing && summary.transactions != 0) {
        complain(input.name(), "none of the chosen rules could run on this log",
                 "the report says what each of them needs; choose others with --select");
      }
      any_checked = any_checked || !summary.checked_nothing;
      any_failed = any_failed || fails(summary);
    });
    if (exit_code != exit_fine) return exit_code;
    if (!any_checked) return exit_nothing_checked;
    return any_failed && !exit_zero_ ? exit_findings : exit_fine;
  }

 private:
  [[nodiscard]] bool fails(const lint::LintSummary& summary) const {
    if (summary.checked_nothing || fail_on_ == "never") return false;
    if (summary.errors != 0) return true;
    if (fail_on_ == "error") return false;
    return summary.warnings != 0 || (fail_on_ == "note" && summary.notes != 0);
  }

  InputOptions input_;
  std::vector<std::string> select_, ignore_;
  std::string format_ = "full", fail_on_ = "error", color_ = "auto";
  bool exit_zero_ = false, show_secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_lint() {
  return std::make_unique<Lint>();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// `atscope lint`: what went wrong.
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/lint_outputs.h"
#include "cli/rule_names.h"
#include "cli/source_map.h"
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

// The checkout, where a CI system says which folder that is.
std::string default_root() {
  for (const char* name : {"CI_PROJECT_DIR", "GITHUB_WORKSPACE"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

class Lint final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.list(
        "-f,--format", formats_, "FORMAT[:FILE]",
        "What to write, several times with a file each: full, concise, json, jsonl, sarif, junit, github, "
        "gitlab, summary-md");
    arguments.text("--map-source", map_source_, "DIR",
                   "Find the line of the firmware's source that holds the command");
    arguments.text("--path-root", path_root_, "DIR",
                   "Folder that paths in reports for machines are relative to");
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
    LintReportContext context;
    context.color = use_color(color_);
    context.width = terminal_width();
    context.root = path_root_.empty() ? default_root() : path_root_;
    SourceMap sources;
    if (!map_source_.empty()) {
      if (!std::filesystem::is_directory(map_source_)) {
        complain("--map-source", "'" + map_source_ + "' is no folder");
        return exit_could_not_run;
      }
      if (sources.scan(map_source_, context.root) == 0)
        notice("--map-source", "no source there names an AT command");
      context.sources = &sources;
    }
    if (show_secrets_ && isatty(STDOUT_FILENO) == 0) {
      complain("--show-secrets", "secrets are shown on a terminal only, not in a file or a pipe",
               "atscope decode --show-secrets shows the traffic itself");
      return exit_could_not_run;
    }
    LintOutputs reports(context, show_secrets_);
    if (formats_.empty()) formats_.emplace_back("full");
    for (const std::string& format : formats_) {
      if (!reports.add(format)) return exit_could_not_run;
    }
    const lint::LintOptions lint_options{select_, ignore_};
    bool any_checked = false;
    bool any_failed = false;
    const int exit_code = for_each_input(
        input_, reports.standard_output(),
        [&](Input& input) {
          reports.begin(input);
          NamesTheInput findings(input, reports);
          lint::Linter linter(*input.dialect(), input.info(), findings, lint_options);
          input.decode(linter, [&](const machine::MachineRunner& machines) { linter.attach(machines); });
          const lint::LintSummary summary = linter.finish(input.stats());
          reports.end(summary);
          if (summary.checked_nothing && summary.transactions == 0) say_nothing_checked(input);
          if (summary.checked_nothing && summary.transactions != 0) {
            complain(input.name(), "none of the chosen rules could run on this log",
                     "the report says what each of them needs; choose others with --select");
          }
          any_checked = any_checked || !summary.checked_nothing;
          any_failed = any_failed || fails(summary);
        },
        [&](const std::string& path, const std::string& reason) { reports.failed(path, reason); });
    LintRun run{exit_code};
    if (exit_code == exit_fine && !any_checked) run.exit_code = exit_nothing_checked;
    if (run.exit_code == exit_fine && any_failed && !exit_zero_) run.exit_code = exit_findings;
    reports.finish(run);
    return run.exit_code;
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
  std::vector<std::string> formats_;
  std::string map_source_, path_root_;
  std::string fail_on_ = "error", color_ = "auto";
  bool exit_zero_ = false, show_secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_lint() {
  return std::make_unique<Lint>();
}

}  // namespace atscope::cli

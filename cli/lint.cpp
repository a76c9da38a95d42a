// SPDX-License-Identifier: MIT
// `atscope lint`: what went wrong.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/lint_verdict.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/coverage.h"
#include "cli/report/lint_outputs.h"
#include "cli/report/rule_timings.h"
#include "cli/rule_names.h"
#include "cli/source_map.h"
#include "decoder/config/baseline.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/policy_run.h"
#include "decoder/report/time_text.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

using config::Baseline;

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

// "2026-01-31", UTC.
std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return report::date_text(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

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
    arguments.list(
        "--select", select_, "RULE,...",
        "Only these rules: codes, beginnings of codes, names, globs, or default, strict, pedantic");
    arguments.list("--ignore", ignore_, "RULE,...", "All but these rules");
    arguments.list("--severity", severity_, "RULE=LEVEL,...",
                   "Give rules another severity: error, warning, note, off");
    arguments.choice("--fail-on", fail_on_, {"error", "warning", "note", "never"},
                     "Exit 1 when there are findings of this severity or over it");
    arguments.choice("--fail-on-confidence", fail_on_confidence_, {"low", "medium", "high"},
                     "Only findings of this confidence or over it fail");
    arguments.text("--max-warnings", max_warnings_, "N", "Exit 1 when there are more warnings than this");
    arguments.flag("--exit-zero", exit_zero_, "Exit 0 even when there are findings");
    arguments.text("--baseline", baseline_, "FILE", "Findings that are known and fail nothing");
    arguments.flag("--update-baseline", update_baseline_, "Add what this run finds to the baseline");
    arguments.flag("--prune-baseline", prune_baseline_,
                   "Remove from the baseline what this run does not find");
    arguments.flag("--fail-on-new", fail_on_new_,
                   "Exit 1 when anything is not in the baseline, whatever its severity");
    arguments.flag("--no-ignores", no_ignores_,
                   "Show what markers, waivers, expectations and the baseline hide");
    arguments.flag("--follow", input_.follow, "Wait for more at the end of a log, until Ctrl-C");
    arguments.flag("--fail-fast", fail_fast_, "Stop at the first finding that fails");
    arguments.flag("--statistics", statistics_,
                   "Say also what the logs exercised: commands, states, error codes, rules");
    arguments.flag("--timings", timings_, "Say on standard error what each rule cost");
    arguments.flag("--show-secrets", show_secrets_,
                   "Do not mask passwords, PINs, phone and subscriber numbers");
    declare_color(arguments, color_);
  }

  int run() override {
    if (!are_rule_names("--select", select_) || !are_rule_names("--ignore", ignore_))
      return exit_could_not_run;
    if (show_secrets_ && isatty(STDOUT_FILENO) == 0) {
      complain("--show-secrets", "secrets are shown on a terminal only, not in a file or a pipe",
               "atscope decode --show-secrets shows the traffic itself");
      return exit_could_not_run;
    }
    give_options_to_config();
    ConfigLoader here(input_.config);
    const Config* config = here.for_log(input_.paths.front());  // what is about the run, not about one log
    if (config == nullptr) return exit_could_not_run;

    LintReportContext context;
    context.color = use_color(color_);
    context.width = terminal_width();
    context.root = config->text("lint.path-root").empty() ? default_root() : config->text("lint.path-root");
    context.statistics = config->flag("lint.statistics");
    SourceMap sources;
    if (const std::string folder = config->text("lint.map-source"); !folder.empty()) {
      if (!std::filesystem::is_directory(folder)) {
        complain("--map-source", "'" + folder + "' is no folder");
        return exit_could_not_run;
      }
      if (sources.scan(folder, context.root) == 0)
        notice("--map-source", "no source there names an AT command");
      context.sources = &sources;
    }
    if (!load_baseline(*config)) return exit_could_not_run;
    LintOutputs reports(context, show_secrets_);
    if (formats_.empty()) formats_.emplace_back("full");
    for (const std::string& format : formats_) {
      if (!reports.add(format)) return exit_could_not_run;
    }
    input_.report_at_end = reports.goes_to_standard_output("full");
    LintRun run{lint_all(*config, reports)};
    reports.finish(run);
    const bool save = update_baseline_ || prune_baseline_;
    if (save && run.exit_code != exit_could_not_run &&
        !known_.save(baseline_path_, update_baseline_, prune_baseline_)) {
      complain(baseline_path_, "the baseline cannot be written");
      run.exit_code = exit_could_not_run;
    }
    if (!baseline_path_.empty() && !prune_baseline_ && known_.absent() != 0) {
      notice(baseline_path_, report::counted(known_.absent(), "entry", "entries") +
                                 " did not come in this run (--prune-baseline removes what never comes)");
    }
    return run.exit_code;
  }

 private:
  // Options are the last word of the configuration.
  void give_options_to_config() {
    std::vector<std::string>& given = input_.config.given;
    const auto give = [&](const char* key, const std::string& value) {
      if (!value.empty()) given.push_back(std::string(key) + "=" + value);
    };
    give("lint.fail-on", fail_on_);
    give("lint.fail-on-confidence", fail_on_confidence_);
    give("lint.max-warnings", max_warnings_);
    give("lint.baseline", baseline_);
    give("lint.map-source", map_source_);
    give("lint.path-root", path_root_);
    if (fail_on_new_) give("lint.fail-on-new", "true");
    if (fail_fast_) give("lint.fail-fast", "true");
    if (statistics_) give("lint.statistics", "true");
    for (const std::string& level : severity_) given.push_back("lint.severity." + level);
  }

  bool load_baseline(const Config& config) {
    baseline_path_ = config.text("lint.baseline");
    if (baseline_path_.empty()) {
      if (!update_baseline_ && !prune_baseline_ && !config.flag("lint.fail-on-new")) return true;
      complain("", "there is no baseline", "name one with --baseline FILE");
      return false;
    }
    const std::string why = known_.load(
        baseline_path_, update_baseline_ ? Baseline::Missing::is_empty : Baseline::Missing::is_an_error);
    if (why.empty()) return true;
    complain(baseline_path_, "the baseline cannot be used: " + why, "--update-baseline writes one");
    return false;
  }

  [[nodiscard]] lint::Policy policy_of(const Config& config) const {
    lint::Policy policy = config.policy();
    if (!select_.empty()) policy.layers.front().select = select_;
    policy.layers.push_back({{}, select_, ignore_, {}});
    policy.use_ignores = !no_ignores_;
    return policy;
  }

  int lint_all(const Config& config, LintOutputs& reports) {
    LintVerdict verdict(config);
    std::map<const Config*, lint::PolicyRun> policies;
    // For people: behind a report for machines it would be a mistake.
    const bool statistics = config.flag("lint.statistics") && (reports.goes_to_standard_output("full") ||
                                                               reports.goes_to_standard_output("concise"));
    bool any_checked = false;
    bool stopped = false;
    const auto visit = [&](Input& input) {
      if (stopped) return;
      reports.begin(input);
      NamesTheInput findings(input, reports);
      verdict.next = &findings;
      verdict.on_failure = [&] {
        if (!config.flag("lint.fail-fast")) return;
        input.stop();
        stopped = true;
      };
      auto known = policies.find(&input.config());
      if (known == policies.end()) {
        known = policies.emplace(&input.config(), lint::PolicyRun(policy_of(input.config()), today())).first;
        if (!baseline_path_.empty())
          known->second.set_baseline([this](const lint::Finding& finding) { return known_.see(finding); });
      }
      known->second.begin_log(input.name(), input.info().channels, input.is_last());
      lint::LintOptions options;
      options.policy = &known->second;
      options.timings = timings_;
      lint::Linter linter(*input.dialect(), input.info(), verdict, options);
      Coverage coverage(*input.dialect(), linter);
      if (statistics) verdict.on_each = [&](const lint::Finding& finding) { coverage.on_finding(finding); };
      input.decode(statistics ? static_cast<session::EventSink&>(coverage) : linter,
                   [&](const machine::MachineRunner& machines) { linter.attach(machines); });
      const lint::LintSummary summary = linter.finish(input.stats());
      reports.end(summary);
      if (timings_) fmt::print(stderr, "{}", rule_timings_text(input.name(), summary));
      if (statistics) reports.standard_output().write(coverage.text(summary));
      if (summary.checked_nothing && summary.transactions == 0) say_nothing_checked(input);
      if (summary.checked_nothing && summary.transactions != 0) {
        complain(input.name(), "none of the chosen rules could run on this log",
                 "the report says what each of them needs; choose others with --select");
      }
      any_checked = any_checked || !summary.checked_nothing;
    };
    const int exit_code = for_each_input(
        input_, reports.standard_output(), visit,
        [&](const std::string& path, const std::string& reason) { reports.failed(path, reason); });
    if (exit_code != exit_fine) return exit_code;
    if (!any_checked) return exit_nothing_checked;
    return verdict.failed() && !exit_zero_ && !update_baseline_ ? exit_findings : exit_fine;
  }

  InputOptions input_;
  std::vector<std::string> select_, ignore_, severity_, formats_;
  std::string map_source_, path_root_, fail_on_, fail_on_confidence_, max_warnings_, baseline_,
      baseline_path_;
  std::string color_ = "auto";
  Baseline known_;
  bool exit_zero_ = false, show_secrets_ = false, update_baseline_ = false, prune_baseline_ = false,
       fail_on_new_ = false, no_ignores_ = false, fail_fast_ = false, statistics_ = false, timings_ = false;
};

}  // namespace

std::unique_ptr<Command> make_lint() {
  return std::make_unique<Lint>();
}

}  // namespace atscope::cli

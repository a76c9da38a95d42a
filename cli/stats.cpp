// SPDX-License-Identifier: MIT
// `atscope stats`: how often, how well, how fast.
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/filter.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/stats_report.h"

namespace atscope::cli {
namespace {

class Stats final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.choice("-f,--format", format_, {"text", "json", "csv"}, "What to write");
    declare_filter(arguments, filter_);
    declare_color(arguments, color_);
    arguments.footer(
        "All inputs are counted together. limit: the documented maximum response time; used: max as a share "
        "of it.\n"
        "silent: no answer; other: no final result by its grammar, aborted, or still open when the log "
        "ends.");
  }

  int run() override {
    Filter filter;
    if (!filter.parse(filter_)) return exit_could_not_run;
    Output output;
    input_.report_at_end = true;
    CommandStatsTable table;
    bool any_traffic = false;
    const int exit_code = for_each_input(input_, output, [&](Input& input) {
      table.use(*input.dialect());
      filter.warn_of_unknown_names(input);
      const bool found = filter.run(input, table);
      if (!found) say_nothing_checked(input);
      any_traffic = any_traffic || found;
    });
    if (any_traffic) {
      output.write(format_ == "json"  ? stats_json(table)
                   : format_ == "csv" ? stats_csv(table)
                                      : stats_table(table, Palette(use_color(color_))));
    }
    return exit_code == exit_fine && !any_traffic ? exit_nothing_checked : exit_code;
  }

 private:
  InputOptions input_;
  FilterOptions filter_;
  std::string format_ = "text", color_ = "auto";
};

}  // namespace

std::unique_ptr<Command> make_stats() {
  return std::make_unique<Stats>();
}

}  // namespace atscope::cli

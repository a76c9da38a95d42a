// SPDX-License-Identifier: MIT
// `atscope decode`: what was said.
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/filter.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/report/decode_report.h"

namespace atscope::cli {
namespace {

class Decode final : public Command {
 public:
  void declare(Arguments& arguments) override {
    declare_input(arguments, input_);
    arguments.choice("-f,--format", format_, {"text", "jsonl", "csv"}, "What to write (docs/jsonl.md)");
    arguments.flag("--fields", fields_, "Also decode the values in commands and answers");
    declare_filter(arguments, filter_);
    arguments.choice("--time", time_, {"auto", "wall", "relative"}, "Time column of the text format");
    arguments.flag("--show-secrets", show_secrets_,
                   "Do not mask passwords, PINs, phone and subscriber numbers");
    declare_color(arguments, color_);
  }

  int run() override {
    Filter filter;
    if (!filter.parse(filter_)) return exit_could_not_run;
    Output output;
    DecodeOptions options;
    options.fields = fields_;
    options.show_secrets = show_secrets_;
    options.color = use_color(color_);
    options.filtered = !filter_.text.empty();
    options.several_inputs = input_.paths.size() > 1;
    options.time = time_ == "wall"       ? DecodeOptions::Time::wall
                   : time_ == "relative" ? DecodeOptions::Time::relative
                                         : DecodeOptions::Time::automatic;
    const std::unique_ptr<DecodeReport> report =
        format_ == "jsonl" ? make_decode_report(output, options, report::make_event_jsonl)
        : format_ == "csv" ? make_decode_report(output, options, report::make_event_csv)
                           : make_transcript(output, options);
    bool any_traffic = false;
    int exit_code = for_each_input(input_, output, [&](Input& input) {
      filter.warn_of_unknown_names(input);
      report->begin(input);
      const bool found = filter.run(input, *report);
      report->end();
      output.flush();
      if (!found) say_nothing_checked(input);
      any_traffic = any_traffic || found;
    });
    if (exit_code == exit_fine && !any_traffic) exit_code = exit_nothing_checked;
    return exit_code;
  }

 private:
  InputOptions input_;
  FilterOptions filter_;
  std::string format_ = "text", time_ = "auto", color_ = "auto";
  bool fields_ = false, show_secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_decode() {
  return std::make_unique<Decode>();
}

}  // namespace atscope::cli

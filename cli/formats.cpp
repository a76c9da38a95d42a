// SPDX-License-Identifier: MIT
// `atscope formats`: what can be read.
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "capture/open.h"
#include "capture/text/format_file.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

std::string formats_text(const Palette& palette) {
  std::string out;
  for (const capture::FormatInfo& format : capture::formats()) {
    fmt::format_to(std::back_inserter(out), "{}{:<20}{} {}\n", palette.bold, format.name, palette.reset,
                   format.description);
    std::string_view example = format.example;
    while (!example.empty()) {
      const std::size_t end = std::min(example.find('\n'), example.size());
      out += palette.dim;
      out += "    ";
      report::append_visible(out, example.substr(0, end));
      out += palette.reset;
      out += '\n';
      example.remove_prefix(std::min(end + 1, example.size()));
    }
  }
  for (const auto& format : capture::user_formats()) {
    fmt::format_to(std::back_inserter(out), "{}{:<20}{} {} (yours)\n", palette.bold,
                   report::visible(format->name), palette.reset, report::visible(format->description));
  }
  out +=
      "\nInputs may be compressed with gzip, zstd or xz. The format is told by content; --format-in NAME "
      "forces one.\nA format of your own is a file: --format-in FILE, or a name in "
      "~/.config/atscope/formats/ "
      "(docs/log-formats.md).\n";
  return out;
}

std::string formats_json() {
  std::string out;
  report::JsonWriter json(out);
  json.begin_object();
  json.number("v", 1);
  json.begin_array("formats");
  for (const capture::FormatInfo& format : capture::formats()) {
    json.begin_object();
    json.string("name", format.name);
    json.string("description", format.description);
    json.string("example", format.example);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out += '\n';
  return out;
}

class Formats final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("check FILE", words_,
                          "With `check`: look for mistakes in files that describe formats", false);
    arguments.footer(
        "check leaves with 0 when a file is fine and all its samples come out as they say, 1 with mistakes, "
        "2 "
        "when it cannot be read.");
    arguments.choice("-f,--format", format_, {"text", "json"}, "What to write");
    declare_color(arguments, color_);
  }

  int run() override {
    if (!words_.empty()) return check();
    Output output;
    output.write(format_ == "json" ? formats_json() : formats_text(Palette(use_color(color_))));
    return exit_fine;
  }

 private:
  int check() {
    if (words_.front() != "check" || words_.size() < 2) {
      complain("formats", "'" + words_.front() + "' is no way to use it",
               "atscope formats lists all, atscope formats check FILE looks for mistakes in one");
      return exit_could_not_run;
    }
    Output output;
    int exit_code = exit_fine;
    for (std::size_t i = 1; i < words_.size(); ++i) {
      std::ifstream stream(words_[i], std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
      if (!stream) {
        complain(words_[i], "cannot be read", "give a file that describes a format");
        exit_code = exit_could_not_run;
        continue;
      }
      const auto parsed = capture::parse_format_file(text);
      if (parsed) {
        output.write(fmt::format("{}: {} is fine: {} patterns, {} samples\n", report::visible(words_[i]),
                                 report::visible((*parsed)->name), (*parsed)->rules.size(),
                                 (*parsed)->samples));
        continue;
      }
      if (exit_code == exit_fine) exit_code = exit_findings;
      for (const capture::FormatMistake& mistake : parsed.error()) {
        output.write(fmt::format(
            "{}:{}:{}: {}\n  {}\n  {}^\n", report::visible(words_[i]), mistake.line, mistake.column,
            report::visible(mistake.message), report::visible(mistake.source),
            std::string(report::visible(mistake.source.substr(0, mistake.column - 1)).size(), ' ')));
      }
    }
    return exit_code;
  }

  std::vector<std::string> words_;
  std::string format_ = "text", color_ = "auto";
};

}  // namespace

std::unique_ptr<Command> make_formats() {
  return std::make_unique<Formats>();
}

}  // namespace atscope::cli

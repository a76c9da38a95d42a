// SPDX-License-Identifier: MIT
// `atscope formats`: what can be read.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "capture/open.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/report/json_writer.h"
#include "cli/report/terminal_text.h"

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
      append_visible(out, example.substr(0, end));
      out += palette.reset;
      out += '\n';
      example.remove_prefix(std::min(end + 1, example.size()));
    }
  }
  out +=
      "\nInputs may be compressed with gzip, zstd or xz. The format is told by content; --format-in NAME "
      "forces one.\n";
  return out;
}

std::string formats_json() {
  std::string out;
  JsonWriter json(out);
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
    arguments.choice("-f,--format", format_, {"text", "json"}, "What to write");
    declare_color(arguments, color_);
  }

  int run() override {
    Output output;
    output.write(format_ == "json" ? formats_json() : formats_text(Palette(use_color(color_))));
    return exit_fine;
  }

 private:
  std::string format_ = "text", color_ = "auto";
};

}  // namespace

std::unique_ptr<Command> make_formats() {
  return std::make_unique<Formats>();
}

}  // namespace atscope::cli

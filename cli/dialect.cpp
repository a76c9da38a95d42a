// SPDX-License-Identifier: MIT
// `atscope dialect list|check|dump`.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <sys/stat.h>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "decoder/grammar/dump.h"
#include "decoder/grammar/load.h"
#include "decoder/report/json_writer.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

constexpr std::size_t largest_dialect_file = std::size_t{64} << 20;

// Nothing when the file cannot be read; the reason has been said.
std::unique_ptr<std::string> read_file(const std::string& path) {
  const bool is_stdin = path == "-";
  struct stat status {};
  if (!is_stdin && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    complain(path, "is a directory", "give a dialect file, such as my-module.at");
    return nullptr;
  }
  std::FILE* file = is_stdin ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    complain(path, std::strerror(errno), "give a dialect file, or the name of a built-in dialect");
    return nullptr;
  }
  auto text = std::make_unique<std::string>();
  char block[65536];
  std::size_t size = 0;
  while (text->size() <= largest_dialect_file && (size = std::fread(block, 1, sizeof block, file)) > 0) {
    text->append(block, size);
  }
  const bool failed = std::ferror(file) != 0;
  if (!is_stdin) std::fclose(file);
  if (failed || text->size() > largest_dialect_file) {
    complain(path, failed ? "cannot be read" : "is too large for a dialect file");
    return nullptr;
  }
  return text;
}

class DialectCommand final : public Command {
 public:
  void declare(Arguments& arguments) override {
    Arguments list =
        arguments.subcommand("list", "Show the built-in dialects", [this] { return run_list(); });
    list.choice("-f,--format", list_format_, {"text", "json"}, "What to write");

    Arguments check =
        arguments.subcommand("check", "Look for mistakes in dialect files", [this] { return run_check(); });
    check.positionals("FILE", files_, "Dialect files, or names of built-in dialects; - is standard input");
    check.footer("Exit codes: 0 no mistakes, 1 mistakes, 2 a file could not be read. Warnings do not count.");

    Arguments dump =
        arguments.subcommand("dump", "Write everything that a dialect knows", [this] { return run_dump(); });
    dump.positionals("NAME|FILE", names_, "A built-in dialect or a dialect file");
    dump.choice("-f,--format", dump_format_, {"json"}, "What to write");
  }

  int run() override { return exit_could_not_run; }

 private:
  int run_list() {
    Output output;
    std::string text;
    if (list_format_ == "json") {
      report::JsonWriter json(text);
      json.begin_object();
      json.number("v", 1);
      json.begin_array("dialects");
      for (const grammar::BuiltinDialect& dialect : grammar::builtin_dialects()) {
        json.begin_object();
        json.string("name", dialect.name);
        json.string("title", dialect.title);
        json.end_object();
      }
      json.end_array();
      json.end_object();
      text += '\n';
    } else {
      for (const grammar::BuiltinDialect& dialect : grammar::builtin_dialects()) {
        fmt::format_to(std::back_inserter(text), "{:<20} {}\n", dialect.name, dialect.title);
      }
    }
    output.write(text);
    return exit_fine;
  }

  int run_check() {
    Output output;
    int exit_code = exit_fine;
    for (const std::string& file : files_) {
      grammar::Diagnostics warnings;
      const auto checked = check(file, warnings);
      if (!checked) {
        exit_code = exit_could_not_run;
        continue;
      }
      if (!checked->has_value() && exit_code == exit_fine) exit_code = exit_findings;
      if (checked->has_value()) {
        const grammar::Dialect& dialect = ***checked;
        output.write(fmt::format("{}: {} is fine: {}, {}, {}{}\n", report::visible(file),
                                 report::visible(dialect.name()),
                                 report::counted(dialect.commands().size(), "command"),
                                 report::counted(dialect.line_rules().size(), "line rule"),
                                 report::counted(dialect.machines().size(), "machine"),
                                 warnings.empty() ? "" : ", " + report::counted(warnings.size(), "warning")));
      } else {
        output.write(fmt::format("{}: {}\n", report::visible(file),
                                 report::counted(checked->error().size(), "mistake")));
        output.flush();
        print_diagnostics(checked->error());
      }
      output.flush();
      print_diagnostics(warnings);
    }
    return exit_code;
  }

  using Compiled = tl::expected<std::shared_ptr<const grammar::Dialect>, grammar::Diagnostics>;

  // Null when the file could not be read.
  static std::unique_ptr<Compiled> check(const std::string& file, grammar::Diagnostics& warnings) {
    for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
      if (builtin.name == file) return std::make_unique<Compiled>(grammar::load_dialect(file));
    }
    const std::unique_ptr<std::string> text = read_file(file);
    if (text == nullptr) return nullptr;
    return std::make_unique<Compiled>(grammar::compile_dialect(*text, file, &warnings));
  }

  int run_dump() {
    Output output;
    for (const std::string& name : names_) {
      const auto dialect = load_or_complain(name);
      if (dialect == nullptr) return exit_could_not_run;
      std::string text = grammar::dump_json(*dialect);
      if (text.empty() || text.back() != '\n') text += '\n';
      output.write(text);
    }
    return exit_fine;
  }

  std::string list_format_ = "text", dump_format_ = "json";
  std::vector<std::string> files_, names_;
};

}  // namespace

std::unique_ptr<Command> make_dialect() {
  return std::make_unique<DialectCommand>();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// What a subcommand takes on the command line. Hides CLI11, which is costly to compile.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace atscope::cli {

/// Declares the options of one (sub)command. Targets must live until parse_and_run() returns.
class Arguments {
 public:
  explicit Arguments(CLI::App& app) : app_(&app) {}

  /// Positional arguments; "-" is one too.
  void positionals(const std::string& name, std::vector<std::string>& target, const std::string& help,
                   bool required = true);
  void flag(const std::string& names, bool& target, const std::string& help);
  void text(const std::string& names, std::string& target, const std::string& placeholder,
            const std::string& help);
  /// A flag that may be given a value.
  void flag_or_text(const std::string& names, bool& given, std::string& target,
                    const std::string& placeholder, const std::string& help);
  /// One word of `choices`; the present value of `target` is shown as the default.
  void choice(const std::string& names, std::string& target, const std::vector<std::string>& choices,
              const std::string& help);
  /// May be repeated; each value may hold several, separated by commas.
  void list(const std::string& names, std::vector<std::string>& target, const std::string& placeholder,
            const std::string& help);
  /// A subcommand below this one; `run` is called when it was named.
  Arguments subcommand(const std::string& name, const std::string& summary, std::function<int()> run);
  /// Text behind the options in --help.
  void footer(const std::string& text);

 private:
  CLI::App* app_;
};

struct CommandEntry;

/// The options of the program, for completions and manual pages.
struct OptionInfo {
  std::vector<std::string> names;  ///< "-f", "--format"; of a positional its name
  std::string placeholder;         ///< "NAME|FILE|auto"; choices are words in lower case with bars
  std::string help, initial;
  bool takes_value = false, positional = false;
};
struct CommandInfo {
  std::string name, summary;
  std::vector<OptionInfo> options;
  std::vector<CommandInfo> below;
};
[[nodiscard]] CommandInfo describe_program(std::span<const CommandEntry> commands);

/// Parses the command line against the list of subcommands and runs the one that was named. Gives the exit
/// code.
[[nodiscard]] int parse_and_run(int argc, const char* const* argv, std::span<const CommandEntry> commands);

}  // namespace atscope::cli

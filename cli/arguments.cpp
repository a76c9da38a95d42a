// SPDX-License-Identifier: MIT
#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <unistd.h>
#include <utility>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "decoder/grammar/did_you_mean.h"

namespace atscope::cli {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 fine, 1 findings, 2 could not run, 3 nothing was checked (no AT traffic).";

// What to run for each parsed subcommand; the deepest one wins.
std::vector<std::pair<const CLI::App*, std::function<int()>>>& runners() {
  static std::vector<std::pair<const CLI::App*, std::function<int()>>> list;
  return list;
}

const CLI::App& deepest_parsed(const CLI::App& app) {
  const CLI::App* current = &app;
  while (!current->get_subcommands().empty()) current = current->get_subcommands().back();
  return *current;
}

// "decode" for the subcommand, "dialect check" for one below it.
std::string path_of(const CLI::App& app) {
  std::string path = app.get_name();
  for (const CLI::App* parent = app.get_parent(); parent != nullptr; parent = parent->get_parent()) {
    path = parent->get_name() + " " + path;
  }
  return path;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

int explain_usage_error(const CLI::App& app, const CLI::ParseError& error,
                        std::span<const CommandEntry> commands, int argc, const char* const* argv) {
  const CLI::App& current = deepest_parsed(app);
  std::string help = "see " + path_of(current) + " --help";
  const bool names_no_command = &current == &app && argc > 1 && argv[1][0] != '-';
  if (names_no_command) {
    const std::string word = argv[1];
    std::vector<std::string_view> names;
    for (const CommandEntry& entry : commands) names.emplace_back(entry.name);
    if (access(word.c_str(), F_OK) == 0) {
      help = "to read a file: atscope decode " + word + ", or atscope lint " + word;
    } else if (const std::string_view near = grammar::nearest(word, names); !near.empty()) {
      help = "did you mean atscope " + std::string(near) + "?";
    }
    complain("", "there is no subcommand '" + word + "'", help);
    return exit_could_not_run;
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    std::vector<std::string> known;
    for (const CLI::Option* option : current.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    for (const CLI::App* below : current.get_subcommands({})) known.push_back(below->get_name());
    for (int index = 1; index < argc; ++index) {
      const std::string word = std::string(argv[index]).substr(0, std::string(argv[index]).find('='));
      const bool is_option = word.size() > 1 && word[0] == '-';
      if (!is_option || current.get_option_no_throw(word) != nullptr) continue;
      const std::vector<std::string_view> names(known.begin(), known.end());
      const std::string near(grammar::nearest(word, names));
      complain("", path_of(current) + " has no option " + word,
               near.empty() ? help : "did you mean " + near + "? (" + help + ")");
      return exit_could_not_run;
    }
  }
  complain("", first_line(error.what()), help);
  return exit_could_not_run;
}

}  // namespace

void Arguments::positionals(const std::string& name, std::vector<std::string>& target,
                            const std::string& help, bool required) {
  app_->add_option(name, target, help)->required(required)->type_name("");
}

void Arguments::flag(const std::string& names, bool& target, const std::string& help) {
  app_->add_flag(names, target, help);
}

void Arguments::text(const std::string& names, std::string& target, const std::string& placeholder,
                     const std::string& help) {
  app_->add_option(names, target, help)->type_name(placeholder)->capture_default_str();
}

void Arguments::flag_or_text(const std::string& names, bool& given, std::string& target,
                             const std::string& placeholder, const std::string& help) {
  CLI::Option* option = app_->add_option_function<std::vector<std::string>>(
      names,
      [&given, &target](const std::vector<std::string>& values) {
        given = true;
        // Without a value CLI11 hands on an empty one.
        if (!values.empty()) target = values.front();
      },
      help);
  option->type_name("[" + placeholder + "]")->expected(0, 1);
}

void Arguments::choice(const std::string& names, std::string& target, const std::vector<std::string>& choices,
                       const std::string& help) {
  std::string words;
  for (const std::string& word : choices) words += (words.empty() ? "" : "|") + word;
  CLI::Option* option = app_->add_option(names, target, help)->capture_default_str();
  option->check([words, choices](const std::string& value) {
    for (const std::string& word : choices) {
      if (word == value) return std::string();
    }
    return "'" + value + "' is none of " + words;
  });
  option->type_name(words);
}

void Arguments::list(const std::string& names, std::vector<std::string>& target,
                     const std::string& placeholder, const std::string& help) {
  app_->add_option(names, target, help)->type_name(placeholder)->delimiter(',')->allow_extra_args(false);
}

Arguments Arguments::subcommand(const std::string& name, const std::string& summary,
                                std::function<int()> run) {
  CLI::App* below = app_->add_subcommand(name, summary);
  runners().emplace_back(below, std::move(run));
  app_->require_subcommand(1);
  return Arguments(*below);
}

void Arguments::footer(const std::string& text) {
  app_->footer(text);
}

namespace {

void build(CLI::App& app, std::span<const CommandEntry> commands,
           std::vector<std::unique_ptr<Command>>& made) {
  app.description("Reads what went over a modem's serial line and says what happened.");
  app.name("atscope");
  app.set_version_flag("--version", std::string("atscope ") + ATSCOPE_VERSION);
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.require_subcommand(1);
  app.footer(std::string("'-' is standard input; several files may be given.\n") + exit_codes);
  app.get_formatter()->column_width(34);

  for (const CommandEntry& entry : commands) {
    CLI::App* below = app.add_subcommand(entry.name, entry.summary);
    below->footer(exit_codes);
    made.push_back(entry.make());
    Arguments arguments(*below);
    made.back()->declare(arguments);
    runners().emplace_back(below, [command = made.back().get()] { return command->run(); });
  }
}

CommandInfo describe(const CLI::App& app) {
  CommandInfo info;
  info.name = app.get_name();
  info.summary = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    OptionInfo entry;
    entry.positional = option->get_positional();
    for (const std::string& name : option->get_snames()) entry.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) entry.names.push_back("--" + name);
    if (entry.positional) entry.names = {option->get_name()};
    entry.help = option->get_description();
    entry.takes_value = entry.positional || option->get_items_expected_max() > 0;
    if (entry.takes_value && !entry.positional) entry.placeholder = option->get_type_name();
    entry.initial = option->get_default_str();
    info.options.push_back(std::move(entry));
  }
  for (const CLI::App* below : app.get_subcommands({})) info.below.push_back(describe(*below));
  return info;
}

}  // namespace

CommandInfo describe_program(std::span<const CommandEntry> commands) {
  CLI::App app;
  std::vector<std::unique_ptr<Command>> made;
  build(app, commands, made);
  return describe(app);
}

int parse_and_run(int argc, const char* const* argv, std::span<const CommandEntry> commands) {
  CLI::App app;
  std::vector<std::unique_ptr<Command>> made;
  build(app, commands, made);

  if (argc <= 1) {
    const std::string help = app.help();
    std::fwrite(help.data(), 1, help.size(), stderr);
    return exit_could_not_run;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // --help, --version
  } catch (const CLI::ParseError& error) {
    return explain_usage_error(app, error, commands, argc, argv);
  }
  const CLI::App& named = deepest_parsed(app);
  std::function<int()> chosen;  // by value: it may build the program anew, to describe it
  for (const auto& [below, run] : runners()) {
    if (below == &named) chosen = run;
  }
  return chosen ? chosen() : exit_could_not_run;
}

}  // namespace atscope::cli

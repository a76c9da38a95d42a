// SPDX-License-Identifier: MIT
// `atscope man [PAGE]`: manual pages, from the same tables as --help and `atscope explain`.
#include <fmt/format.h>
#include <iterator>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "decoder/config/config_keys.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"

#ifndef ATSCOPE_VERSION
#define ATSCOPE_VERSION "0"
#endif

namespace atscope::cli {
namespace {

using config::config_keys;
using config::ConfigKey;
using config::override_keys;
using config::waiver_keys;

// Text for roff: no line begins a request, no character is an escape.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '.' && (out.empty() || out.back() == '\n')) {
      out += "\\&.";
    } else {
      out += c;
    }
  }
  return out;
}

void head(std::string& out, std::string_view title, int section, std::string_view name,
          std::string_view summary) {
  std::string upper(title);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  fmt::format_to(std::back_inserter(out),
                 ".TH {} {} \"\" \"atscope {}\" \"atscope manual\"\n.SH NAME\n{} \\- {}\n", roff(upper),
                 section, ATSCOPE_VERSION, roff(name), roff(summary));
}

void options(std::string& out, const CommandInfo& command) {
  for (const OptionInfo& option : command.options) {
    std::string names;
    for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + roff(name);
    fmt::format_to(std::back_inserter(out), ".TP\n\\fB{}\\fR{}\n{}{}\n", names,
                   option.placeholder.empty() ? "" : " \\fI" + roff(option.placeholder) + "\\fR",
                   roff(option.help),
                   option.initial.empty() ? "" : " (default: " + roff(option.initial) + ")");
  }
}

void exit_codes(std::string& out) {
  out +=
      ".SH EXIT STATUS\n.TP\n0\nfine\n.TP\n1\nfindings\n.TP\n2\ncould not run\n.TP\n3\nnothing was checked: "
      "no AT traffic\n";
}

std::string program_page(const CommandInfo& program) {
  std::string out;
  head(out, "atscope", 1, "atscope", "traffic capture and protocol analyzer for AT commands");
  out +=
      ".SH SYNOPSIS\n\\fBatscope\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIPATH\\fR]...\n.SH "
      "DESCRIPTION\n" +
      roff(program.summary) + "\n.SH COMMANDS\n";
  for (const CommandInfo& command : program.below) {
    fmt::format_to(std::back_inserter(out), ".TP\n\\fB{}\\fR\n{}\n", roff(command.name),
                   roff(command.summary));
  }
  out += ".SH OPTIONS\n";
  options(out, program);
  exit_codes(out);
  out += ".SH SEE ALSO\n";
  for (const CommandInfo& command : program.below)
    out += "\\fBatscope\\-" + roff(command.name) + "\\fR(1),\n";
  out += "\\fBatscope.toml\\fR(5), \\fBatscope\\-rules\\fR(7)\n";
  return out;
}

std::string command_page(const CommandInfo& command) {
  std::string out;
  head(out, "atscope-" + command.name, 1, "atscope-" + command.name, command.summary);
  fmt::format_to(std::back_inserter(out), ".SH SYNOPSIS\n\\fBatscope {}\\fR [\\fIOPTION\\fR]...",
                 roff(command.name));
  for (const OptionInfo& option : command.options) {
    if (option.positional) out += " [\\fI" + roff(option.names.front()) + "\\fR]...";
  }
  out += "\n.SH OPTIONS\n";
  options(out, command);
  for (const CommandInfo& below : command.below) {
    out += ".SS " + roff("atscope " + command.name + " " + below.name) + "\n" + roff(below.summary) + "\n";
    options(out, below);
  }
  exit_codes(out);
  out += ".SH SEE ALSO\n\\fBatscope\\fR(1), \\fBatscope.toml\\fR(5), \\fBatscope\\-rules\\fR(7)\n";
  return out;
}

std::string rules_page() {
  std::string out;
  head(out, "atscope-rules", 7, "atscope-rules", "rules of atscope lint");
  out += ".SH DESCRIPTION\n\\fBatscope explain\\fR \\fICODE\\fR shows the page of a rule.\n.SH RULES\n";
  for (const lint::RuleInfo* rule : lint::rules()) {
    fmt::format_to(std::back_inserter(out), ".TP\n\\fB{} {}\\fR ({})\n{}\n", rule->code, roff(rule->name),
                   lint::to_string(rule->severity), roff(rule->summary));
  }
  return out;
}

std::string config_page() {
  std::string out;
  head(out, "atscope.toml", 5, "atscope.toml", "configuration of atscope");
  out +=
      ".SH DESCRIPTION\nFor each log the nearest atscope.toml holds, from its folder upward to the one with "
      ".git, else the user\\(aqs in "
      "$XDG_CONFIG_HOME/atscope. \\fBatscope config show\\fR prints every value with the place that set "
      "it.\n";
  const auto list = [&](std::string_view title, std::span<const ConfigKey> keys) {
    out += ".SH " + roff(title) + "\n";
    for (const ConfigKey& key : keys) {
      fmt::format_to(std::back_inserter(out), ".TP\n\\fB{}\\fR{}\n{}{}\n", roff(key.name),
                     key.choices.empty() ? "" : " (" + roff(key.choices) + ")", roff(key.meaning),
                     key.initial.empty() ? "" : "; default " + roff(key.initial));
    }
  };
  list("KEYS", config_keys());
  list("KEYS OF AN [[override]]", override_keys());
  list("KEYS OF A [[waiver]]", waiver_keys());
  return out;
}

class Man final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("PAGE", pages_, "A command, rules, or atscope.toml; atscope itself unless given",
                          false);
  }

  int run() override {
    const CommandInfo program = describe_program(all_commands);
    const std::string page = pages_.empty() ? "atscope" : pages_.front();
    Output output;
    if (page == "atscope") return output.write(program_page(program)), exit_fine;
    if (page == "rules") return output.write(rules_page()), exit_fine;
    if (page == "atscope.toml") return output.write(config_page()), exit_fine;
    std::vector<std::string_view> names{"rules", "atscope.toml"};
    for (const CommandInfo& command : program.below) {
      if (command.name == page) return output.write(command_page(command)), exit_fine;
      names.push_back(command.name);
    }
    const std::string near(grammar::nearest(page, names));
    complain("", "there is no page '" + page + "'", near.empty() ? "" : "did you mean " + near + "?");
    return exit_could_not_run;
  }

 private:
  std::vector<std::string> pages_;
};

}  // namespace

std::unique_ptr<Command> make_man() {
  return std::make_unique<Man>();
}

}  // namespace atscope::cli

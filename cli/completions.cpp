// SPDX-License-Identifier: MIT
// `atscope completions SHELL`: from the same tables as --help. The scripts stand alone: nothing is asked at
// completion.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string>
#include <vector>

#include "capture/open.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/report/lint_report.h"
#include "decoder/grammar/load.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {
namespace {

// Words that can follow an option; empty when a file or anything else can.
std::vector<std::string> values_of(const OptionInfo& option) {
  std::vector<std::string> values;
  const std::string& kind = option.placeholder;
  if (kind.starts_with("RULE")) {
    for (const lint::RuleInfo* rule : lint::rules()) {
      values.emplace_back(rule->code);
      values.emplace_back(rule->name);
    }
  } else if (kind.starts_with("FORMAT")) {
    for (const LintFormat& format : lint_formats()) values.emplace_back(format.name);
  } else if (kind == "NAME|FILE|auto") {
    values.emplace_back("auto");
    for (const grammar::BuiltinDialect& dialect : grammar::builtin_dialects())
      values.emplace_back(dialect.name);
  } else if (std::find(option.names.begin(), option.names.end(), "--format-in") != option.names.end()) {
    values.emplace_back("auto");
    for (const capture::FormatInfo& format : capture::formats()) values.emplace_back(format.name);
  } else if (std::none_of(kind.begin(), kind.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    std::string_view rest = kind;
    while (!rest.empty()) {
      const std::size_t bar = rest.find('|');
      values.emplace_back(rest.substr(0, bar));
      rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
    }
  }
  return values;
}

// In single quotes for a shell.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string options_of(const CommandInfo& command) {
  std::string words;
  for (const OptionInfo& option : command.options) {
    for (const std::string& name : option.names) {
      if (!option.positional) words += (words.empty() ? "" : " ") + name;
    }
  }
  return words;
}

std::string below_of(const CommandInfo& command) {
  std::string words;
  for (const CommandInfo& below : command.below) words += (words.empty() ? "" : " ") + below.name;
  return words;
}

// ---------------------------------------------------------------------------------------------------- bash

void bash_command(std::string& out, const CommandInfo& command, const std::string& path) {
  auto end = std::back_inserter(out);
  fmt::format_to(end, "    {})\n      case $before in\n", quoted(path));
  for (const OptionInfo& option : command.options) {
    if (option.positional || !option.takes_value) continue;
    fmt::format_to(end, "        {}) values={} ;;\n", fmt::join(option.names, "|"),
                   quoted(fmt::format("{}", fmt::join(values_of(option), " "))));
  }
  fmt::format_to(end, "        *) options={} ;;\n      esac ;;\n",
                 quoted(options_of(command) + " " + below_of(command)));
  for (const CommandInfo& below : command.below)
    bash_command(out, below, path.empty() ? below.name : path + " " + below.name);
}

std::string bash(const CommandInfo& program) {
  std::string out = R"(# bash completion of atscope
_atscope() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= options= values=- index
  for ((index = 1; index < COMP_CWORD; ++index)); do
    case "$path ${COMP_WORDS[index]}" in
)";
  for (const CommandInfo& command : program.below) {
    fmt::format_to(std::back_inserter(out), "      ' {0}') path='{0}' ;;\n", command.name);
    for (const CommandInfo& below : command.below)
      fmt::format_to(std::back_inserter(out), "      '{0} {1}') path='{0} {1}' ;;\n", command.name,
                     below.name);
  }
  out += "    esac\n  done\n  case $path in\n";
  bash_command(out, program, "");
  out += R"(  esac
  if [[ $values != - && -n $values ]]; then
    local head=
    if [[ $word == *,* ]]; then head=${word%,*}, word=${word##*,}; fi
    COMPREPLY=($(compgen -P "$head" -W "$values" -- "$word"))
  elif [[ $values == - && ( $word == -* || -z $path || -n $path && -z ${options##* [a-z]*} && $word != */* && ! -e $word ) ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  fi
  [[ ${#COMPREPLY[@]} -gt 0 ]] || { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); }
}
complete -F _atscope atscope
)";
  return out;
}

// ----------------------------------------------------------------------------------------------------- zsh

// Colons and brackets end the parts of a specification.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void zsh_function(std::string& out, const CommandInfo& command, const std::string& function) {
  auto end = std::back_inserter(out);
  fmt::format_to(end, "{}() {{\n  _arguments -s", function);
  for (const OptionInfo& option : command.options) {
    if (option.positional) continue;
    for (const std::string& name : option.names) {
      std::string spec = "*" + name + (option.takes_value && name.starts_with("--") ? "=" : "") + "[" +
                         zsh_text(option.help) + "]";
      const std::vector<std::string> values = values_of(option);
      if (option.takes_value) {
        spec += ":" + zsh_text(option.placeholder.empty() ? "value" : option.placeholder) + ":" +
                (values.empty() ? std::string("_files") : fmt::format("({})", fmt::join(values, " ")));
      }
      fmt::format_to(end, " \\\n    {}", quoted(spec));
    }
  }
  if (command.below.empty()) {
    out += " \\\n    '*:file:_files'\n}\n";
    return;
  }
  fmt::format_to(end,
                 " \\\n    '1:command:({})' \\\n    '*::argument:->below'\n  case $state in below)\n    case "
                 "$words[1] in\n",
                 below_of(command));
  for (const CommandInfo& below : command.below)
    fmt::format_to(end, "      {}) {}_{} ;;\n", below.name, function, below.name);
  out += "    esac ;;\n  esac\n}\n";
  for (const CommandInfo& below : command.below) zsh_function(out, below, function + "_" + below.name);
}

std::string zsh(const CommandInfo& program) {
  std::string out = "#compdef atscope\n# zsh completion of atscope\n";
  zsh_function(out, program, "_atscope");
  out += "if [ \"$funcstack[1]\" = _atscope ]; then _atscope \"$@\"; else compdef _atscope atscope; fi\n";
  return out;
}

// ---------------------------------------------------------------------------------------------------- fish

void fish_command(std::string& out, const CommandInfo& command, const std::string& condition) {
  auto end = std::back_inserter(out);
  for (const OptionInfo& option : command.options) {
    if (option.positional) continue;
    fmt::format_to(end, "complete -c atscope -n {}", quoted(condition));
    for (const std::string& name : option.names) {
      if (name.starts_with("--")) {
        fmt::format_to(end, " -l {}", name.substr(2));
      } else {
        fmt::format_to(end, " -s {}", name.substr(1));
      }
    }
    const std::vector<std::string> values = values_of(option);
    if (!values.empty()) fmt::format_to(end, " -x -a {}", quoted(fmt::format("{}", fmt::join(values, " "))));
    if (values.empty() && option.takes_value) out += " -r";
    fmt::format_to(end, " -d {}\n", quoted(option.help));
  }
  for (const CommandInfo& below : command.below) {
    const bool top = condition == "__fish_use_subcommand";
    fmt::format_to(end, "complete -c atscope -f -n {} -a {} -d {}\n", quoted(condition), below.name,
                   quoted(below.summary));
    fish_command(out, below,
                 top ? "__fish_seen_subcommand_from " + below.name
                     : condition + "; and __fish_seen_subcommand_from " + below.name);
  }
}

std::string fish(const CommandInfo& program) {
  std::string out = "# fish completion of atscope\n";
  fish_command(out, program, "__fish_use_subcommand");
  return out;
}

class Completions final : public Command {
 public:
  void declare(Arguments& arguments) override {
    for (const char* shell : {"bash", "zsh", "fish"}) {
      arguments.subcommand(shell, std::string("A completion script for ") + shell, [shell] {
        const CommandInfo program = describe_program(all_commands);
        const std::string_view name = shell;
        Output output;
        output.write(name == "bash" ? bash(program) : name == "zsh" ? zsh(program) : fish(program));
        return exit_fine;
      });
    }
  }
  int run() override { return exit_fine; }
};

}  // namespace

std::unique_ptr<Command> make_completions() {
  return std::make_unique<Completions>();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// The subcommands of atscope: one list, one file each.
#pragma once

#include <memory>
#include <span>

namespace atscope::cli {

class Arguments;

/// One subcommand: declares its options, then runs with their values.
class Command {
 public:
  virtual ~Command() = default;
  virtual void declare(Arguments& arguments) = 0;
  /// Gives the exit code. Not called when a subcommand below this one was named.
  [[nodiscard]] virtual int run() = 0;
};

struct CommandEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<Command> (*make)();
};

std::unique_ptr<Command> make_decode();
std::unique_ptr<Command> make_lint();
std::unique_ptr<Command> make_stats();
std::unique_ptr<Command> make_explain();
std::unique_ptr<Command> make_capture();
std::unique_ptr<Command> make_replay();
std::unique_ptr<Command> make_convert();
std::unique_ptr<Command> make_formats();
std::unique_ptr<Command> make_dialect();
std::unique_ptr<Command> make_view();
std::unique_ptr<Command> make_config();
std::unique_ptr<Command> make_redact();
std::unique_ptr<Command> make_completions();
std::unique_ptr<Command> make_man();

/// In the order of `atscope --help`.
inline constexpr CommandEntry all_commands[] = {
    {"decode", "Show what was said: commands, answers, URCs, data, state changes", make_decode},
    {"lint", "Find what went wrong, and why", make_lint},
    {"stats", "Count commands and measure how long their answers took", make_stats},
    {"explain", "Explain a command, an error code, a URC or a lint rule", make_explain},
    {"capture", "Take traffic from a line, a port or a pipe while it happens", make_capture},
    {"replay", "Play a capture's module to a host program, or its host to a module", make_replay},
    {"convert", "Write a log or capture as a file of another kind", make_convert},
    {"redact", "Write a copy of a log or capture without secrets", make_redact},
    {"formats", "List the log and capture formats that atscope reads", make_formats},
    {"view", "Open logs and captures in the window", make_view},
    {"dialect", "List, check or dump dialects (what a family of modules says)", make_dialect},
    {"config", "Show or check the configuration", make_config},
    {"completions", "Print a completion script for a shell", make_completions},
    {"man", "Print a manual page (atscope man lint | man -l -)", make_man},
};

}  // namespace atscope::cli

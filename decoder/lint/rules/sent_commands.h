// SPDX-License-Identifier: MIT
// The commands of a command line as the dialect knows them, and how a rule weighs what it holds against them.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/lint/rules/wording.h"
#include "decoder/session/command_line.h"

namespace atscope::lint {

/// Calls `visit(item, command)` for each command of the line; `command` is null when the dialect has none of
/// that name. Allocates nothing.
template <typename Visit>
void each_command(std::string_view line, const grammar::Dialect& dialect, Visit visit) {
  session::CommandLine commands(line);
  session::CommandItem item;
  while (commands.next(item)) {
    const grammar::CommandId id = dialect.find_command(item.name);
    visit(std::as_const(item), id == grammar::no_command ? nullptr : &dialect.command(id));
  }
}

/// By CommandId: the commands of which it holds (`Interest::commands`).
template <typename Predicate>
[[nodiscard]] std::vector<bool> commands_where(const grammar::Dialect& dialect, Predicate holds) {
  std::vector<bool> chosen;
  chosen.reserve(dialect.commands().size());
  for (const grammar::Command& command : dialect.commands()) chosen.push_back(holds(command));
  return chosen;
}
/// The commands with a parameter of which it holds.
template <typename Predicate>
[[nodiscard]] std::vector<bool> commands_with_parameter(const grammar::Dialect& dialect, Predicate holds) {
  return commands_where(dialect, [&](const grammar::Command& command) {
    return std::any_of(command.parameters.begin(), command.parameters.end(), holds);
  });
}

/// The command takes effect: set, or exec.
[[nodiscard]] constexpr bool acts(const session::CommandItem& item) {
  return item.form == grammar::Form::set || item.form == grammar::Form::exec;
}

/// Calls `visit(item, command, parameter, value)` for each value of a line whose parameter the dialect knows,
/// quotes included, in commands that take effect.
template <typename Visit>
void each_value(std::string_view line, const grammar::Dialect& dialect, Visit visit) {
  each_command(line, dialect, [&](const session::CommandItem& item, const grammar::Command* command) {
    if (command == nullptr || !acts(item)) return;
    for (const grammar::FormRule& form : command->forms) {
      grammar::Captures captures;
      if (form.form != item.form || !form.arguments.match(item.arguments, captures)) continue;
      for (const grammar::Capture& capture : captures) {
        const grammar::Parameter* parameter = command->parameter(form.arguments.names()[capture.name]);
        if (parameter != nullptr) visit(item, *command, *parameter, capture.text);
      }
      return;
    }
  });
}

/// Calls `visit(command, parameter, value)` for each value that the transaction set, unless it was refused:
/// then it has no effect.
template <typename Visit>
void each_value_set(const session::Transaction& transaction, const grammar::Dialect& dialect, Visit visit) {
  const bool took =
      transaction.outcome == session::Outcome::ok || transaction.outcome == session::Outcome::no_final;
  if (!took || transaction.command_id == grammar::no_command) return;
  each_value(transaction.command, dialect,
             [&](const session::CommandItem& item, const grammar::Command& command,
                 const grammar::Parameter& parameter, std::string_view value) {
               if (item.form == grammar::Form::set) visit(command, parameter, value);
             });
}

/// The text in quotes, or the value itself.
[[nodiscard]] std::string_view unquoted(std::string_view value);
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view value);
/// The value of a parameter among captures; nothing when the notation or the match does not have it.
[[nodiscard]] std::optional<std::string_view> value_of(const grammar::Notation& notation,
                                                       const grammar::Captures& captures,
                                                       std::string_view parameter);

/// A limit with the values of the last command of a line; 0 when a value is not there.
[[nodiscard]] std::int64_t evaluate(const grammar::Limit& limit, std::string_view command_line,
                                    const grammar::FormRule& form);

/// Marks a part of the command line in a finding about it; `part` views into `line`.
void mark(Finding& finding, std::string_view line, std::string_view part);

/// How a breach of the manual weighs. The module outranks its manual: what it refused is an error, what it
/// took is a note (the manual or the dialect may be too narrow), and without an answer it is a warning.
struct Weight {
  Severity severity = Severity::warning;
  Confidence confidence = Confidence::medium;
};
[[nodiscard]] Weight weigh(const session::Transaction& transaction);

}  // namespace atscope::lint

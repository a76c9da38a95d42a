// SPDX-License-Identifier: MIT
// How rules say things: durations, commands, sources, the lines that prove a finding.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "decoder/lint/history.h"
#include "decoder/lint/rule.h"

namespace atscope::lint {

/// "12 ms", "9.2 s", "75 s".
[[nodiscard]] std::string duration(std::int64_t ns);
/// The command line up to its first value: "AT+CREG?", "AT+CIPSEND", "AT+COPS=?". Values can be secrets.
[[nodiscard]] std::string command_name(std::string_view line);
/// "Yuge YM310 X09 (EC716S), §9.14"; a section of a standard stands for itself. Empty without a section.
[[nodiscard]] std::string cite(const grammar::Dialect& dialect, std::string_view section);
/// The most special section that the dialect has for the command of a transaction.
[[nodiscard]] std::string cite(const grammar::Dialect& dialect, const session::Transaction& transaction);
/// "tcp: PDP DEACT", "link 2: CONNECTED".
[[nodiscard]] std::string state_text(const grammar::Machine& machine, std::string_view instance,
                                     std::string_view state);
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);
/// `name` is a plain AT: a probe that a module may leave unanswered while it starts, sleeps or finds its
/// rate.
[[nodiscard]] bool is_probe(std::string_view command_line);

/// A finding about the command line of a transaction, at its place.
[[nodiscard]] Finding at_command(const session::Transaction& transaction, const Context& context);
/// A finding about a line of the module.
[[nodiscard]] Finding at_event(const session::Event& event);
[[nodiscard]] Related command_of(const session::Transaction& transaction, const Context& context,
                                 std::string message);
[[nodiscard]] Related result_of(const session::Transaction& transaction, std::string message);
[[nodiscard]] Related with_message(Related related, std::string message);

/// How sure one can be of a finding that rests on which result belongs to which command.
[[nodiscard]] Confidence confidence_of(session::Confidence pairing);
/// From `since` to `until`; -1 when they are not on one clock.
[[nodiscard]] std::int64_t between(session::Timestamp since, session::Timestamp until);

}  // namespace atscope::lint

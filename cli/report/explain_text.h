// SPDX-License-Identifier: MIT
// What a dialect knows, in words for a person.
#pragma once

#include <string>
#include <string_view>

#include "cli/console.h"
#include "decoder/grammar/dialect.h"

namespace atscope::cli {

/// Name, forms, answers, results, times, data, parameters, settings and state machines of a command.
void append_command(std::string& out, const grammar::Dialect& dialect, const grammar::Command& command,
                    const Palette& palette);

/// One value of an enumeration: "+CME ERROR: 14  SIM busy".
void append_enum_value(std::string& out, const grammar::Enumeration& enumeration,
                       const grammar::EnumValue& value, std::string_view lead);

/// A production for a line of the module, and what the values of `line` mean by it.
void append_line_rule(std::string& out, const grammar::Dialect& dialect, const grammar::LineRule& rule,
                      std::string_view line, const Palette& palette);

/// "mux = 1 and cmgf != 0".
[[nodiscard]] std::string condition_text(const grammar::Condition& condition,
                                         const grammar::Dialect& dialect);
/// "9 s", "9 s + <count> × <timeout> × 1 ms".
[[nodiscard]] std::string limit_text(const grammar::Limit& limit);

}  // namespace atscope::cli

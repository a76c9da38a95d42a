// SPDX-License-Identifier: MIT
// What values of a line say about a machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "decoder/grammar/dialect.h"

namespace atscope::machine {

/// The first value of a parameter in a match, without quotes. Nothing when it is missing or empty.
[[nodiscard]] std::optional<std::string_view> value_of(const grammar::Notation& notation,
                                                       const grammar::Captures& captures,
                                                       std::string_view parameter);

[[nodiscard]] bool has_name(const grammar::Notation& notation, std::string_view parameter);

/// The notation to read a line with for a source of `machine`. The session has decided which production the
/// line is (`rule`, or no_rule); a notation of the same head with fewer or more values would read another one
/// ("+CREG: 2,5" of "+CREG: <stat>,<lac>").
[[nodiscard]] const grammar::Notation& notation_for(const grammar::Dialect& dialect,
                                                    const grammar::Machine& machine,
                                                    const grammar::StateSource& source, grammar::RuleId rule);

/// Index of the state that a matched line tells: by the meaning of the source's parameter, or by any value
/// that is the name of a state.
[[nodiscard]] std::optional<std::uint8_t> told_state(const grammar::Dialect& dialect,
                                                     const grammar::Machine& machine,
                                                     const grammar::StateSource& source,
                                                     const grammar::Notation& notation,
                                                     const grammar::Captures& captures);

}  // namespace atscope::machine

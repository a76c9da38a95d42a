// SPDX-License-Identifier: MIT
// What an error code means, and what to do about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decoder/grammar/dialect.h"

namespace atscope::lint {

/// An error code in a line of the module.
struct ErrorValue {
  const grammar::Enumeration* family = nullptr;
  const grammar::EnumValue* value = nullptr;  ///< null: the family does not know the code
  std::string_view text;                      ///< as it stands in the line
};

/// The code in a line that fits a production with an error family, if it has one.
[[nodiscard]] std::optional<ErrorValue> error_value(const grammar::Dialect& dialect, grammar::RuleId rule,
                                                    std::string_view line);
/// The production can carry a code of an error family in one of its values.
[[nodiscard]] bool can_carry_error(const grammar::Dialect& dialect, const grammar::LineRule& rule);

/// False for codes that a family lists beside its failures: success, an end that the host asked for, and
/// HTTP status codes below 400 (RFC 9110 clause 15).
[[nodiscard]] bool is_failure(const ErrorValue& error);
/// `"SIM busy"`; both, where a manual has two meanings.
[[nodiscard]] std::string meaning_of(const ErrorValue& error);
/// What to do next, for codes of 27.007 clause 9.2 and 27.005 clause 3.2.5; empty for others.
[[nodiscard]] std::string_view next_step(const ErrorValue& error);

}  // namespace atscope::lint

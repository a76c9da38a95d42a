// SPDX-License-Identifier: MIT
// Secret and personal values in commands and answers.
#pragma once

#include <string_view>
#include <vector>

#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {

/// Commands with a parameter that holds a secret, by CommandId.
[[nodiscard]] std::vector<bool> commands_with_secret(const grammar::Dialect& dialect);

/// Calls `visit(item, parameter, value)` for each value of that sensitivity in a command line.
template <typename Visit>
void each_sensitive(std::string_view line, const grammar::Dialect& dialect, grammar::Sensitivity sensitivity,
                    Visit visit) {
  each_value(line, dialect,
             [&](const session::CommandItem& item, const grammar::Command&,
                 const grammar::Parameter& parameter, std::string_view value) {
               if (parameter.sensitivity == sensitivity && !unquoted(value).empty())
                 visit(item, parameter, value);
             });
}

/// A value that nobody would keep secret: "1234", "****", "password".
[[nodiscard]] bool is_dummy(std::string_view value);

}  // namespace atscope::lint

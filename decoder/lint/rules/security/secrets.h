// SPDX-License-Identifier: MIT
// Secret and personal values in commands and answers.
#pragma once

#include <string_view>

#include "decoder/lint/rules/sent_commands.h"

namespace atscope::lint {

/// Calls `visit(item, parameter, value)` for each value of that sensitivity in a command line.
template <typename Visit>
void each_sensitive(std::string_view line, const grammar::Dialect& dialect, grammar::Sensitivity sensitivity,
                    Visit visit) {
  each_command(line, dialect, [&](const session::CommandItem& item, const grammar::Command* command) {
    if (command == nullptr || !acts(item)) return;
    for (const grammar::FormRule& form : command->forms) {
      grammar::Captures captures;
      if (form.form != item.form || !form.arguments.match(item.arguments, captures)) continue;
      for (const grammar::Capture& capture : captures) {
        const grammar::Parameter* parameter = command->parameter(form.arguments.names()[capture.name]);
        if (parameter != nullptr && parameter->sensitivity == sensitivity && !unquoted(capture.text).empty())
          visit(item, *parameter, capture.text);
      }
      return;
    }
  });
}

/// A value that nobody would keep secret: "1234", "****", "password".
[[nodiscard]] bool is_dummy(std::string_view value);

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
// Whether the values of a command are those that the dialect allows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "decoder/grammar/dialect.h"
#include "decoder/session/command_line.h"

namespace atscope::lint {

/// What does not fit.
struct Breach {
  const grammar::Parameter* parameter = nullptr;  ///< null: the number of values, or the form as a whole
  std::size_t position = 0;                       ///< 0-based, of the value in the form
  std::string_view value;                         ///< views into the command line
  std::string fact;                               ///< "<port> is 70000; the manual has 1..65535"
  std::string way_out;
};

/// The values of a set or exec command against all forms of it that are possible under the settings; nothing
/// when one fits. Quotes are not looked at (modules differ), nor are values that were left out.
[[nodiscard]] std::optional<Breach> check_values(const session::CommandItem& item,
                                                 const grammar::Command& command,
                                                 const grammar::Settings& settings);

/// An answer to the test form ("+X: (0-3),(1,2,5)") has the value in its group of that position.
[[nodiscard]] bool lists(std::string_view test_answer, std::size_t position, std::string_view value);

}  // namespace atscope::lint

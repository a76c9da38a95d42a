// SPDX-License-Identifier: MIT
#include "decoder/lint/rules/security/secrets.h"

#include <algorithm>
#include <array>

namespace atscope::lint {

std::vector<bool> commands_with_secret(const grammar::Dialect& dialect) {
  return commands_with_parameter(dialect, [](const grammar::Parameter& value) {
    return value.sensitivity == grammar::Sensitivity::secret;
  });
}

bool is_dummy(std::string_view quoted) {
  const std::string_view value = unquoted(quoted);
  constexpr std::array<std::string_view, 12> known{"1234",     "12345",    "123456", "12345678",
                                                   "0000",     "00000000", "1111",   "test",
                                                   "password", "pass",     "secret", "guest"};
  if (std::find(known.begin(), known.end(), value) != known.end()) return true;
  // "****", "xxxx", "[REDACTED]", "<password>".
  if (value.front() == '[' || value.front() == '<') return true;
  return value.find_first_not_of(value.front()) == value.npos &&
         (value.front() == '*' || value.front() == 'x' || value.front() == 'X' || value.front() == '.');
}

}  // namespace atscope::lint

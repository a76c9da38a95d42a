// SPDX-License-Identifier: MIT
// The key under which lines of the module are looked up: their first token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/notation.h"

namespace atscope::grammar {

/// Stands for every token of digits.
inline constexpr std::string_view number_token = "\x01";

/// The first token of a line: one byte that is no letter, digit or '_', if there is one, and the letters,
/// digits and '_' behind it ("+CREG", "SEND", "*SIMDETEC"). Blanks before it do not count.
[[nodiscard]] std::string_view lead_token(std::string_view line) noexcept;

/// The tokens that lines of a notation can begin with.
struct LeadKeys {
  std::vector<std::string> tokens;  ///< sorted, each once
  bool any = false;                 ///< a value comes first: nothing is known about the token
};
[[nodiscard]] LeadKeys lead_keys(const Notation& notation);

/// FNV-1a; `fold` takes letters as upper case.
[[nodiscard]] std::uint32_t token_hash(std::string_view token, bool fold) noexcept;

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// First line of the input: a notation. The rest: a line of the module to match.
#include <cstdlib>
#include <functional>
#include <string_view>

#include "decoder/grammar/lead.h"
#include "decoder/grammar/notation.h"

namespace {

using atscope::grammar::Captures;
using atscope::grammar::Notation;

void require(bool condition) {
  if (!condition) std::abort();
}

void require_inside(const Captures& captures, const Notation& notation, std::string_view line) {
  for (const auto& capture : captures) {
    require(capture.name < notation.names().size());
    require(std::less_equal<>{}(line.data(), capture.text.data()));
    require(std::less_equal<>{}(capture.text.data() + capture.text.size(), line.data() + line.size()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(0, end);
  const std::string_view line = input.substr(std::min(end + 1, input.size()));

  for (const auto letters : {Notation::Letters::exact, Notation::Letters::any_case}) {
    const auto notation = Notation::compile(text, letters);
    const auto mistake = Notation::check(text);
    require(notation.has_value() == !mistake.has_value());
    if (!notation) {
      require(mistake->offset <= text.size());
      return 0;
    }
    Captures captures;
    if (notation->match(line, captures)) require_inside(captures, *notation, line);
    if (const auto taken = notation->match_prefix(line, captures)) {
      require(*taken <= line.size());
      require_inside(captures, *notation, line);
    }
    // A line that fits is found under its token; "<n>,WORD" is looked for under numbers alone.
    if (letters == Notation::Letters::exact && line.find_first_not_of(" \t") != line.npos &&
        notation->matches(line)) {
      const auto keys = atscope::grammar::lead_keys(*notation);
      bool found = keys.any;
      for (const std::string& token : keys.tokens)
        found =
            found || token == atscope::grammar::lead_token(line) || token == atscope::grammar::number_token;
      require(found);
    }
  }
  return 0;
}

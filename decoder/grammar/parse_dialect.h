// SPDX-License-Identifier: MIT
// Text of a dialect file to its syntax tree.
#pragma once

#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/source_text.h"

namespace atscope::grammar {

/// Parses every statement of `source`; mistakes go to `diagnostics`, and parsing goes on at the next line.
[[nodiscard]] std::vector<ast::Statement> parse_dialect(const SourceText& source, Diagnostics& diagnostics);

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// Everything a dialect knows, for other programs.
#pragma once

#include <string>

#include "decoder/grammar/dialect.h"

namespace atscope::grammar {

/// One JSON object, indented, keys in a fixed order, a line end behind it. docs/dialect-language.md has its
/// shape.
[[nodiscard]] std::string dump_json(const Dialect& dialect);
/// A command, or a line outside commands, as it stands there, in one line.
[[nodiscard]] std::string command_json(const Dialect& dialect, const Command& command);
[[nodiscard]] std::string line_json(const Dialect& dialect, const LineRule& rule);

}  // namespace atscope::grammar

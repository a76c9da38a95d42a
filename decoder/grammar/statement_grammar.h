// SPDX-License-Identifier: MIT
// The X3 grammar behind one function: one statement of a dialect file to its syntax tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "decoder/grammar/ast.h"

namespace atscope::grammar {

/// Where a statement stands decides what it may be.
enum class Block : std::uint8_t { top, command, enumeration, machine };

struct SyntaxMistake {
  const char* place = nullptr;
  std::string expected;     ///< name of what the grammar wanted; empty: the statement is unknown
  bool end_wanted = false;  ///< the statement is complete, but text follows
};

/// Parses the whole of `text`.
[[nodiscard]] std::optional<SyntaxMistake> parse_statement(std::string_view text, Block block,
                                                           ast::Statement& statement);

}  // namespace atscope::grammar

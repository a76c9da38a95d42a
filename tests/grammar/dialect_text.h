// SPDX-License-Identifier: MIT
// Small dialects for tests.
#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "decoder/grammar/load.h"

namespace atscope::grammar {

/// Compiles `text` (with a dialect statement of its own before it, if it has none); mistakes fail the test.
inline std::shared_ptr<const Dialect> dialect_of(const std::string& text) {
  const std::string whole = text.find("dialect ") != text.npos ? text : "dialect test \"Test\"\n" + text;
  Diagnostics warnings;
  auto dialect = compile_dialect(whole, "test.at", &warnings);
  for (const Diagnostic& item : warnings) ADD_FAILURE() << format(item);
  if (dialect) return *dialect;
  for (const Diagnostic& item : dialect.error()) ADD_FAILURE() << format(item);
  return compile_dialect("dialect broken \"Broken\"\n", "test.at").value();
}

inline const Command& command_of(const Dialect& dialect, std::string_view name) {
  static const Command missing;
  const CommandId id = dialect.find_command(name);
  EXPECT_NE(id, no_command) << name;
  return id == no_command ? missing : dialect.command(id);
}

/// Texts of the notations of rules.
inline std::vector<std::string> texts(const Dialect& dialect, std::span<const RuleId> rules) {
  std::vector<std::string> result;
  for (const RuleId id : rules) result.push_back(dialect.rule(id).notation.text());
  return result;
}
using Texts = std::vector<std::string>;

}  // namespace atscope::grammar

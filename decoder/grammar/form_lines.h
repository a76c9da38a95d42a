// SPDX-License-Identifier: MIT
// The lines that belong to forms of a command: answers, results, promises.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "decoder/grammar/scope.h"

namespace atscope::grammar {

/// What the clauses of one statement say about a form; what is not said is empty.
struct FormLines {
  std::vector<RuleId> answers, finals, deferred;
  bool has_finals = false, only_own_finals = false, no_final = false, no_ok = false, before_answer = false;
  std::shared_ptr<const Limit> max_response, deferred_limit;
};

/// Compiles the clauses of `statement` and adds their lines to the dialect. `sent` has the names of the
/// values that the command line can carry.
[[nodiscard]] FormLines compile_form_lines(Scope& scope, const ast::Statement& statement, CommandId command,
                                           const Condition& when, const std::vector<std::string_view>& sent);

}  // namespace atscope::grammar

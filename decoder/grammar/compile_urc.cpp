// SPDX-License-Identifier: MIT
// A urc statement, in a command's block or at the top.
#include "decoder/grammar/scope.h"

namespace atscope::grammar {

using ast::Clause;
using CKind = Clause::Kind;

void compile_urc(Scope& scope, const ast::Statement& statement, CommandId command) {
  if (!scope.accepts(statement, "a urc",
                     {CKind::when, CKind::payload, CKind::boot, CKind::raw, CKind::sets, CKind::numeric,
                      CKind::fetched, CKind::holds, CKind::meaning, CKind::section})) {
    return;
  }
  for (const ast::Text text : statement.notations) {
    auto notation = scope.notation(text);
    if (!notation) continue;
    LineRule rule;
    rule.role = LineRole::urc;
    rule.command = command;
    rule.notation = std::move(*notation);
    rule.when = scope.condition(statement);
    rule.boot = find_clause(statement, CKind::boot) != nullptr;
    rule.raw = find_clause(statement, CKind::raw) != nullptr;
    rule.sets = scope.changes(statement);
    rule.numeric = scope.numeric(statement);
    rule.meaning = scope.meaning(statement);
    rule.section = scope.section(statement);
    if (const Clause* payload = find_clause(statement, CKind::payload)) {
      rule.payload = scope.payload(*payload->payload, &rule.notation);
    }
    if (const Clause* fetched = find_clause(statement, CKind::fetched))
      rule.fetched_by = scope.command_uses(fetched->notations);
    if (const Clause* holds = find_clause(statement, CKind::holds);
        holds != nullptr && holds->bounds->low > 0)
      rule.holds = static_cast<std::uint32_t>(*holds->bounds->low);
    scope.add(std::move(rule), text);
  }
}

}  // namespace atscope::grammar

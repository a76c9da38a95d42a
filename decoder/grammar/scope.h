// SPDX-License-Identifier: MIT
// What the parts of the compiler share: names that are known, and small values that several statements have.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/builder.h"
#include "decoder/grammar/gather.h"

namespace atscope::grammar {

/// The values that an enumeration has so far, each in one spelling.
using ValueKeys = std::unordered_set<std::string>;

class Scope {
 public:
  Scope(Gathered& gathered, DialectBuilder& built) : source(gathered), builder(built) {}

  Gathered& source;
  DialectBuilder& builder;
  std::map<std::string, CommandId, std::less<>> commands;  ///< upper-case names
  std::map<std::string, const ast::Statement*, std::less<>> machines;
  std::map<std::string, SettingId, std::less<>> settings;

  /// Reports clauses that the statement cannot have, and those given twice.
  bool accepts(const ast::Statement& statement, std::string_view what,
               std::initializer_list<ast::Clause::Kind> kinds);

  [[nodiscard]] std::optional<Notation> notation(ast::Text text,
                                                 Notation::Letters letters = Notation::Letters::exact);
  [[nodiscard]] Condition condition(const ast::Statement& statement);
  [[nodiscard]] Condition condition(const std::vector<ast::Term>& terms);
  [[nodiscard]] Section section(const ast::Statement& statement) const;
  [[nodiscard]] std::string meaning(const ast::Statement& statement) const;
  /// The digits of a result code under V0; -1 when it has none.
  [[nodiscard]] int numeric(const ast::Statement& statement);
  /// "+HTTPPARA="URL",<url>", with or without the AT before it; reports what is unknown.
  [[nodiscard]] std::optional<CommandUse> command_use(ast::Text text);
  [[nodiscard]] std::vector<CommandUse> command_uses(const std::vector<ast::Text>& texts);
  [[nodiscard]] std::vector<SettingChange> changes(const ast::Statement& statement);
  /// Names of parameters in a limit must be in `names`.
  [[nodiscard]] Limit limit(const ast::Limit& limit, const std::vector<std::string_view>& names);
  /// Reports a parameter that is not in `names`.
  bool known_parameter(ast::Text name, const std::vector<std::string_view>& names);
  [[nodiscard]] Payload payload(const ast::PayloadClause& clause, const Notation* head);

  [[nodiscard]] Parameter parameter(const ast::Statement& statement);
  /// What `make` gives for the statements or clauses that begin at `places`; dialects that have it in common
  /// share it.
  template <typename Make>
  [[nodiscard]] std::shared_ptr<const Enumeration> once(std::vector<const char*> places, const Make& make) {
    std::shared_ptr<const Enumeration>& known = source.parsed.enumeration(std::move(places));
    if (known) return known;
    const std::size_t mistakes = source.diagnostics.size();
    auto made = std::make_shared<const Enumeration>(make());
    if (source.diagnostics.size() == mistakes) known = made;  // others hear of its mistakes, too
    return made;
  }
  /// `seen` is kept from one call to the next, as long as they are about one enumeration.
  void enumeration_values(Enumeration& enumeration, const std::vector<ast::Value>& values, bool keep_first,
                          ValueKeys& seen);
  /// Adds the rule; no_rule when there are too many.
  RuleId add(LineRule rule, ast::Text place);

 private:
  void unknown_type(ast::Text name);
};

[[nodiscard]] const ast::Clause* find_clause(const ast::Statement& statement, ast::Clause::Kind kind);
/// Escapes resolved.
[[nodiscard]] std::string unescaped(ast::Text text);
[[nodiscard]] std::string upper(std::string_view text);

/// The block of one command. The command itself is already in the builder under `id`.
void compile_command(Scope& scope, const ast::Statement& statement, CommandId id);
/// A urc of a command, or of none.
void compile_urc(Scope& scope, const ast::Statement& statement, CommandId command);
/// `own`: of the dialect itself and not of an ancestor, whose states an enumeration of the heir may have
/// renamed.
void compile_machine(Scope& scope, const ast::Statement& statement, bool own);

}  // namespace atscope::grammar

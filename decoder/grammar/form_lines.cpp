// SPDX-License-Identifier: MIT
#include "decoder/grammar/form_lines.h"

#include <fmt/format.h>

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using CKind = Clause::Kind;
using SKind = Statement::Kind;

void append(std::vector<RuleId>& to, const std::vector<RuleId>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class LineCompiler {
 public:
  LineCompiler(Scope& scope, CommandId id, const std::vector<std::string_view>& sent)
      : scope_(scope), id_(id), sent_(sent) {}

  FormLines run(const Statement& item, const Condition& when) {
    FormLines result;
    const Section section = scope_.section(item);
    if (item.kind == SKind::read || item.kind == SKind::test) {
      result.answers = answer_rules(item.notations, when, section);
    }
    for (const Clause& clause : item.clauses) {
      switch (clause.kind) {
        case CKind::answer:
          append(result.answers, answer_rules(clause.notations, when, section));
          break;
        case CKind::answer_text:
          append(result.answers, free_text(clause.place, when, section));
          break;
        case CKind::intermediate:
          append(result.answers, rules(clause.notations, LineRole::intermediate, when, section));
          break;
        case CKind::final_result:
          finals(clause, when, section, result);
          break;
        case CKind::no_final:
          result.no_final = true;
          break;
        case CKind::no_ok:
          result.no_ok = true;
          break;
        case CKind::ok_first:
          result.before_answer = true;
          break;
        case CKind::deferred:
          result.deferred = rules(clause.notations, LineRole::deferred_ok, when, section);
          for (const RuleId id : result.deferred) scope_.builder.line_rules()[id].sets = scope_.changes(item);
          append(result.deferred, rules(*clause.failures, LineRole::deferred_error, when, section));
          if (clause.limit)
            result.deferred_limit = std::make_shared<Limit>(scope_.limit(*clause.limit, sent_));
          break;
        case CKind::max:
          result.max_response = std::make_shared<Limit>(scope_.limit(*clause.limit, sent_));
          break;
        default:
          break;
      }
    }
    const Clause* many = find_clause(item, CKind::many);
    const Clause* payload = find_clause(item, CKind::payload);
    if ((many != nullptr || payload != nullptr) && result.answers.empty()) {
      const Clause* clause = many != nullptr ? many : payload;
      scope_.source.error(clause->place, fmt::format("\"{}\" without an answer", clause->place),
                          "answer NOTATION before it");
    }
    for (const RuleId id : result.answers) {
      LineRule& rule = scope_.builder.line_rules()[id];
      if (rule.role != LineRole::answer) continue;
      rule.many = many != nullptr;
      if (payload != nullptr) rule.payload = scope_.payload(*payload->payload, &rule.notation);
    }
    if (result.no_final && result.has_finals) {
      scope_.source.error(find_clause(item, CKind::no_final)->place, "\"no final\" and a final result");
    }
    return result;
  }

 private:
  std::vector<RuleId> rules(const std::vector<ast::Text>& notations, LineRole role, const Condition& when,
                            const Section& section) {
    std::vector<RuleId> result;
    for (const ast::Text text : notations) {
      auto notation = scope_.notation(text);
      if (!notation) continue;
      LineRule rule;
      rule.role = role == LineRole::final_ok && notation->lead() == "CONNECT" ? LineRole::connect : role;
      rule.command = id_;
      rule.notation = std::move(*notation);
      rule.when = when;
      rule.section = section;
      const RuleId id = scope_.add(std::move(rule), text);
      if (id != no_rule) result.push_back(id);
    }
    return result;
  }

  // A form whose notation is the word "text" answers with free lines too.
  std::vector<RuleId> answer_rules(const std::vector<ast::Text>& notations, const Condition& when,
                                   const Section& section) {
    if (notations.size() == 1 && notations[0] == "text") return free_text(notations[0], when, section);
    return rules(notations, LineRole::answer, when, section);
  }

  std::vector<RuleId> free_text(ast::Text place, const Condition& when, const Section& section) {
    LineRule rule;
    rule.role = LineRole::answer;
    rule.command = id_;
    rule.notation = *Notation::compile("<text...>");
    rule.when = when;
    rule.text = true;
    rule.section = section;
    const RuleId id = scope_.add(std::move(rule), place);
    return id == no_rule ? std::vector<RuleId>{} : std::vector<RuleId>{id};
  }

  void finals(const Clause& clause, const Condition& when, const Section& section, FormLines& result) {
    result.has_finals = true;
    std::vector<ast::Text> own = clause.notations;
    const bool ok = std::erase(own, "OK") > 0;
    result.only_own_finals = !clause.beside_ok && !ok;
    result.finals = rules(own, LineRole::final_ok, when, section);
    append(result.finals, rules(*clause.failures, LineRole::final_error, when, section));
  }

  Scope& scope_;
  CommandId id_;
  const std::vector<std::string_view>& sent_;
};

}  // namespace

FormLines compile_form_lines(Scope& scope, const Statement& statement, CommandId command,
                             const Condition& when, const std::vector<std::string_view>& sent) {
  return LineCompiler(scope, command, sent).run(statement, when);
}

}  // namespace atscope::grammar

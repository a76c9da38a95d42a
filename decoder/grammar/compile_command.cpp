// SPDX-License-Identifier: MIT
// The block of one command.
#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/grammar/scope.h"

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using CKind = Clause::Kind;
using SKind = Statement::Kind;

// What the clauses of one statement say about a form; what is not said is empty.
struct Parts {
  std::vector<RuleId> answers, finals, deferred;
  bool has_finals = false, only_own_finals = false, no_final = false, no_ok = false, before_answer = false;
  std::optional<Limit> max_response, deferred_limit;
};

void append(std::vector<RuleId>& to, const std::vector<RuleId>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class CommandCompiler {
 public:
  CommandCompiler(Scope& scope, const Statement& statement, CommandId id)
      : scope_(scope), statement_(statement), id_(id) {}

  void run() {
    scope_.accepts(statement_, "a command", {CKind::meaning, CKind::section});
    command().meaning = scope_.meaning(statement_);
    command().section = scope_.section(statement_);
    collect_names();
    for (const Statement& item : statement_.body) {
      if (item.kind == SKind::parameter) declare(item);
    }
    for (const Statement& item : statement_.body) {
      if (item.kind == SKind::general) general(item);
    }
    for (const Statement& item : statement_.body) compile(item);
    if (command().forms.empty()) {
      FormRule form;
      form.arguments = *Notation::compile("", Notation::Letters::any_case);
      distribute(form, {});
      command().forms.push_back(std::move(form));
    }
    for (std::size_t rule = first_rule_; rule < scope_.builder.line_rules().size(); ++rule) {
      command().rules.push_back(static_cast<RuleId>(rule));
    }
    warn_of_unused();
  }

 private:
  [[nodiscard]] Command& command() { return scope_.builder.commands()[id_]; }

  // Every parameter name that a notation of the block has. `sent_` has those of the command line.
  void collect_names() {
    const auto collect = [](const std::vector<ast::Text>& notations, std::vector<std::string>& names) {
      for (const ast::Text text : notations) {
        if (const auto notation = Notation::compile(text)) {
          names.insert(names.end(), notation->names().begin(), notation->names().end());
        }
      }
    };
    for (const Statement& item : statement_.body) {
      collect(item.notations, names_);
      if (item.kind == SKind::set || item.kind == SKind::exec) collect(item.notations, sent_);
      for (const Clause& clause : item.clauses) {
        collect(clause.notations, names_);
        collect(clause.failures, names_);
        if (clause.data.start == DataPhase::Start::line) collect({clause.data.announce}, names_);
      }
    }
  }

  void declare(const Statement& item) {
    if (command().parameter(item.name) != nullptr) {
      scope_.source.error(item.name, fmt::format("<{}> is declared twice in {}", item.name, command().name));
      return;
    }
    Parameter parameter = scope_.parameter(item);
    command().parameters.push_back(std::move(parameter));
  }

  void warn_of_unused() {
    for (const Statement& item : statement_.body) {
      if (item.kind != SKind::parameter) continue;
      if (std::find(names_.begin(), names_.end(), item.name) != names_.end()) continue;
      const std::vector<std::string_view> candidates(names_.begin(), names_.end());
      scope_.source.warn(item.name, fmt::format("no notation of {} has <{}>", command().name, item.name),
                         did_you_mean(item.name, candidates, "<", ">"));
    }
  }

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

  Parts parts(const Statement& item, const Condition& when) {
    Parts result;
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
          append(result.answers, answer_rules({"text"}, when, section));
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
          append(result.deferred, rules(clause.failures, LineRole::deferred_error, when, section));
          if (clause.limit) result.deferred_limit = scope_.limit(*clause.limit, sent_);
          break;
        case CKind::max:
          result.max_response = scope_.limit(*clause.limit, sent_);
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
      rule.many = many != nullptr;
      if (payload != nullptr) rule.payload = scope_.payload(payload->payload, &rule.notation);
    }
    if (result.no_final && result.has_finals) {
      scope_.source.error(find_clause(item, CKind::no_final)->place, "\"no final\" and a final result");
    }
    return result;
  }

  // "text" stands for free lines.
  std::vector<RuleId> answer_rules(const std::vector<ast::Text>& notations, const Condition& when,
                                   const Section& section) {
    if (notations.size() != 1 || notations[0] != "text")
      return rules(notations, LineRole::answer, when, section);
    LineRule rule;
    rule.role = LineRole::answer;
    rule.command = id_;
    rule.notation = *Notation::compile("<text...>");
    rule.when = when;
    rule.text = true;
    rule.section = section;
    return {scope_.add(std::move(rule), notations[0])};
  }

  void finals(const Clause& clause, const Condition& when, const Section& section, Parts& result) {
    result.has_finals = true;
    std::vector<ast::Text> own = clause.notations;
    const bool ok = std::erase(own, "OK") > 0;
    result.only_own_finals = !clause.beside_ok && !ok;
    result.finals = rules(own, LineRole::final_ok, when, section);
    append(result.finals, rules(clause.failures, LineRole::final_error, when, section));
  }

  void general(const Statement& item) {
    if (!scope_.accepts(item, "a statement for all forms",
                        {CKind::answer, CKind::answer_text, CKind::many, CKind::payload, CKind::final_result,
                         CKind::no_final, CKind::no_ok, CKind::ok_first, CKind::deferred, CKind::intermediate,
                         CKind::max, CKind::when, CKind::section})) {
      return;
    }
    const Parts found = parts(item, scope_.condition(item));
    append(general_.answers, found.answers);
    append(general_.finals, found.finals);
    append(general_.deferred, found.deferred);
    general_.only_own_finals = found.has_finals ? found.only_own_finals : general_.only_own_finals;
    general_.has_finals |= found.has_finals;
    general_.no_final |= found.no_final;
    general_.no_ok |= found.no_ok;
    general_.before_answer |= found.before_answer;
    if (found.deferred_limit) general_.deferred_limit = found.deferred_limit;
    if (found.max_response) command().max_response = found.max_response;
  }

  // What the form says itself stands before what the block says.
  void distribute(FormRule& form, const Parts& own) {
    const bool acts = form.form == Form::exec || form.form == Form::set;
    form.answers = own.answers.empty() && acts ? general_.answers : own.answers;
    const Parts& finals = own.has_finals || own.no_final || !acts ? own : general_;
    form.finals = finals.finals;
    form.only_own_finals = finals.only_own_finals;
    form.no_final = finals.no_final;
    const Parts& deferred = !own.deferred.empty() || !acts ? own : general_;
    form.deferred = deferred.deferred;
    form.deferred_limit = deferred.deferred_limit;
    form.no_ok = own.no_ok || (acts && general_.no_ok);
    form.before_answer = own.before_answer || (acts && general_.before_answer);
    form.max_response = own.max_response;
  }

  void compile(const Statement& item) {
    switch (item.kind) {
      case SKind::exec:
        form(item, Form::exec);
        break;
      case SKind::set:
        form(item, Form::set);
        break;
      case SKind::read:
        form(item, Form::read);
        break;
      case SKind::test:
        form(item, Form::test);
        break;
      case SKind::urc:
        compile_urc(scope_, item, id_);
        break;
      case SKind::setting:
        setting(item);
        break;
      case SKind::allowed:
        allowed(item);
        break;
      case SKind::abortable:
        command().abortable = scope_.accepts(item, "this statement", {CKind::section});
        break;
      case SKind::ends_line:
        command().ends_line = scope_.accepts(item, "this statement", {CKind::section});
        break;
      case SKind::restarts:
        command().restarts = scope_.accepts(item, "this statement", {CKind::section});
        break;
      default:
        break;
    }
  }

  void form(const Statement& item, Form which) {
    if (!scope_.accepts(item, "a form",
                        {CKind::when, CKind::answer, CKind::answer_text, CKind::many, CKind::final_result,
                         CKind::no_final, CKind::no_ok, CKind::ok_first, CKind::deferred, CKind::intermediate,
                         CKind::data, CKind::payload, CKind::max, CKind::section, CKind::meaning})) {
      return;
    }
    FormRule result;
    result.form = which;
    result.when = scope_.condition(item);
    result.section = scope_.section(item);
    const bool sends = which == Form::exec || which == Form::set;
    ast::Text sent;
    if (sends && !item.notations.empty()) {
      sent = item.notations[0];
      if (item.notations.size() > 1) {
        scope_.source.error(item.notations[1], "a form that is sent has no alternatives", "",
                            "write a second line for it");
        return;
      }
      if (command().kind == CommandKind::extended && which == Form::exec) {
        scope_.source.error(sent, fmt::format("{} takes no arguments without '='", command().name),
                            "a clause, or the end of the statement", "write set =… for what follows '='");
        return;
      }
    }
    if (which == Form::set && command().kind != CommandKind::s_register && !sent.starts_with('=')) {
      scope_.source.error(sent.empty() ? item.place : sent, "a set form says what is sent after the name",
                          "notation that begins with '=', as =<n>");
      return;
    }
    auto arguments =
        scope_.notation(sent.empty() ? ast::Text(item.place.data(), 0) : sent, Notation::Letters::any_case);
    if (!arguments) return;
    result.arguments = std::move(*arguments);
    if (const Clause* data = find_clause(item, CKind::data))
      result.data = data_phase(data->data, result.arguments);
    distribute(result, parts(item, result.when));
    command().forms.push_back(std::move(result));
  }

  std::optional<DataPhase> data_phase(const ast::Data& data, const Notation& arguments) {
    DataPhase result;
    result.start = data.start;
    result.end = data.end;
    result.terminator = static_cast<char>(data.terminator);
    result.abort = static_cast<char>(data.abort);
    std::vector<std::string> names = arguments.names();
    if (data.start == DataPhase::Start::prompt) {
      result.announce = unescaped(data.announce);
      while (result.announce.ends_with(' ')) result.announce.pop_back();
      if (result.announce.empty())
        scope_.source.error(data.announce, "this prompt is empty", "its text, as \"> \"");
    } else if (data.start == DataPhase::Start::line) {
      auto line = scope_.notation(data.announce);
      if (!line) return std::nullopt;
      if (data.announce == "CONNECT") result.start = DataPhase::Start::connect;
      result.announce = std::string(data.announce);
      names.insert(names.end(), line->names().begin(), line->names().end());
      if (result.start == DataPhase::Start::line) result.announce_notation = std::move(*line);
    }
    if (data.end == DataPhase::End::length) {
      scope_.known_parameter(data.length, names);
      result.length = std::string(data.length);
    }
    return result;
  }

  std::optional<Form> on_form(const Statement& item) {
    const Clause* clause = find_clause(item, CKind::on_form);
    if (clause == nullptr) return std::nullopt;
    constexpr std::pair<std::string_view, Form> forms[] = {
        {"exec", Form::exec}, {"set", Form::set}, {"read", Form::read}, {"test", Form::test}};
    for (const auto& [name, form] : forms) {
      if (clause->text == name) return form;
    }
    scope_.source.error(clause->text, fmt::format("unknown form \"{}\"", clause->text),
                        "exec, set, read or test");
    return std::nullopt;
  }

  void setting(const Statement& item) {
    if (!scope_.accepts(item, "a setting",
                        {CKind::default_value, CKind::meaning, CKind::on_form, CKind::section}))
      return;
    SettingRule rule;
    rule.setting = scope_.settings.find(item.name)->second;
    rule.form = on_form(item);
    if (item.value) {
      rule.value = *item.value;
    } else {
      scope_.known_parameter(item.parameter, names_);
      rule.parameter = std::string(item.parameter);
    }
    command().settings.push_back(std::move(rule));
  }

  void allowed(const Statement& item) {
    if (!scope_.accepts(item, "\"allowed\"", {CKind::when, CKind::on_form, CKind::otherwise, CKind::section}))
      return;
    AllowedRule rule;
    rule.machine = std::string(item.name);
    rule.when = scope_.condition(item);
    rule.form = on_form(item);
    rule.section = scope_.section(item);
    if (const Clause* clause = find_clause(item, CKind::otherwise)) rule.way_out = unescaped(clause->text);
    for (const ast::Text name : item.names) rule.states.emplace_back(name);

    const auto machine = scope_.machines.find(item.name);
    if (machine == scope_.machines.end()) {
      std::vector<std::string_view> names;
      for (const auto& known : scope_.machines) names.push_back(known.first);
      scope_.source.error(item.name, fmt::format("unknown machine \"{}\"", item.name),
                          "a machine of this dialect", did_you_mean(item.name, names));
      return;
    }
    std::vector<std::string_view> states;
    for (const Statement& line : machine->second->body) {
      if (line.kind == SKind::states) states.insert(states.end(), line.names.begin(), line.names.end());
    }
    for (const ast::Text name : item.names) {
      if (std::find(states.begin(), states.end(), name) != states.end()) continue;
      scope_.source.error(name, fmt::format("machine \"{}\" has no state \"{}\"", item.name, name),
                          "one of its states", did_you_mean(name, states));
    }
    command().allowed.push_back(std::move(rule));
  }

  Scope& scope_;
  const Statement& statement_;
  CommandId id_;
  std::size_t first_rule_ = scope_.builder.line_rules().size();
  std::vector<std::string> names_, sent_;
  Parts general_;
};

}  // namespace

void compile_urc(Scope& scope, const Statement& statement, CommandId command) {
  if (!scope.accepts(
          statement, "a urc",
          {CKind::when, CKind::payload, CKind::boot, CKind::numeric, CKind::meaning, CKind::section})) {
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
    rule.numeric = scope.numeric(statement);
    rule.meaning = scope.meaning(statement);
    rule.section = scope.section(statement);
    if (const Clause* payload = find_clause(statement, CKind::payload)) {
      rule.payload = scope.payload(payload->payload, &rule.notation);
    }
    scope.add(std::move(rule), text);
  }
}

void compile_command(Scope& scope, const Statement& statement, CommandId id) {
  CommandCompiler(scope, statement, id).run();
}

}  // namespace atscope::grammar

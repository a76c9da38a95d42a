// SPDX-License-Identifier: MIT
// The block of one command.
#include <algorithm>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"
#include "decoder/grammar/form_lines.h"
#include "decoder/grammar/scope.h"

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using CKind = Clause::Kind;
using SKind = Statement::Kind;

void append(std::vector<RuleId>& to, const std::vector<RuleId>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class CommandCompiler {
 public:
  CommandCompiler(Scope& scope, const Statement& statement, CommandId id)
      : scope_(scope),
        statement_(statement),
        id_(id),
        block_(scope.source.parsed.command_names(statement.place.data())) {}

  void run() {
    scope_.accepts(statement_, "a command", {CKind::meaning, CKind::section});
    command().meaning = scope_.meaning(statement_);
    command().section = scope_.section(statement_);
    if (block_.all.empty()) collect_names();
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
    command().forms.shrink_to_fit();
    command().parameters.shrink_to_fit();
    warn_of_unused();
  }

 private:
  [[nodiscard]] Command& command() { return scope_.builder.commands()[id_]; }

  void collect_names() {
    const auto collect = [](const std::vector<ast::Text>& notations, std::vector<std::string_view>& names) {
      for (const ast::Text text : notations) Notation::names_in(text, names);
    };
    for (const Statement& item : statement_.body) {
      collect(item.notations, block_.all);
      if (item.kind == SKind::set || item.kind == SKind::exec) collect(item.notations, block_.sent);
      for (const Clause& clause : item.clauses) {
        collect(clause.notations, block_.all);
        collect(*clause.failures, block_.all);
        if (clause.data->start == DataPhase::Start::line) collect({clause.data->announce}, block_.all);
      }
    }
  }

  void declare(const Statement& item) {
    if (find_clause(item, CKind::when_value) != nullptr) return declare_variant(item);
    if (command().parameter(item.name) != nullptr) {
      scope_.source.error(item.name, fmt::format("<{}> is declared twice in {}", item.name, command().name));
      return;
    }
    Parameter parameter = scope_.parameter(item);
    command().parameters.push_back(std::move(parameter));
  }

  // What it does not say it takes from the declaration without a condition, which stands before it.
  void declare_variant(const Statement& item) {
    const Clause& clause = *find_clause(item, CKind::when_value);
    auto& parameters = command().parameters;
    const auto first = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& known) { return known.name == item.name; });
    if (first == parameters.end()) {
      scope_.source.error(item.name, fmt::format("<{}> has no declaration without a condition", item.name),
                          "one before this line");
      return;
    }
    scope_.known_parameter(clause.text, names_);
    ParameterVariant variant;
    variant.other = std::string(clause.text);
    for (const ast::Text value : *clause.others) variant.values.push_back(unescaped(value));
    variant.parameter = scope_.parameter(item);
    Parameter& own = variant.parameter;
    if (own.meaning.empty()) own.meaning = first->meaning;
    own.sensitivity = std::max(own.sensitivity, first->sensitivity);
    if (own.type == ValueType::any) own.type = first->type;
    first->variants.push_back(std::move(variant));
  }

  void warn_of_unused() {
    for (const Statement& item : statement_.body) {
      if (item.kind != SKind::parameter) continue;
      if (std::find(names_.begin(), names_.end(), item.name) != names_.end()) continue;
      scope_.source.warn(item.name, fmt::format("no notation of {} has <{}>", command().name, item.name),
                         did_you_mean(item.name, names_, "<", ">"));
    }
  }

  void general(const Statement& item) {
    if (!scope_.accepts(item, "a statement for all forms",
                        {CKind::answer, CKind::answer_text, CKind::many, CKind::payload, CKind::final_result,
                         CKind::no_final, CKind::no_ok, CKind::ok_first, CKind::deferred, CKind::intermediate,
                         CKind::max, CKind::when, CKind::sets, CKind::section})) {
      return;
    }
    const FormLines found = compile_form_lines(scope_, item, id_, scope_.condition(item), sent_);
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
  void distribute(FormRule& form, const FormLines& own) {
    const bool acts = form.form == Form::exec || form.form == Form::set;
    form.answers = own.answers.empty() && acts ? general_.answers : own.answers;
    const FormLines& finals = own.has_finals || own.no_final || !acts ? own : general_;
    form.finals = finals.finals;
    form.only_own_finals = finals.only_own_finals;
    form.no_final = finals.no_final;
    const FormLines& deferred = !own.deferred.empty() || !acts ? own : general_;
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
      case SKind::needs:
        needs(item);
        break;
      case SKind::followed:
        followed(item);
        break;
      case SKind::exposes:
        exposes(item);
        break;
      case SKind::abortable:
        command().abortable = scope_.accepts(item, "this statement", {CKind::section});
        break;
      case SKind::ends_line:
        command().ends_line = scope_.accepts(item, "this statement", {CKind::section});
        break;
      case SKind::restarts:
        restarts(item);
        break;
      case SKind::saves:
        command().saves = scope_.accepts(item, "this statement", {CKind::section});
        break;
      case SKind::tries:
        command().limited_tries = scope_.accepts(item, "this statement", {CKind::meaning, CKind::section});
        break;
      case SKind::sleeps:
        sleeps(item);
        break;
      case SKind::requires_:
        requires_(item);
        break;
      case SKind::saved:
      case SKind::effective:
        keeping(item);
        break;
      default:
        break;
    }
  }

  void form(const Statement& item, Form which) {
    if (!scope_.accepts(
            item, "a form",
            {CKind::when, CKind::answer, CKind::answer_text, CKind::many, CKind::final_result,
             CKind::no_final, CKind::no_ok, CKind::ok_first, CKind::deferred, CKind::intermediate,
             CKind::data, CKind::payload, CKind::max, CKind::sets, CKind::section, CKind::meaning})) {
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
      result.data = data_phase(*data->data, result.arguments);
    distribute(result, compile_form_lines(scope_, item, id_, result.when, sent_));
    command().forms.push_back(std::move(result));
  }

  std::shared_ptr<const DataPhase> data_phase(const ast::Data& data, const Notation& arguments) {
    DataPhase result;
    result.start = data.start;
    result.end = data.end;
    result.terminator = static_cast<char>(data.terminator);
    result.abort = static_cast<char>(data.abort);
    std::vector<std::string_view> names(arguments.names().begin(), arguments.names().end());
    if (data.start == DataPhase::Start::prompt) {
      result.announce = unescaped(data.announce);
      while (result.announce.ends_with(' ')) result.announce.pop_back();
      if (result.announce.empty())
        scope_.source.error(data.announce, "this prompt is empty", "its text, as \"> \"");
    } else if (data.start == DataPhase::Start::line) {
      auto line = scope_.notation(data.announce);
      if (!line) return nullptr;
      const bool state = data.end == DataPhase::End::transparent || data.end == DataPhase::End::ppp;
      if (state && (data.announce == "CONNECT" || data.announce == "OK")) {
        result.start = DataPhase::Start::connect;
      }
      result.announce = std::string(data.announce);
      names.insert(names.end(), line->names().begin(), line->names().end());
      if (result.start == DataPhase::Start::line) result.announce_notation = *line;
    }
    result.swallows_lf = data.swallows_lf;
    if (data.end == DataPhase::End::length) {
      scope_.known_parameter(data.length, names);
      result.length = std::string(data.length);
    }
    if (data.time) result.time = scope_.limit(*data.time, names);
    if (data.pause) result.pause = scope_.limit(*data.pause, names);
    result.early = scope_.condition(data.early);
    return std::make_shared<DataPhase>(std::move(result));
  }

  std::optional<Notation> on_arguments(const Statement& item) {
    const Clause* clause = find_clause(item, CKind::on_form);
    if (clause == nullptr || clause->notations.empty()) return std::nullopt;
    return scope_.notation(clause->notations[0], Notation::Letters::any_case);
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
      scope_.known_parameter(*item.parameter, names_);
      rule.parameter = std::string(*item.parameter);
    }
    command().settings.push_back(std::move(rule));
  }

  Need need(const Statement& item, Need fallback) {
    const Clause* clause = find_clause(item, CKind::kind_of_need);
    if (clause == nullptr) return fallback;
    constexpr std::pair<std::string_view, Need> kinds[] = {
        {"mode", Need::mode},       {"session", Need::session}, {"bearer", Need::bearer},
        {"service", Need::service}, {"network", Need::network}, {"sim", Need::sim},
        {"tls", Need::tls}};
    for (const auto& [name, kind] : kinds) {
      if (clause->text == name) return kind;
    }
    scope_.source.error(clause->text, fmt::format("unknown kind \"{}\"", clause->text),
                        "mode, session, bearer, service, network, sim or tls");
    return fallback;
  }

  std::string way_out(const Statement& item) {
    const Clause* clause = find_clause(item, CKind::otherwise);
    return clause != nullptr ? unescaped(clause->text) : std::string();
  }

  void needs(const Statement& item) {
    if (!scope_.accepts(item, "\"needs\"",
                        {CKind::when, CKind::since, CKind::on_form, CKind::otherwise, CKind::kind_of_need,
                         CKind::section}))
      return;
    NeedRule rule;
    rule.need = need(item, Need::service);
    rule.uses = scope_.command_uses(item.notations);
    if (const Clause* since = find_clause(item, CKind::since))
      rule.since = scope_.command_uses(since->notations);
    rule.when = scope_.condition(item);
    rule.form = on_form(item);
    rule.way_out = way_out(item);
    rule.section = scope_.section(item);
    if (!rule.uses.empty()) command().needs.push_back(std::move(rule));
  }

  void followed(const Statement& item) {
    if (!scope_.accepts(item, "\"followed by\"", {CKind::within, CKind::meaning, CKind::section})) return;
    const Clause* within = find_clause(item, CKind::within);
    if (within == nullptr) {
      scope_.source.error(item.place, "\"followed by\" without a time", "within 2 s");
      return;
    }
    auto use = scope_.command_use(item.notations[0]);
    if (!use) return;
    FollowRule rule;
    rule.next = std::move(*use);
    rule.within = scope_.limit(*within->limit, sent_);
    rule.reason = scope_.meaning(item);
    rule.section = scope_.section(item);
    command().followed_by.push_back(std::move(rule));
  }

  void restarts(const Statement& item) {
    if (!scope_.accepts(item, "this statement", {CKind::section})) return;
    command().restarts = item.notations.empty();
    for (const ast::Text text : item.notations) {
      if (auto notation = scope_.notation(text, Notation::Letters::any_case))
        command().restarting.push_back(std::move(*notation));
    }
  }

  void sleeps(const Statement& item) {
    if (!scope_.accepts(item, "\"sleeps\"", {CKind::when, CKind::within, CKind::section})) return;
    const Clause* within = find_clause(item, CKind::within);
    if (within == nullptr) {
      scope_.source.error(item.place, "\"sleeps\" without a time", "within 5 s");
      return;
    }
    command().sleeps = SleepRule{scope_.condition(item), within->limit->base, scope_.section(item)};
  }

  void exposes(const Statement& item) {
    if (!scope_.accepts(item, "\"exposes\"", {CKind::when, CKind::otherwise, CKind::section})) return;
    ExposeRule rule;
    rule.stored = scope_.command_uses(item.notations);
    rule.when = scope_.condition(item);
    rule.way_out = way_out(item);
    rule.section = scope_.section(item);
    if (!rule.stored.empty()) command().exposes.push_back(std::move(rule));
  }

  void requires_(const Statement& item) {
    if (!scope_.accepts(item, "\"requires\"",
                        {CKind::when, CKind::on_form, CKind::otherwise, CKind::section}))
      return;
    RequiredSettings rule;
    rule.what = scope_.condition(*item.condition);
    rule.when = scope_.condition(item);
    rule.form = on_form(item);
    rule.arguments = on_arguments(item);
    rule.section = scope_.section(item);
    rule.way_out = way_out(item);
    command().required.push_back(std::move(rule));
  }

  void keeping(const Statement& item) {
    if (!scope_.accepts(item, "this statement", {CKind::section})) return;
    Keeping& keeping = command().keeping;
    if (item.kind == SKind::effective) keeping.after_restart = true;
    if (item.kind == SKind::saved && item.names->empty()) keeping.saved_at_once = true;
    for (const ast::Text name : *item.names) {
      if (scope_.commands.contains(upper(name))) {
        keeping.saved_by.push_back(upper(name));
        continue;
      }
      std::vector<std::string_view> names;
      for (const auto& known : scope_.commands) names.push_back(known.first);
      scope_.source.error(name, fmt::format("unknown command \"AT{}\"", name), "a command of this dialect",
                          did_you_mean(name, names, "AT"));
    }
    if (keeping.section.empty()) keeping.section = scope_.section(item);
  }

  void allowed(const Statement& item) {
    if (!scope_.accepts(item, "\"allowed\"",
                        {CKind::when, CKind::on_form, CKind::otherwise, CKind::kind_of_need, CKind::section}))
      return;
    AllowedRule rule;
    rule.machine = std::string(item.name);
    rule.need = need(item, Need::state);
    if (!item.parameter->empty()) {
      const auto setting = scope_.settings.find(*item.parameter);
      if (setting == scope_.settings.end()) {
        scope_.source.error(*item.parameter, fmt::format("unknown setting \"{}\"", *item.parameter),
                            "the setting that holds the number of the instance");
        return;
      }
      rule.instance = setting->second;
    }
    rule.when = scope_.condition(item);
    rule.form = on_form(item);
    rule.arguments = on_arguments(item);
    rule.section = scope_.section(item);
    rule.way_out = way_out(item);
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
      if (line.kind == SKind::states) states.insert(states.end(), line.names->begin(), line.names->end());
    }
    for (const ast::Text name : *item.names) {
      if (std::find(states.begin(), states.end(), name) != states.end()) {
        rule.states.emplace_back(name);
        continue;
      }
      // A module's own machine of that name may have other states than the one of the standards.
      if (rule.need == Need::network || rule.need == Need::sim) continue;
      scope_.source.error(name, fmt::format("machine \"{}\" has no state \"{}\"", item.name, name),
                          "one of its states", did_you_mean(name, states));
    }
    if (!rule.states.empty()) command().allowed.push_back(std::move(rule));
  }

  Scope& scope_;
  const Statement& statement_;
  CommandId id_;
  std::size_t first_rule_ = scope_.builder.line_rules().size();
  ParsedFiles::CommandNames& block_;
  const std::vector<std::string_view>&names_ = block_.all, &sent_ = block_.sent;
  FormLines general_;
};

}  // namespace

void compile_command(Scope& scope, const Statement& statement, CommandId id) {
  CommandCompiler(scope, statement, id).run();
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
#include "cli/report/explain_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

using grammar::LineRole;

constexpr std::size_t most_values = 40;

std::string_view form_word(grammar::Form form) {
  switch (form) {
    case grammar::Form::exec:
      return "exec";
    case grammar::Form::set:
      return "set";
    case grammar::Form::read:
      return "read";
    case grammar::Form::test:
      break;
  }
  return "test";
}

std::string_view role_word(LineRole role) {
  switch (role) {
    case LineRole::answer:
      return "answer";
    case LineRole::final_ok:
      return "result, success";
    case LineRole::final_error:
      return "result, failure";
    case LineRole::connect:
      return "result, then data state";
    case LineRole::intermediate:
      return "intermediate result";
    case LineRole::deferred_ok:
      return "later result, success";
    case LineRole::deferred_error:
      return "later result, failure";
    case LineRole::urc:
      break;
  }
  return "unsolicited result code";
}

std::string_view operator_text(grammar::Comparison::Operator op) {
  using Operator = grammar::Comparison::Operator;
  switch (op) {
    case Operator::equal:
      return "=";
    case Operator::not_equal:
      return "!=";
    case Operator::less:
      return "<";
    case Operator::less_equal:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::greater_equal:
      break;
  }
  return ">=";
}

std::string_view type_word(grammar::ValueType type) {
  switch (type) {
    case grammar::ValueType::any:
      return "";
    case grammar::ValueType::integer:
      return "integer";
    case grammar::ValueType::decimal:
      return "decimal";
    case grammar::ValueType::hex:
      return "hex";
    case grammar::ValueType::string:
      return "string";
    case grammar::ValueType::address:
      return "address";
    case grammar::ValueType::bits:
      return "binary digits";
    case grammar::ValueType::octets:
      return "bytes in hexadecimal digits";
    case grammar::ValueType::escaped:
      return "string with escapes";
    case grammar::ValueType::time:
      return "time";
    case grammar::ValueType::timer:
      break;
  }
  return "timer";
}

class Writer {
 public:
  Writer(std::string& out, const grammar::Dialect& dialect, const Palette& palette)
      : out_(out), dialect_(dialect), palette_(palette) {}

  void heading(std::string_view text) { put("\n{}{}{}\n", palette_.bold, text, palette_.reset); }

  void command(const grammar::Command& command) {
    put("{}AT{}{}  {}", palette_.bold, command.name, palette_.reset, command.meaning);
    put("  {}{}{}{}{}\n", palette_.dim, dialect_.name(), command.section.empty() ? "" : " ", command.section,
        palette_.reset);
    if (!command.forms.empty()) heading("forms");
    for (const grammar::FormRule& form : command.forms) this->form(command, form);
    urcs(command);
    parameters(command);
    consequences(command);
  }

  void parameter(const grammar::Parameter& parameter) {
    std::string facts;
    const auto add = [&](const std::string& fact) {
      if (!fact.empty()) facts += (facts.empty() ? "" : ", ") + fact;
    };
    add(parameter.meaning);
    add(parameter.timer.empty() ? std::string(type_word(parameter.type)) : "timer " + parameter.timer);
    add(range_text(parameter));
    if (!parameter.default_value.empty()) add("default " + parameter.default_value);
    if (!parameter.unit.empty()) add("in " + parameter.unit);
    if (parameter.scale != 1 || parameter.offset != 0) {
      add(fmt::format("shown as value × {} {} {}", parameter.scale, parameter.offset < 0 ? "−" : "+",
                      parameter.offset < 0 ? -parameter.offset : parameter.offset));
    }
    if (parameter.sensitivity == grammar::Sensitivity::secret) add("secret: masked in every output");
    if (parameter.sensitivity == grammar::Sensitivity::personal) add("personal: masked in every output");
    if (parameter.enumeration != nullptr && !parameter.enumeration->name.empty())
      add(parameter.enumeration->name);
    put("  {:<{}}{}{}\n", "<" + parameter.name + ">", facts.empty() ? 0 : 13, facts.empty() ? "" : " ",
        facts);
    if (parameter.enumeration != nullptr) values(*parameter.enumeration);
    for (const grammar::ParameterVariant& variant : parameter.variants) {
      put("    when <{}> is {}:\n", variant.other, fmt::join(variant.values, " or "));
      this->parameter(variant.parameter);
    }
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void form(const grammar::Command& command, const grammar::FormRule& form) {
    std::string line = "AT" + command.name + form.arguments.text();
    if (form.form == grammar::Form::read) line = "AT" + command.name + "?";
    if (form.form == grammar::Form::test) line = "AT" + command.name + "=?";
    put("  {:<6}{}{}{}", form_word(form.form), palette_.dte, line, palette_.reset);
    if (!form.when.empty())
      put("   {}when {}{}", palette_.dim, condition_text(form.when, dialect_), palette_.reset);
    if (!form.section.empty() && form.section != command.section)
      put("   {}{}{}", palette_.dim, form.section, palette_.reset);
    put("\n");
    lines("answer", form.answers, form.before_answer ? "   (after OK)" : "");
    if (form.no_final) detail("result", "none");
    if (form.no_ok) detail("result", "the answer itself; no OK");
    lines("result", form.finals, form.only_own_finals ? "" : "   (beside OK)");
    if (form.data) detail("data", data_text(*form.data));
    lines("later", form.deferred, form.deferred_limit ? "   within " + limit_text(*form.deferred_limit) : "");
    const grammar::Limit& limit = dialect_.max_response(&command, &form);
    if (limit.base > 0) detail("within", limit_text(limit));
  }

  void detail(std::string_view word, std::string_view text) { put("        {:<8}{}\n", word, text); }

  void lines(std::string_view word, const std::vector<grammar::RuleId>& rules, const std::string& note) {
    for (const grammar::RuleId id : rules) {
      const grammar::LineRule& rule = dialect_.rule(id);
      std::string text = fmt::format("{}{}{}{}", palette_.dce, rule.notation.text(), palette_.reset, note);
      const bool failure = rule.role == LineRole::final_error || rule.role == LineRole::deferred_error;
      if (failure) text += "   (failure)";
      if (rule.many) text += "   (any number of times)";
      if (!rule.meaning.empty()) text += "   " + rule.meaning;
      detail(word, text);
    }
  }

  void urcs(const grammar::Command& command) {
    bool first = true;
    for (const grammar::RuleId id : command.rules) {
      const grammar::LineRule& rule = dialect_.rule(id);
      if (rule.role != LineRole::urc) continue;
      if (first) heading("unsolicited");
      first = false;
      put("  {}{}{}", palette_.dce, rule.notation.text(), palette_.reset);
      if (!rule.meaning.empty()) put("   {}", rule.meaning);
      if (!rule.when.empty())
        put("   {}when {}{}", palette_.dim, condition_text(rule.when, dialect_), palette_.reset);
      put("\n");
    }
  }

  void parameters(const grammar::Command& command) {
    if (command.parameters.empty()) return;
    heading("parameters");
    for (const grammar::Parameter& parameter : command.parameters) this->parameter(parameter);
  }

  void values(const grammar::Enumeration& enumeration) {
    const std::size_t shown = std::min(enumeration.values.size(), most_values);
    for (std::size_t index = 0; index < shown; ++index) {
      const grammar::EnumValue& value = enumeration.values[index];
      const std::string text = value.last.empty() ? value.value : value.value + ".." + value.last;
      put("  {:<14}{}{:>6}{}  {}", "", palette_.accent, text, palette_.reset, value.meaning);
      if (!value.alternative.empty()) put(" (or: {})", value.alternative);
      put("\n");
    }
    if (shown < enumeration.values.size()) {
      put("  {:<14}  ... and {} more: atscope explain '{} N'\n", "", enumeration.values.size() - shown,
          enumeration.name);
    }
  }

  static std::string range_text(const grammar::Parameter& parameter) {
    std::string text;
    if (parameter.minimum || parameter.maximum) {
      text = (parameter.minimum ? std::to_string(*parameter.minimum) : "") + ".." +
             (parameter.maximum ? std::to_string(*parameter.maximum) : "");
    }
    if (parameter.minimum_length || parameter.maximum_length) {
      if (!text.empty()) text += ", ";
      text += "length " + (parameter.minimum_length ? std::to_string(*parameter.minimum_length) : "") + ".." +
              (parameter.maximum_length ? std::to_string(*parameter.maximum_length) : "");
    }
    return text;
  }

  static std::string byte_text(char byte) {
    return fmt::format("0x{:02X}", static_cast<unsigned char>(byte));
  }

  static std::string data_text(const grammar::DataPhase& data) {
    using Phase = grammar::DataPhase;
    std::string text;
    switch (data.start) {
      case Phase::Start::prompt:
        text = "after the prompt \"" + data.announce + "\"";
        break;
      case Phase::Start::line:
        text = "after the line " + data.announce;
        break;
      case Phase::Start::connect:
        text = "after CONNECT";
        break;
      case Phase::Start::immediately:
        text = "at once";
        break;
    }
    switch (data.end) {
      case Phase::End::length:
        return text + ", <" + data.length + "> bytes";
      case Phase::End::terminator:
        return text + ", until " + byte_text(data.terminator) + " (sent) or " + byte_text(data.abort) +
               " (dropped)";
      case Phase::End::transparent:
        return text + ", both directions, until +++ or a line of the module";
      case Phase::End::ppp:
        break;
    }
    return text + ", PPP frames";
  }

  void consequences(const grammar::Command& command) {
    std::vector<std::string> facts;
    for (const grammar::AllowedRule& allowed : command.allowed) {
      std::string fact = fmt::format("allowed in {}: {}", allowed.machine, fmt::join(allowed.states, ", "));
      if (!allowed.when.empty()) fact += "   when " + condition_text(allowed.when, dialect_);
      if (!allowed.way_out.empty()) fact += "   else " + allowed.way_out;
      if (!allowed.section.empty()) fact += "   " + allowed.section;
      facts.push_back(std::move(fact));
    }
    for (const grammar::SettingRule& rule : command.settings) {
      const grammar::SettingInfo& setting = dialect_.settings()[rule.setting];
      facts.push_back(
          fmt::format("sets {}{}{}{} = {}", setting.name, setting.meaning.empty() ? "" : " (",
                      setting.meaning, setting.meaning.empty() ? "" : ")",
                      rule.parameter.empty() ? std::to_string(rule.value) : "<" + rule.parameter + ">"));
    }
    add_transitions(command, facts);
    if (command.abortable) facts.emplace_back("any byte of the host ends it early");
    if (command.ends_line) facts.emplace_back("nothing after it on the command line is run");
    if (command.restarts) facts.emplace_back("its success restarts the module");
    if (facts.empty()) return;
    heading("state");
    for (const std::string& fact : facts) put("  {}\n", fact);
  }

  void add_transitions(const grammar::Command& command, std::vector<std::string>& facts) {
    const auto id = static_cast<grammar::CommandId>(&command - dialect_.commands().data());
    for (const grammar::Machine& machine : dialect_.machines()) {
      for (const grammar::TransitionRule& transition : machine.transitions) {
        if (transition.trigger.command != id) continue;
        std::string from;
        for (const std::uint8_t state : transition.from)
          from += (from.empty() ? "" : ", ") + machine.states[state];
        const std::string arguments =
            transition.trigger.arguments ? transition.trigger.arguments->text() : "";
        const char* when = transition.trigger.kind == grammar::Trigger::Kind::command_ok      ? "on success"
                           : transition.trigger.kind == grammar::Trigger::Kind::command_error ? "on failure"
                                                                                              : "when sent";
        facts.push_back(fmt::format("moves {}: {} -> {}   {}{}{}", machine.name,
                                    from.empty() ? "any state" : from, machine.states[transition.to], when,
                                    arguments.empty() ? "" : " with ", arguments));
      }
    }
  }

  std::string& out_;
  const grammar::Dialect& dialect_;
  const Palette& palette_;
};

}  // namespace

std::string condition_text(const grammar::Condition& condition, const grammar::Dialect& dialect) {
  std::string text;
  for (const grammar::Comparison& comparison : condition.all) {
    if (!text.empty()) text += " and ";
    text += fmt::format("{} {} {}", dialect.settings()[comparison.setting].name, operator_text(comparison.op),
                        comparison.value);
  }
  return text;
}

std::string limit_text(const grammar::Limit& limit) {
  std::string text = report::duration_text(limit.base);
  if (limit.first.empty()) return text;
  text += " + <" + limit.first + ">";
  if (!limit.second.empty()) text += " × <" + limit.second + ">";
  return text + " × " + report::duration_text(limit.unit);
}

void append_command(std::string& out, const grammar::Dialect& dialect, const grammar::Command& command,
                    const Palette& palette) {
  std::string text;
  Writer(text, dialect, palette).command(command);
  out += text;
}

void append_enum_value(std::string& out, const grammar::Enumeration& enumeration,
                       const grammar::EnumValue& value, std::string_view lead) {
  fmt::format_to(std::back_inserter(out), "{} {}  {}",
                 lead.empty() ? std::string_view(enumeration.name) : lead,
                 value.last.empty() ? value.value : value.value + ".." + value.last, value.meaning);
  if (!value.alternative.empty()) fmt::format_to(std::back_inserter(out), " (or: {})", value.alternative);
}

void append_line_rule(std::string& out, const grammar::Dialect& dialect, const grammar::LineRule& rule,
                      std::string_view line, const Palette& palette) {
  auto end = std::back_inserter(out);
  fmt::format_to(end, "{}{}{}  {}{}{}", palette.bold, rule.notation.text(), palette.reset,
                 role_word(rule.role), rule.meaning.empty() ? "" : ": ", rule.meaning);
  const grammar::Command* command =
      rule.command == grammar::no_command ? nullptr : &dialect.command(rule.command);
  if (command != nullptr) fmt::format_to(end, "  (AT{} {})", command->name, command->meaning);
  fmt::format_to(end, "  {}{}{}{}{}\n", palette.dim, dialect.name(), rule.section.empty() ? "" : " ",
                 rule.section, palette.reset);
  if (!rule.when.empty()) fmt::format_to(end, "  when {}\n", condition_text(rule.when, dialect));

  grammar::Captures captures;
  const bool fits = rule.notation.match(line, captures);
  Writer writer(out, dialect, palette);
  for (std::size_t index = 0; index < rule.notation.names().size(); ++index) {
    const std::string& name = rule.notation.names()[index];
    const grammar::Parameter* parameter = command == nullptr ? nullptr : command->parameter(name);
    if (parameter == nullptr) parameter = dialect.parameter(name);
    if (!fits) {
      if (parameter != nullptr) writer.parameter(*parameter);
      continue;
    }
    for (const grammar::Capture& capture : captures) {
      if (capture.name != index) continue;
      fmt::format_to(end, "  {:<14}", "<" + name + ">");
      report::append_visible(out, capture.text);
      const grammar::EnumValue* value = parameter == nullptr || parameter->enumeration == nullptr
                                            ? nullptr
                                            : parameter->enumeration->find(capture.text);
      if (value != nullptr) fmt::format_to(end, "  {}", value->meaning);
      if (parameter != nullptr && !parameter->meaning.empty()) {
        fmt::format_to(end, "  {}{}{}", palette.dim, parameter->meaning, palette.reset);
      }
      out += '\n';
    }
  }
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// `atscope explain`: a command, an error code, a line of the module, or a lint rule.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/dialects.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/report/explain_text.h"
#include "cli/report/terminal_text.h"
#include "cli/rule_names.h"
#include "cli/rule_pages.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"
#include "decoder/session/command_line.h"

namespace atscope::cli {
namespace {

using Dialects = std::vector<std::shared_ptr<const grammar::Dialect>>;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

// ---------------------------------------------------------------------------------------- rules

bool explain_rule(const std::string& query, std::string& out, const Palette& palette) {
  if (query == "rules") {
    for (const lint::RuleInfo* rule : lint::rules()) {
      fmt::format_to(std::back_inserter(out), "{}{}{}  {:<30} {:<8} {}\n", palette.bold, rule->code,
                     palette.reset, rule->name, lint::to_string(rule->severity), rule->summary);
    }
    return true;
  }
  const lint::RuleInfo* rule = lint::find_rule(query);
  if (rule == nullptr) rule = lint::find_rule(upper(query));
  if (rule == nullptr) return false;
  fmt::format_to(std::back_inserter(out), "{}{} {}{}  ({})\n", palette.bold, rule->code, rule->name,
                 palette.reset, lint::to_string(rule->severity));
  for (const RulePage& page : rule_pages()) {
    if (page.name != rule->name) continue;
    out += '\n';
    out += page.text;
    if (!out.ends_with('\n')) out += '\n';
    return true;
  }
  fmt::format_to(std::back_inserter(out), "{}\n", rule->summary);
  return true;
}

// ---------------------------------------------------------------------------------------- commands

// "+CIPSEND" of "AT+CIPSEND=5", "at+cipsend?", "+CIPSEND" and "CIPSEND"; the first that a dialect knows.
std::vector<std::string> command_names(const std::string& query) {
  std::vector<std::string> names;
  session::CommandLine line(query);
  session::CommandItem item;
  if (line.valid()) {
    while (line.next(item)) names.emplace_back(item.name);
    return names;
  }
  const std::string with_prefix = "AT" + query;
  session::CommandLine prefixed(with_prefix);
  if (prefixed.next(item) && item.name.size() > 1) names.emplace_back(item.name);
  names.push_back(query);
  names.push_back("+" + query);
  return names;
}

// A dialect speaks for a command that it declares itself; heirs would only repeat it.
bool explain_command(const std::string& query, const Dialects& dialects, std::string& out,
                     const Palette& palette) {
  bool found = false;
  for (const std::string& name : command_names(query)) {
    for (const auto& dialect : dialects) {
      const grammar::CommandId id = dialect->find_command(name);
      if (id == grammar::no_command) continue;
      const grammar::Command& command = dialect->command(id);
      if (dialects.size() > 1 && command.dialect != dialect->name()) continue;
      if (found) out += '\n';
      append_command(out, *dialect, command, palette);
      found = true;
    }
    if (found) return true;
  }
  return false;
}

// ---------------------------------------------------------------------------------------- errors

struct ErrorQuery {
  std::string family;  // "CME", "" when only a number was given
  std::string code;
};

// "+CME ERROR: 14", "CME ERROR 14", "cme 14", "tcp 3".
ErrorQuery parse_error(const std::string& query) {
  ErrorQuery error;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    const bool number = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number) {
      error.code = word;
    } else if (word != "ERROR" && error.family.empty()) {
      error.family = word;
    }
    word.clear();
  };
  for (const char c : upper(query)) {
    const bool part = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (part) word += c;
    if (!part) finish();
  }
  finish();
  return error;
}

// "+CME ERROR:" for the family "cme": the text that carries its codes on the wire.
std::string lead_of(const grammar::Dialect& dialect, const grammar::Enumeration& family) {
  for (const grammar::LineRule& rule : dialect.line_rules()) {
    if (rule.errors == &family) return std::string(rule.notation.lead());
  }
  return {};
}

bool is_error_family(const grammar::Dialect& dialect, const grammar::Enumeration& family) {
  return !family.name.empty() && !lead_of(dialect, family).empty();
}

bool explain_error(const std::string& query, const Dialects& dialects, std::string& out,
                   const Palette& palette) {
  const ErrorQuery error = parse_error(query);
  if (error.code.empty()) return false;
  bool found = false;
  std::set<std::string> said;
  for (const auto& dialect : dialects) {
    for (const auto& family : dialect->enumerations()) {
      const std::string name = upper(family->name);
      const bool named = !error.family.empty() && (name == error.family || name == error.family + "-ERROR");
      if (!(error.family.empty() ? is_error_family(*dialect, *family) : named)) continue;
      const grammar::EnumValue* value = family->find(error.code);
      if (value == nullptr) continue;
      std::string line;
      append_enum_value(line, *family, *value, lead_of(*dialect, *family));
      if (!said.insert(line).second) continue;
      fmt::format_to(std::back_inserter(out), "{}{}{}  {}{} {}{}\n", palette.bold, line, palette.reset,
                     palette.dim, dialect->name(), family->section, palette.reset);
      found = true;
    }
  }
  return found;
}

// ---------------------------------------------------------------------------------------- lines of the
// module

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Not only values and punctuation, which fit nearly any line.
bool has_words(const grammar::Notation& notation) {
  const auto& nodes = notation.nodes();
  return std::any_of(nodes.begin(), nodes.end(), [&](const grammar::Notation::Node& node) {
    if (node.kind != grammar::Notation::Node::Kind::literal) return false;
    const std::string_view text = notation.literal(node);
    return std::any_of(text.begin(), text.end(), is_letter);
  });
}

// The line fits, or is the production's fixed beginning ("+CREG" for "+CREG: <stat>").
bool speaks_of(const grammar::LineRule& rule, std::string_view line) {
  const std::string_view lead = rule.notation.lead();
  if (rule.notation.matches(line)) return has_words(rule.notation);
  if (lead.empty()) return false;
  std::string_view tag = lead;
  while (!tag.empty() && (tag.back() == ':' || tag.back() == ' ')) tag.remove_suffix(1);
  return upper(tag) == upper(line) || upper(lead) == upper(line);
}

bool explain_line(const std::string& query, const Dialects& dialects, std::string& out,
                  const Palette& palette) {
  bool found = false;
  std::set<std::string> said;
  for (const auto& dialect : dialects) {
    for (const grammar::LineRule& rule : dialect->line_rules()) {
      if (!speaks_of(rule, query)) continue;
      // An heir repeats the productions of its ancestors.
      std::string text = rule.notation.text() + '\0' + rule.meaning + '\0' + rule.section;
      text += static_cast<char>('0' + static_cast<int>(rule.role));
      if (!said.insert(text).second) continue;
      append_line_rule(out, *dialect, rule, query, palette);
      found = true;
    }
  }
  return found;
}

std::string nearest_word(const std::string& query, const Dialects& dialects) {
  std::vector<std::string> words;
  for (const auto& dialect : dialects) {
    for (const grammar::Command& command : dialect->commands()) words.push_back("AT" + command.name);
  }
  const std::string wanted = upper(query).starts_with("AT") ? query : "AT" + query;
  std::vector<std::string_view> views(words.begin(), words.end());
  const std::string near(grammar::nearest(wanted.substr(0, wanted.find_first_of("=?")), views));
  return near.empty() ? nearest_rule(query) : near;
}

class Explain final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("WHAT", words_,
                          "AT+CREG, '+CME ERROR: 14', 'CMS 500', '+CREG: 5', ORD001, or rules for a list");
    arguments.text("-d,--dialect", dialect_, "NAME|FILE|all", "Whose facts; all: every built-in dialect");
    declare_color(arguments, color_);
  }

  int run() override {
    std::string query = fmt::format("{}", fmt::join(words_, " "));
    while (!query.empty() && query.back() == ' ') query.pop_back();
    while (!query.empty() && query.front() == ' ') query.erase(0, 1);
    const Palette palette(use_color(color_));
    Output output;
    std::string text;
    if (explain_rule(query, text, palette)) {
      output.write(text);
      return exit_fine;
    }
    Dialects dialects;
    if (dialect_ == "all") {
      dialects = load_builtin_dialects();
    } else if (auto dialect = load_or_complain(dialect_)) {
      dialects.push_back(std::move(dialect));
    }
    if (dialects.empty()) return exit_could_not_run;

    const bool is_command = explain_command(query, dialects, text, palette);
    const bool found = is_command || explain_error(query, dialects, text, palette) ||
                       explain_line(query, dialects, text, palette);
    if (!found) {
      const std::string near = nearest_word(query, dialects);
      complain("", "nothing is known about '" + query + "'" + (dialect_ == "all" ? "" : " in " + dialect_),
               near.empty() ? "give a command, an error such as 'CME 14', a line of the module, or a rule"
                            : "did you mean " + near + "?");
      return exit_could_not_run;
    }
    output.write(text);
    return exit_fine;
  }

 private:
  std::vector<std::string> words_;
  std::string dialect_ = "all", color_ = "auto";
};

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace atscope::cli

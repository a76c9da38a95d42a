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
#include "cli/pipeline.h"
#include "cli/place.h"
#include "cli/report/explain_report.h"
#include "cli/report/explain_text.h"
#include "cli/report/place_report.h"
#include "decoder/config/rule_names.h"
#include "decoder/grammar/did_you_mean.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/rule_pages.h"
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

bool explain_rule(const std::string& query, ExplainReport& report) {
  if (query == "rules") {
    for (const lint::RuleInfo* rule : lint::rules()) report.list_rule(*rule);
    return true;
  }
  const lint::RuleInfo* rule = lint::find_rule(query);
  if (rule == nullptr) rule = lint::find_rule(upper(query));
  if (rule == nullptr) return false;
  std::string_view text;
  for (const lint::RulePage& page : lint::rule_pages()) {
    if (page.name == rule->name) text = page.text;
  }
  report.rule(*rule, text);
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
bool explain_command(const std::string& query, const Dialects& dialects, ExplainReport& report) {
  bool found = false;
  for (const std::string& name : command_names(query)) {
    for (const auto& dialect : dialects) {
      const grammar::CommandId id = dialect->find_command(name);
      if (id == grammar::no_command) continue;
      const grammar::Command& command = dialect->command(id);
      if (dialects.size() > 1 && command.dialect != dialect->name()) continue;
      report.command(*dialect, command);
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

bool explain_error(const std::string& query, const Dialects& dialects, ExplainReport& report) {
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
      report.error(*dialect, *family, *value, lead_of(*dialect, *family));
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

bool explain_line(const std::string& query, const Dialects& dialects, ExplainReport& report) {
  bool found = false;
  std::set<std::string> said;
  for (const auto& dialect : dialects) {
    for (const grammar::LineRule& rule : dialect->line_rules()) {
      if (!speaks_of(rule, query)) continue;
      // An heir repeats the productions of its ancestors.
      std::string text = rule.notation.text() + '\0' + rule.meaning + '\0' + rule.section;
      text += static_cast<char>('0' + static_cast<int>(rule.role));
      if (!said.insert(text).second) continue;
      report.line(*dialect, rule, query);
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
  return near.empty() ? config::nearest_rule(query) : near;
}

// "run.log:41": everything before the last colon is the file.
bool split_place(const std::string& text, std::string& path, std::uint64_t& place) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size() || text.size() - colon > 19)
    return false;
  place = 0;
  for (const char c : text.substr(colon + 1)) {
    if (c < '0' || c > '9') return false;
    place = place * 10 + static_cast<std::uint64_t>(c - '0');
  }
  path = text.substr(0, colon);
  return place != 0;
}

class Explain final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.positionals("WHAT", words_,
                          "AT+CREG, '+CME ERROR: 14', 'CMS 500', '+CREG: 5', ORD001, or rules for a list",
                          false);
    arguments.text(
        "--at", at_, "FILE:LINE",
        "What stands there and why: its values, the states, the open command (FILE:FRAME in captures)");
    arguments.text("-d,--dialect", dialect_, "NAME|FILE|all", "Whose facts; all: every built-in dialect");
    arguments.choice("-f,--format", format_, {"text", "json"}, "What to write");
    arguments.text("--format-in", input_.format, "NAME", "Format of the file behind --at (atscope formats)");
    arguments.choice("--role", input_.role, {"dte", "dce"},
                     "Who the log behind --at means by \"sent\": the host (dte) or the module (dce)");
    arguments.flag("--show-secrets", show_secrets_,
                   "Do not mask passwords, PINs, phone and subscriber numbers");
    declare_color(arguments, color_);
  }

  int run() override {
    if (at_.empty() == words_.empty()) {
      complain("", at_.empty() ? "nothing to explain" : "either a word or --at, not both",
               "give a command, an error such as 'CME 14', a line of the module, a rule, or --at FILE:LINE");
      return exit_could_not_run;
    }
    return at_.empty() ? explain_words() : explain_place();
  }

 private:
  int explain_words() {
    std::string query = fmt::format("{}", fmt::join(words_, " "));
    while (!query.empty() && query.back() == ' ') query.pop_back();
    while (!query.empty() && query.front() == ' ') query.erase(0, 1);
    const Palette palette(use_color(color_));
    Output output;
    const auto report = format_ == "json" ? make_explain_json(query) : make_explain_text(palette);
    if (explain_rule(query, *report)) {
      output.write(report->finish());
      return exit_fine;
    }
    Dialects dialects;
    if (dialect_ == "all") {
      dialects = load_builtin_dialects();
    } else if (auto dialect = load_or_complain(dialect_)) {
      dialects.push_back(std::move(dialect));
    }
    if (dialects.empty()) return exit_could_not_run;

    const bool found = explain_command(query, dialects, *report) || explain_error(query, dialects, *report) ||
                       explain_line(query, dialects, *report);
    if (!found) {
      const std::string near = nearest_word(query, dialects);
      complain("", "nothing is known about '" + query + "'" + (dialect_ == "all" ? "" : " in " + dialect_),
               near.empty() ? "give a command, an error such as 'CME 14', a line of the module, or a rule"
                            : "did you mean " + near + "?");
      return exit_could_not_run;
    }
    output.write(report->finish());
    return exit_fine;
  }

  int explain_place() {
    std::string path;
    std::uint64_t place = 0;
    if (!split_place(at_, path, place)) {
      complain("--at", "'" + at_ + "' is no place", "write FILE:LINE, as run.log:41; in captures FILE:FRAME");
      return exit_could_not_run;
    }
    input_.paths = {path};
    input_.dialect = dialect_ == "all" ? "auto" : dialect_;
    Output output;
    bool found = false;
    const int exit_code = for_each_input(input_, output, [&](Input& input) {
      const PlaceFacts facts = look_at(input, place);
      found = !facts.events.empty();
      if (!found) return say_nothing_there(input, facts, place);
      std::string text;
      const Palette palette(use_color(color_));
      if (format_ == "json") {
        text = place_json(input, facts, show_secrets_);
      } else {
        append_place(text, input, facts, show_secrets_, palette);
      }
      output.write(text);
    });
    return exit_code == exit_fine && !found ? exit_could_not_run : exit_code;
  }

  static void say_nothing_there(const Input& input, const PlaceFacts& facts, std::uint64_t place) {
    const char* what = facts.counts_frames ? "frame" : "line";
    const auto number = [](const capture::Origin& origin) {
      return origin.frame != 0 ? origin.frame : origin.line;
    };
    if (place > facts.last) {
      complain(input.name(), fmt::format("there is no {} {}; the last is {}", what, place, facts.last));
      return;
    }
    std::string near;
    if (facts.before) near = fmt::format("{} {}", what, number(*facts.before));
    if (facts.after) near += fmt::format("{}{} {}", near.empty() ? "" : " and ", what, number(*facts.after));
    complain(input.name(),
             fmt::format(
                 "nothing on the serial line begins at {} {}: it is empty, of other origin, or goes on with "
                 "what began before",
                 what, place),
             near.empty() ? std::string("the input holds no AT traffic") : "the nearest are " + near);
  }

  InputOptions input_;
  std::vector<std::string> words_;
  std::string at_, format_ = "text";
  std::string dialect_ = "all", color_ = "auto";
  bool show_secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
#include "decoder/session/choose_dialect.h"

#include <algorithm>
#include <utility>

#include "decoder/session/command_line.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {
namespace {

constexpr std::uint32_t most_lines = 500;  // of the module; more tell no more

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

// The line has the name where a module would say it: as a word of free text, or as the first value behind a
// tag. The digits of a cell or of a message are no name.
bool names(std::string_view text, std::string_view name) {
  if (const std::string_view tag = tag_of(text); !tag.empty()) {
    text.remove_prefix(tag.size());
    while (!text.empty() && (text.front() == ':' || text.front() == ' ' || text.front() == '"'))
      text.remove_prefix(1);
    return tag.size() > 1 && text.starts_with(name) && text.size() < 64;
  }
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (at == 0 || !is_word(text[at - 1])) return true;
  }
  return false;
}

// The command is written as one of its forms, under any settings.
bool has_form(const grammar::Command& command, const CommandItem& item) {
  return std::any_of(command.forms.begin(), command.forms.end(), [&](const grammar::FormRule& form) {
    if (form.form != item.form) return false;
    if (item.form == grammar::Form::read || item.form == grammar::Form::test) return true;
    return form.arguments.text().empty() ? item.arguments.empty() : form.arguments.matches(item.arguments);
  });
}

// The module can say this line, and begins it with words of its own.
bool says(const grammar::Dialect& dialect, std::string_view text) {
  grammar::Captures captures;
  const auto ids = dialect.candidates(text);
  return std::any_of(ids.begin(), ids.end(), [&](grammar::RuleId id) {
    const grammar::LineRule& rule = dialect.rule(id);
    if (rule.notation.lead().size() < 2) return false;
    return rule.payload.place == grammar::Payload::Place::inline_
               ? rule.notation.match_prefix(text, captures).has_value()
               : rule.notation.match(text, captures);
  });
}

}  // namespace

DialectChooser::DialectChooser(std::span<const std::shared_ptr<const grammar::Dialect>> candidates)
    : candidates_(candidates), scores_(candidates.size()) {}

void DialectChooser::see(const capture::Segment& segment) {
  joined_.see(segment, [this](std::string_view line) { see(line); });
}

void DialectChooser::see(std::string_view line) {
  const std::string_view text = trimmed(line);
  CommandLine commands{text};
  CommandItem item;
  bool any = false;
  while (commands.next(item)) {
    if (item.kind != grammar::CommandKind::extended) continue;
    any = true;
    ++commands_;
    for (std::size_t index = 0; index < candidates_.size(); ++index) {
      const grammar::Dialect& dialect = *candidates_[index];
      const grammar::CommandId id = dialect.find_command(item.name);
      if (id == grammar::no_command) continue;
      Score& score = scores_[index];
      ++score.known;
      score.points += 2;
      score.points += has_form(dialect.command(id), item);
    }
  }
  if (any || commands.valid() || text.empty()) return;
  const bool sampled = lines_++ < most_lines;
  for (std::size_t index = 0; index < candidates_.size(); ++index) {
    const grammar::Dialect& dialect = *candidates_[index];
    for (const std::string& name : dialect.identified_by()) scores_[index].identity += names(text, name);
    if (sampled) scores_[index].points += says(dialect, text);
  }
}

// The module's own name decides; else the dialect that fits best what was seen. Of those that fit alike, one
// that the others are built on, else the one that knows the most commands.
DialectChooser::Choice DialectChooser::choose() {
  joined_.finish([this](std::string_view line) { see(line); });
  Choice choice;
  if (candidates_.empty()) return choice;
  const auto evidence = [&](std::size_t index) {
    return std::pair(scores_[index].identity, scores_[index].points);
  };
  std::size_t best = 0, rival = 0;
  for (std::size_t index = 1; index < scores_.size(); ++index) {
    if (evidence(index) < evidence(best)) continue;
    if (evidence(index) == evidence(best)) {
      const std::vector<std::string>& ancestors = candidates_[index]->ancestors();
      if (std::find(ancestors.begin(), ancestors.end(), candidates_[best]->name()) != ancestors.end())
        continue;
      rival = index;
      if (candidates_[index]->commands().size() > candidates_[best]->commands().size())
        std::swap(best, rival);
    } else {
      best = rival = index;
    }
  }
  choice.dialect = candidates_[best];
  if (scores_[best].identity > 0) {
    choice.because = "the module names itself so";
  } else if (commands_ == 0) {
    choice.because = "no extended command was seen";
  } else {
    choice.because =
        "it knows " + std::to_string(scores_[best].known) + " of " + std::to_string(commands_) + " commands";
    if (rival != best) choice.because += ", " + candidates_[rival]->name() + " as many";
  }
  return choice;
}

// ------------------------------------------------------------------------------------- built-in dialects

namespace {

// What the traffic has that the dialect would not get its points for.
grammar::LeadWords unaccounted(const std::vector<std::string>& lines, const grammar::Dialect& dialect) {
  grammar::LeadWords words;
  for (const std::string& line : lines) {
    const std::string_view text = trimmed(line);
    CommandLine commands{text};
    CommandItem item;
    while (commands.next(item)) {
      if (item.kind != grammar::CommandKind::extended) continue;
      const grammar::CommandId id = dialect.find_command(item.name);
      if (id == grammar::no_command || !has_form(dialect.command(id), item)) words.add(item.name);
    }
    if (!commands.valid() && !says(dialect, text)) words.add(text);
  }
  return words;
}

}  // namespace

BuiltinChooser::BuiltinChooser() : outlines_(grammar::builtin_outlines()) {}

void BuiltinChooser::see(const capture::Segment& segment) {
  joined_.see(segment, [this](std::string_view line) { lines_.emplace_back(line); });
}

std::shared_ptr<const grammar::Dialect> BuiltinChooser::load(const std::string& name) {
  std::shared_ptr<const grammar::Dialect>& dialect = loaded_[name];
  if (dialect == nullptr) {
    if (auto compiled = loader_.load(name)) dialect = *compiled;
  }
  return dialect;
}

bool BuiltinChooser::is_named(const grammar::Outline& outline) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const std::string& line) {
    return std::any_of(outline.identified_by.begin(), outline.identified_by.end(),
                       [&](const std::string& name) { return line.find(name) != line.npos; });
  });
}

DialectChooser::Choice BuiltinChooser::choose() {
  joined_.finish([this](std::string_view line) { lines_.emplace_back(line); });
  std::vector<std::shared_ptr<const grammar::Dialect>> candidates;
  std::map<std::string, grammar::LeadWords> left_open;  // by name of a candidate
  std::map<std::string, std::string> stands_for;        // a dialect: the candidate that it would equal
  for (const grammar::Outline& outline : outlines_) {
    bool needed = outline.extends.empty() || is_named(outline);
    for (const std::string& base : outline.extends) {
      const std::string& candidate = stands_for[base];
      stands_for[outline.name] = candidate;
      needed = needed || outline.extends.size() > 1 || outline.has_any(left_open[candidate]);
    }
    if (!needed) continue;
    auto dialect = load(outline.name);
    if (dialect == nullptr) continue;
    stands_for[outline.name] = outline.name;
    left_open[outline.name] = unaccounted(lines_, *dialect);
    candidates.push_back(std::move(dialect));
  }
  DialectChooser chooser(candidates);
  for (const std::string& line : lines_) chooser.see(std::string_view(line));
  lines_.clear();
  return chooser.choose();
}

}  // namespace atscope::session

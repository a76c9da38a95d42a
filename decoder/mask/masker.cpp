// SPDX-License-Identifier: MIT
#include "decoder/mask/masker.h"

#include <algorithm>

#include "decoder/session/command_line.h"
#include "decoder/session/fields.h"

namespace atscope::mask {
namespace {

using grammar::CommandId;
using grammar::RuleId;

constexpr std::size_t longest_masked_payload = 1024;

std::uint64_t bit_of(std::size_t name) {
  return std::uint64_t{1} << std::min<std::size_t>(name, 63);
}

// A value keeps its quotes, so that a reader sees what kind of value was there.
void add_span(std::string_view value, std::uint32_t begin, Spans& spans) {
  std::uint32_t end = begin + static_cast<std::uint32_t>(value.size());
  if (!value.empty() && value.front() == '"') {
    ++begin;
    if (value.size() > 1 && value.back() == '"') --end;
  }
  if (begin < end) spans.push_back({begin, end});
}

void tidy(Spans& spans) {
  if (spans.size() < 2) return;
  std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.begin < b.begin; });
  std::size_t last = 0;
  for (std::size_t index = 1; index < spans.size(); ++index) {
    if (spans[index].begin <= spans[last].end) {
      spans[last].end = std::max(spans[last].end, spans[index].end);
    } else {
      spans[++last] = spans[index];
    }
  }
  spans.resize(last + 1);
}

bool is_sensitive(const grammar::Parameter& parameter) {
  return parameter.sensitivity != grammar::Sensitivity::open;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                  [](char a, char b) { return lower(a) == lower(b); });
}

void add_span(const std::string_view line, std::size_t begin, std::size_t end, Spans& spans) {
  if (begin < end && end <= line.size())
    spans.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
}

// What is a secret whatever the command says: "user:password@" in an address (RFC 3986, 3.2.1), the
// credentials of an Authorization field (RFC 9110, 11.6.2), a private key (RFC 7468).
void add_credentials(std::string_view line, Spans& spans) {
  if (line.size() < 12) return;
  for (std::size_t at = line.find("://"); at != std::string_view::npos; at = line.find("://", at + 3)) {
    const std::size_t begin = at + 3;
    const std::size_t end = std::min(line.find_first_of("/\"' ,?#", begin), line.size());
    const std::size_t sign = line.substr(begin, end - begin).rfind('@');
    if (sign != std::string_view::npos) add_span(line, begin, begin + sign, spans);
  }
  constexpr std::string_view field = "authorization:";
  for (std::size_t at = 0; (at = line.find_first_of("Aa", at)) != std::string_view::npos; ++at) {
    if (!starts_with_ignoring_case(line.substr(at), field)) continue;
    std::size_t begin = at + field.size();
    while (begin < line.size() && line[begin] == ' ') ++begin;
    add_span(line, begin, std::min(line.find_first_of("\r\n\"\\", begin), line.size()), spans);
  }
  if (const std::size_t at = line.find("PRIVATE KEY-----"); at != std::string_view::npos) {
    const std::size_t begin = at + std::string_view("PRIVATE KEY-----").size();
    add_span(line, begin, std::min(line.find("-----END", begin), line.size()), spans);
  }
}

bool is_command_line(std::string_view text) {
  return session::CommandLine(text).valid();
}

// Few sentences name a command: the others need no look at each word.
bool names_a_command(std::string_view sentence) {
  for (std::size_t at = 0; at + 1 < sentence.size(); ++at) {
    const bool prefix = (sentence[at] | 0x20) == 'a' && (sentence[at + 1] | 0x20) == 't';
    const char before = at == 0 ? ' ' : static_cast<char>(sentence[at - 1] | 0x20);
    if (prefix && (before < 'a' || before > 'z')) return true;
  }
  return false;
}

}  // namespace

std::string_view redact(std::string_view text, std::span<const Span> spans, std::string& buffer) {
  if (spans.empty()) return text;
  buffer.clear();
  std::size_t position = 0;
  for (const Span& span : spans) {
    buffer += text.substr(position, span.begin - position);
    buffer += redacted;
    position = span.end;
  }
  buffer += text.substr(position);
  return buffer;
}

std::uint32_t position_after_redact(std::uint32_t position, std::span<const Span> spans) {
  std::int64_t shift = 0;
  for (const Span& span : spans) {
    if (position < span.begin) break;
    if (position < span.end) return static_cast<std::uint32_t>(span.begin + shift);
    shift += static_cast<std::int64_t>(redacted.size()) - (span.end - span.begin);
  }
  return static_cast<std::uint32_t>(position + shift);
}

Masker::Masker(const grammar::Dialect& dialect, bool enabled) : dialect_(dialect), enabled_(enabled) {
  if (!enabled_) return;
  for (const grammar::LineRule& rule : dialect.line_rules()) {
    const grammar::Command* command =
        rule.command == grammar::no_command ? nullptr : &dialect.command(rule.command);
    rules_.push_back(sensitive_names(rule.notation, command));
  }
  for (const grammar::Command& command : dialect.commands()) {
    std::vector<NameSet> forms;
    for (const grammar::FormRule& form : command.forms)
      forms.push_back(sensitive_names(form.arguments, &command));
    if (std::all_of(forms.begin(), forms.end(), [](NameSet names) { return names == 0; })) forms.clear();
    commands_.push_back(std::move(forms));
    takes_message_.push_back(session::takes_message(command));
  }
}

const grammar::Parameter* Masker::parameter(const std::string& name, const grammar::Command* command) const {
  const grammar::Parameter* parameter = command == nullptr ? nullptr : command->parameter(name);
  return parameter != nullptr ? parameter : dialect_.parameter(name);
}

Masker::NameSet Masker::sensitive_names(const grammar::Notation& notation,
                                        const grammar::Command* command) const {
  NameSet names = 0;
  for (std::size_t index = 0; index < notation.names().size(); ++index) {
    const grammar::Parameter* parameter = this->parameter(notation.names()[index], command);
    if (parameter == nullptr) continue;
    const auto& variants = parameter->variants;
    const bool sensitive = is_sensitive(*parameter) ||
                           std::any_of(variants.begin(), variants.end(),
                                       [](const auto& variant) { return is_sensitive(variant.parameter); });
    if (sensitive) names |= bit_of(index);
  }
  return names;
}

void Masker::add_matches(std::string_view line, std::uint32_t offset, const grammar::Notation& notation,
                         const grammar::Command* command, NameSet names, Spans& spans, bool& matched) const {
  grammar::Captures captures;
  if (!notation.match(line, captures)) return;
  matched = true;
  for (const grammar::Capture& capture : captures) {
    if ((names & bit_of(capture.name)) == 0 || capture.text.empty()) continue;
    const grammar::Parameter* parameter = this->parameter(notation.names()[capture.name], command);
    if (parameter != nullptr && !is_sensitive(grammar::resolved(*parameter, notation, captures))) continue;
    add_span(capture.text, offset + static_cast<std::uint32_t>(capture.text.data() - line.data()), spans);
  }
  // Values past the capacity of Captures have no place: hide the rest of the line.
  if (captures.found() > captures.size() && captures.size() > 0) {
    const grammar::Capture& last = captures[captures.size() - 1];
    const auto end = static_cast<std::uint32_t>(last.text.data() + last.text.size() - line.data());
    if (end < line.size()) spans.push_back({offset + end, offset + static_cast<std::uint32_t>(line.size())});
  }
}

void Masker::find_in_command(std::string_view line, Spans& spans) const {
  spans.clear();
  if (!enabled_) return;
  session::CommandLine commands(line);
  session::CommandItem item;
  while (commands.next(item)) {
    const CommandId id = dialect_.find_command(item.name);
    if (id == grammar::no_command || commands_[id].empty() || item.arguments.empty()) continue;
    const grammar::Command& command = dialect_.command(id);
    const auto offset = static_cast<std::uint32_t>(item.arguments.data() - line.data());
    bool matched = false;
    bool sensitive_form = false;
    for (std::size_t form = 0; form < command.forms.size(); ++form) {
      if (command.forms[form].form != item.form) continue;
      sensitive_form = sensitive_form || commands_[id][form] != 0;
      add_matches(item.arguments, offset, command.forms[form].arguments, &command, commands_[id][form], spans,
                  matched);
    }
    if (!matched && sensitive_form) {
      const std::uint32_t sign = item.arguments.front() == '=' ? 1 : 0;
      add_span(item.arguments.substr(sign), offset + sign, spans);
    }
  }
  add_credentials(line, spans);
  tidy(spans);
}

void Masker::find_in_answer(std::string_view line, CommandId command, RuleId rule, Spans& spans) const {
  spans.clear();
  if (!enabled_) return;
  bool matched = false;
  add_credentials(line, spans);
  if (rule != grammar::no_rule) {
    if (rules_[rule] == 0) return tidy(spans);
    add_matches(line, 0, dialect_.rule(rule).notation, command_of(rule), rules_[rule], spans, matched);
    if (matched) return tidy(spans);
  }
  find_in_line(line, command, spans);
}

void Masker::find_in_line(std::string_view line, CommandId command, Spans& spans) const {
  bool matched = false;
  const auto try_rule = [&](RuleId id) {
    const grammar::LineRule& rule = dialect_.rule(id);
    if (rules_[id] == 0) return;
    // A production without a tag ("<imsi>") fits any line: only the open command gives it a meaning.
    if (rule.notation.lead().empty() && (command == grammar::no_command || rule.command != command)) return;
    add_matches(line, 0, rule.notation, command_of(id), rules_[id], spans, matched);
  };
  for (const RuleId id : dialect_.candidates(line)) try_rule(id);
  if (command != grammar::no_command && !matched) {
    for (const RuleId id : dialect_.command(command).rules) {
      if (dialect_.rule(id).notation.lead().empty()) try_rule(id);
    }
  }
  tidy(spans);
}

void Masker::find(const session::Event& event, Spans& spans) const {
  using session::EventKind;
  spans.clear();
  if (!enabled_) return;
  switch (event.kind) {
    case EventKind::command:
    case EventKind::echo:
      return find_in_command(event.text, spans);
    case EventKind::information:
    case EventKind::intermediate:
    case EventKind::result:
    case EventKind::urc:
    case EventKind::deferred:
      return find_in_answer(event.text, event.command, event.rule, spans);
    case EventKind::unparsed:
      return find_in_line_of_traffic(event.text, spans);
    case EventKind::data:
      find_in_message(event, spans);
      // A command that the module took for payload.
      if (spans.empty() && event.text.size() <= longest_masked_payload && is_command_line(event.text)) {
        find_in_command(event.text, spans);
      } else {
        add_credentials(event.text, spans);
        tidy(spans);
      }
      return;
    case EventKind::prompt:
    case EventKind::transition:
    case EventKind::note:
      return;
  }
}

// The number of the other side in a short message.
void Masker::find_in_message(const session::Event& event, Spans& spans) const {
  const bool by_rule = event.rule != grammar::no_rule &&
                       dialect_.rule(event.rule).payload.kind == grammar::Payload::Kind::line;
  const bool by_command =
      event.rule == grammar::no_rule && event.command != grammar::no_command && takes_message_[event.command];
  if (!by_rule && !by_command) return;
  for (const session::Field& field : session::fields(event, dialect_)) {
    if (field.sensitivity != grammar::Sensitivity::open)
      spans.push_back({field.offset, field.offset + field.bytes});
  }
  tidy(spans);
}

void Masker::find_in_line_of_traffic(std::string_view line, Spans& spans) const {
  if (is_command_line(line)) return find_in_command(line, spans);
  find_in_answer(line, grammar::no_command, grammar::no_rule, spans);
}

std::string Masker::masked_prose(std::string_view text) const {
  if (!enabled_ || !names_a_command(text)) return std::string(text);
  std::string out;
  Spans spans;
  std::string buffer;
  while (!text.empty()) {
    const std::size_t gap = std::min(text.find_first_not_of(" '`\"("), text.size());
    out += text.substr(0, gap);
    text.remove_prefix(gap);
    const std::size_t size = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, size);
    if (word.size() > 2 && is_command_line(word)) {
      find_in_command(word, spans);
      out += redact(word, spans, buffer);
    } else {
      out += word;
    }
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace atscope::mask

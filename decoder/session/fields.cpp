// SPDX-License-Identifier: MIT
#include "decoder/session/fields.h"

#include <algorithm>
#include <array>

#include "decoder/session/command_line.h"
#include "decoder/session/field_value.h"
#include "decoder/session/sms_fields.h"
#include "decoder/session/vocabulary.h"
#include "decoder/sms/long_message.h"

namespace atscope::session {
namespace {

using grammar::Captures;
using grammar::Form;
using grammar::Notation;

constexpr std::array<std::string_view, 48> positions = {
    "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32",
    "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48"};

// "MCC:262": the line itself names its values. Colons in addresses and times are none of that kind.
std::string_view own_name(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == value.npos || colon < 2 || value.find(':', colon + 1) != value.npos) return {};
  const std::string_view name = value.substr(0, colon);
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (!is_letter(name.front())) return {};
  const bool word = std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ' ';
  });
  const std::string_view rest = value.substr(colon + 1);
  const bool says_something = rest.find_first_not_of(' ') != rest.npos && !rest.starts_with("//");
  return word && says_something ? name : std::string_view{};
}

class Finder {
 public:
  Finder(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found,
         sms::LongMessages* messages)
      : text_(event.text), channel_(event.channel), dialect_(dialect), found_(found), messages_(messages) {}

  void command_line() {
    CommandLine line{text_};
    CommandItem item;
    std::size_t commands = 0, first_of_command = 0;
    std::string_view first_name;
    while (line.next(item)) {
      const std::size_t begin = found_.size();
      command(item);
      ++commands;
      if (commands == 1) first_name = item.name;
      if (commands > 1) {
        name_command(begin, item.name);
        if (commands == 2) name_command(first_of_command, first_name, begin);
      }
    }
  }

  void line(const grammar::LineRule& rule) {
    const grammar::Command* command =
        rule.command == grammar::no_command ? nullptr : &dialect_.command(rule.command);
    const std::string_view line = trimmed(text_);
    Captures captures;
    if (rule.notation.match(line, captures) ||
        (captures.clear(), rule.notation.match_prefix(line, captures))) {
      add(rule.notation, captures, command, rule.errors);
    } else {
      unknown_line();
    }
  }

  // "+TAG: 1,"x"": nobody knows the names.
  void unknown_line() {
    const std::string_view line = trimmed(text_);
    const std::string_view tag = tag_of(line);
    if (tag.empty()) return;
    std::string_view rest = line.substr(tag.size());
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':')) rest.remove_prefix(1);
    by_position(rest);
  }

  void host_data(const grammar::Command& command) {
    if (takes_message(command)) pdu(sms::From::host);
  }

  void payload(const grammar::Payload& payload) {
    using Kind = grammar::Payload::Kind;
    if (payload.kind == Kind::line) pdu(sms::From::module);
    if (found_.empty() && (payload.kind == Kind::line || payload.kind == Kind::text))
      append_message_text(text_, trimmed(text_), found_);
    if (payload.kind != Kind::counted || payload.multiplier != 2) return;
    grammar::Parameter octets;
    octets.type = grammar::ValueType::octets;
    Field& field = add("data", trimmed(text_));
    decode_value(field, trimmed(text_), &octets, nullptr);
    field.parameter = nullptr;
  }

 private:
  void pdu(sms::From from) { append_pdu_fields({text_, trimmed(text_), from, channel_}, found_, messages_); }

  void name_command(std::size_t begin, std::string_view name, std::size_t end = std::string_view::npos) {
    for (std::size_t index = begin; index < std::min(end, found_.size()); ++index)
      found_[index].command = name;
  }

  Field& add(std::string_view name, std::string_view value) {
    Field& field = found_.emplace_back();
    field.name = name;
    field.offset = static_cast<std::uint32_t>(value.data() - text_.data());
    field.bytes = static_cast<std::uint32_t>(value.size());
    return field;
  }

  void add(const Notation& notation, const Captures& captures, const grammar::Command* command,
           const grammar::Enumeration* errors) {
    for (const grammar::Capture& capture : captures) {
      const std::string& name = notation.names()[capture.name];
      const grammar::Parameter* parameter = command != nullptr ? command->parameter(name) : nullptr;
      if (parameter == nullptr) parameter = dialect_.parameter(name);
      if (parameter != nullptr) parameter = &grammar::resolved(*parameter, notation, captures);
      decode_value(add(name, capture.text), capture.text, parameter, errors);
    }
  }

  void command(const CommandItem& item) {
    if (item.arguments.empty()) return;
    const grammar::CommandId id = dialect_.find_command(item.name);
    const grammar::Command* known = id == grammar::no_command ? nullptr : &dialect_.command(id);
    std::string_view arguments = item.arguments;
    Form form = item.form;
    if (item.kind == grammar::CommandKind::s_register && form == Form::read) {
      arguments = arguments.substr(0, arguments.find('?'));  // "ATS3?" names its register before the sign
      form = Form::exec;
    }
    if (form != Form::set && form != Form::exec) return;
    Captures captures;
    for (std::size_t index = 0; known != nullptr && index < known->forms.size(); ++index) {
      const grammar::FormRule& rule = known->forms[index];
      captures.clear();
      if (rule.form == form && rule.arguments.match(arguments, captures))
        return add(rule.arguments, captures, known, nullptr);
    }
    by_position(form == Form::set ? arguments.substr(arguments.find('=') + 1) : arguments);
  }

  // Values between commas that stand in no quotes and no parentheses.
  void by_position(std::string_view values) {
    if (trimmed(values).empty()) return;
    std::size_t begin = 0, depth = 0, position = 0;
    bool quoted = false;
    for (std::size_t at = 0; at <= values.size() && position < positions.size(); ++at) {
      const char c = at < values.size() ? values[at] : ',';
      if (c == '"') quoted = !quoted;
      if (!quoted && c == '(') ++depth;
      if (!quoted && c == ')' && depth > 0) --depth;
      if (at < values.size() && (c != ',' || quoted || depth > 0)) continue;
      std::string_view value = values.substr(begin, at - begin);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
      const std::string_view name = own_name(value);
      if (!name.empty()) {
        value.remove_prefix(name.size() + 1);
        while (value.front() == ' ') value.remove_prefix(1);
      }
      decode_value(add(name.empty() ? positions[position] : name, value), value, nullptr, nullptr);
      ++position;
      begin = at + 1;
    }
  }

  std::string_view text_;
  ChannelId channel_;
  const grammar::Dialect& dialect_;
  std::vector<Field>& found_;
  sms::LongMessages* messages_;
};

}  // namespace

bool takes_message(const grammar::Command& command) {
  return std::any_of(command.forms.begin(), command.forms.end(), [](const grammar::FormRule& form) {
    return form.data && form.data->start == grammar::DataPhase::Start::prompt &&
           form.data->end == grammar::DataPhase::End::terminator;
  });
}

std::string_view to_string(FieldType type) {
  constexpr std::string_view words[] = {"none",   "integer", "decimal", "hex",  "string", "bits",
                                        "octets", "time",    "timer",   "ipv4", "ipv6",   "list"};
  return words[static_cast<std::size_t>(type)];
}

std::string Field::meaning_text() const {
  std::string words(meaning);
  if (!alternative.empty()) words.append(", or ").append(alternative);
  return words;
}

namespace {

void find_fields(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found,
                 sms::LongMessages* messages) {
  found.clear();
  Finder finder(event, dialect, found, messages);
  switch (event.kind) {
    case EventKind::command:
    case EventKind::echo:
      return finder.command_line();
    case EventKind::data:
      if (event.rule != grammar::no_rule) {
        finder.payload(dialect.rule(event.rule).payload);
      } else if (event.command != grammar::no_command) {
        finder.host_data(dialect.command(event.command));
      }
      return;
    case EventKind::information:
    case EventKind::intermediate:
    case EventKind::result:
    case EventKind::urc:
    case EventKind::deferred:
      return event.rule == grammar::no_rule ? finder.unknown_line() : finder.line(dialect.rule(event.rule));
    case EventKind::prompt:
    case EventKind::transition:
    case EventKind::unparsed:
    case EventKind::note:
      return;
  }
}

}  // namespace

void find_fields(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found) {
  find_fields(event, dialect, found, nullptr);
}

FieldFinder::FieldFinder() : messages_(std::make_unique<sms::LongMessages>()) {}
FieldFinder::FieldFinder(FieldFinder&&) noexcept = default;
FieldFinder& FieldFinder::operator=(FieldFinder&&) noexcept = default;
FieldFinder::~FieldFinder() = default;

void FieldFinder::find(const Event& event, const grammar::Dialect& dialect, std::vector<Field>& found) {
  find_fields(event, dialect, found, messages_.get());
}

std::vector<Field> fields(const Event& event, const grammar::Dialect& dialect) {
  std::vector<Field> found;
  find_fields(event, dialect, found);
  return found;
}

}  // namespace atscope::session

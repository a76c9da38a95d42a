// SPDX-License-Identifier: MIT
#include "decoder/grammar/scope.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "decoder/grammar/did_you_mean.h"

namespace atscope::grammar {
namespace {

using ast::Clause;
using ast::Statement;
using Kind = Clause::Kind;

template <typename Map>
std::vector<std::string_view> keys_of(const Map& map) {
  std::vector<std::string_view> keys;
  for (const auto& item : map) keys.push_back(item.first);
  return keys;
}

bool is_value(const Clause& clause) {
  return clause.kind == Kind::section || clause.kind == Kind::meaning;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::pair<std::string_view, ValueType> types[] = {
    {"integer", ValueType::integer}, {"decimal", ValueType::decimal}, {"hex", ValueType::hex},
    {"string", ValueType::string},   {"address", ValueType::address}, {"any", ValueType::any},
    {"bits", ValueType::bits},       {"octets", ValueType::octets},   {"escaped", ValueType::escaped},
    {"time", ValueType::time}};

std::uint32_t to_length(std::int64_t value) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, 0xFFFF'FFFF));
}

}  // namespace

const Clause* find_clause(const Statement& statement, Kind kind) {
  for (const Clause& clause : statement.clauses) {
    if (clause.kind == kind) return &clause;
  }
  return nullptr;
}

std::string unescaped(ast::Text text) {
  if (text.find('\\') == text.npos) return std::string(text);
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    result += text[at];
  }
  return result;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return result;
}

bool Scope::accepts(const Statement& statement, std::string_view what, std::initializer_list<Kind> kinds) {
  bool good = true;
  std::uint64_t seen = 0;  // by kind
  for (const Clause& clause : statement.clauses) {
    const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(clause.kind);
    if (std::find(kinds.begin(), kinds.end(), clause.kind) == kinds.end()) {
      const std::string_view shown = clause.kind == Kind::meaning ? "text in quotes" : clause.place;
      source.error(clause.place, fmt::format("\"{}\" has no place in {}", shown, what));
      good = false;
    } else if ((seen & bit) != 0) {
      source.error(clause.place,
                   is_value(clause)
                       ? std::string(clause.kind == Kind::section ? "a second section" : "a second text")
                       : fmt::format("\"{}\" is said twice", clause.place));
      good = false;
    }
    seen |= bit;
  }
  return good;
}

std::optional<Notation> Scope::notation(ast::Text text, Notation::Letters letters) {
  const ParsedFiles::KnownNotation* compiled = source.parsed.notation(text, letters);
  if (compiled == nullptr) {
    const Notation::Mistake mistake = Notation::check(text).value_or(Notation::Mistake{});
    source.error(text.substr(std::min(mistake.offset, text.size())), std::string(mistake.message),
                 "notation, as +CREG: <n>,<stat>[,<lac>]");
    return std::nullopt;
  }
  if (compiled->has_clause_word) {
    const std::size_t at = std::min(text.find(" else "), text.find(" when "));
    source.warn(text.substr(at + 1), "this word is part of the notation", "write two blanks before a clause");
  }
  return compiled->notation;
}

Condition Scope::condition(const Statement& statement) {
  const Clause* clause = find_clause(statement, Kind::when);
  return clause == nullptr ? Condition() : condition(*clause->condition);
}

Condition Scope::condition(const std::vector<ast::Term>& terms) {
  Condition result;
  for (const ast::Term& term : terms) {
    const auto found = settings.find(term.setting);
    if (found == settings.end()) {
      source.error(term.setting, fmt::format("unknown setting \"{}\"", term.setting),
                   "a setting that a command declares", did_you_mean(term.setting, keys_of(settings)));
      continue;
    }
    result.all.push_back({found->second, term.op, term.value});
  }
  return result;
}

std::vector<SettingChange> Scope::changes(const Statement& statement) {
  std::vector<SettingChange> result;
  const Clause* clause = find_clause(statement, Kind::sets);
  if (clause == nullptr) return result;
  for (const ast::Term& term : *clause->condition) {
    if (term.op != Comparison::Operator::equal)
      source.error(term.setting, "a line gives a setting one value", "SETTING = VALUE");
  }
  for (const Comparison& item : condition(*clause->condition).all)
    result.push_back({item.setting, item.value});
  return result;
}

Section Scope::section(const Statement& statement) const {
  const Clause* clause = find_clause(statement, Kind::section);
  if (clause == nullptr) return {};
  const std::size_t slash = clause->text.find('/');
  if (slash == clause->text.npos) return "§" + std::string(clause->text);
  return fmt::format("{} §{}", clause->text.substr(0, slash), clause->text.substr(slash + 1));
}

std::string Scope::meaning(const Statement& statement) const {
  const Clause* clause = find_clause(statement, Kind::meaning);
  return clause == nullptr ? std::string() : unescaped(clause->text);
}

int Scope::numeric(const Statement& statement) {
  const Clause* clause = find_clause(statement, Kind::numeric);
  if (clause == nullptr) return -1;
  const std::int64_t low = clause->bounds->low.value_or(-1);
  if (low < 0 || low > 999) {
    source.error(clause->place, "a numeric result code has one to three digits");
    return -1;
  }
  return static_cast<int>(low);
}

bool Scope::known_parameter(ast::Text name, const std::vector<std::string_view>& names) {
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  source.error(name, fmt::format("unknown parameter <{}>", name), "a parameter of this statement's notations",
               did_you_mean(name, names, "<", ">"));
  return false;
}

Limit Scope::limit(const ast::Limit& limit, const std::vector<std::string_view>& names) {
  Limit result;
  result.base = limit.base;
  result.unit = limit.unit;
  if (limit.factors.size() > 2) {
    source.error(limit.factors[2], "a time limit has at most two factors");
    return result;
  }
  for (const ast::Text factor : limit.factors) known_parameter(factor, names);
  if (!limit.factors.empty()) result.first = std::string(limit.factors[0]);
  if (limit.factors.size() > 1) result.second = std::string(limit.factors[1]);
  return result;
}

Payload Scope::payload(const ast::PayloadClause& clause, const Notation* head) {
  Payload result;
  result.kind = clause.kind;
  result.place = clause.place;
  result.length = std::string(clause.length);
  result.multiplier = clause.multiplier;
  if (clause.kind == Payload::Kind::counted) {
    if (head != nullptr) known_parameter(clause.length, {head->names().begin(), head->names().end()});
    if (clause.multiplier == 0) source.error(clause.length, "the length is multiplied by 0");
  }
  return result;
}

void Scope::enumeration_values(Enumeration& enumeration, const std::vector<ast::Value>& values,
                               bool keep_first, ValueKeys& seen) {
  const auto key = [](const EnumValue& value) {
    const auto number = to_integer(value.value);
    return (number ? std::to_string(*number) : value.value) + ".." + value.last;
  };
  for (const ast::Value& item : values) {
    EnumValue value{unescaped(item.value),
                    std::string(item.last),
                    unescaped(item.meaning),
                    unescaped(item.alternative),
                    {}};
    for (const ast::Text word : item.words) value.words.push_back(unescaped(word));
    if (!value.last.empty()) {
      const auto first = to_integer(value.value), last = to_integer(value.last);
      if (!first || !last || *first >= *last) {
        source.error(item.value, fmt::format("{}..{} is no range of numbers", value.value, value.last),
                     "a range, as 6..7");
        continue;
      }
    }
    if (!seen.insert(key(value)).second) {
      if (!keep_first) source.error(item.value, fmt::format("the value {} is given twice", item.value));
      continue;
    }
    enumeration.values.push_back(std::move(value));
  }
}

void Scope::unknown_type(ast::Text name) {
  std::vector<std::string_view> names;
  for (const auto& item : types) names.push_back(item.first);
  for (const auto& enumeration : builder.enumerations()) {
    if (!enumeration->name.empty()) names.push_back(enumeration->name);
  }
  for (const std::string_view word : {"length", "unit", "scale", "offset", "default", "timer", "personal",
                                      "secret", "sum", "insecure", "failure"}) {
    names.push_back(word);
  }
  source.error(name, fmt::format("unknown type or enumeration \"{}\"", name),
               "integer, decimal, hex, string, address, bits, octets, escaped, time, or the name of an enum",
               did_you_mean(name, names));
}

namespace {

// The longest known command that `text` begins with; an extended name must end there.
std::size_t command_name_size(const Scope& scope, ast::Text text) {
  const std::string folded = upper(text);
  const std::size_t end = std::min(folded.find_first_of("=?<["), folded.size());
  for (std::size_t size = end; size > 0; --size) {
    const auto found = scope.commands.find(std::string_view(folded).substr(0, size));
    if (found == scope.commands.end()) continue;
    const bool extended = scope.builder.commands()[found->second].kind == CommandKind::extended;
    if (!extended || size == end) return size;
  }
  return 0;
}

}  // namespace

std::optional<CommandUse> Scope::command_use(ast::Text text) {
  if (text.starts_with("AT")) text.remove_prefix(2);
  CommandUse result;
  const std::size_t size = command_name_size(*this, text);
  const auto found = commands.find(upper(text.substr(0, size)));
  if (size == 0 || found == commands.end()) {
    std::vector<std::string_view> names;
    for (const auto& known : commands) names.push_back(known.first);
    const ast::Text name = text.substr(0, text.find_first_of("=?"));
    source.error(text, fmt::format("unknown command \"AT{}\"", name), "a command of this dialect",
                 did_you_mean(name, names, "AT"));
    return std::nullopt;
  }
  result.command = found->second;
  if (size < text.size()) {
    result.arguments = notation(text.substr(size), Notation::Letters::any_case);
    if (!result.arguments) return std::nullopt;
  }
  return result;
}

std::vector<CommandUse> Scope::command_uses(const std::vector<ast::Text>& texts) {
  std::vector<CommandUse> uses;
  for (const ast::Text text : texts) {
    if (auto use = command_use(text)) uses.push_back(std::move(*use));
  }
  return uses;
}

Parameter Scope::parameter(const Statement& statement) {
  Parameter result;
  result.name = std::string(statement.name);
  bool typed = false;
  for (const Clause& clause : statement.clauses) {
    const auto& [low, high] = *clause.bounds;
    switch (clause.kind) {
      case Kind::meaning:
        result.meaning = unescaped(clause.text);
        break;
      case Kind::personal:
        result.sensitivity = std::max(result.sensitivity, Sensitivity::personal);
        break;
      case Kind::secret:
        result.sensitivity = Sensitivity::secret;
        break;
      case Kind::sum:
        result.sum = true;
        break;
      case Kind::range:
        result.minimum = low;
        result.maximum = high;
        if (!typed) result.type = ValueType::integer;
        if (low && high && *low > *high) {
          source.error(clause.place, "the range ends before it begins", "a range, as 0..31");
        }
        break;
      case Kind::length:
        if (low) result.minimum_length = to_length(*low);
        if (high) result.maximum_length = to_length(*high);
        if ((low && *low < 0) || (high && *high < low.value_or(0))) {
          source.error(clause.place, "this length is no range", "a length, as 1..128");
        }
        break;
      case Kind::unit:
        result.unit = unescaped(clause.text);
        break;
      case Kind::scale:
        result.scale = clause.number;
        if (clause.number == 0) source.error(clause.place, "a scale of 0 makes every value the same");
        break;
      case Kind::offset:
        result.offset = clause.number;
        break;
      case Kind::default_value:
        result.default_value = unescaped(clause.text);
        break;
      case Kind::timer:
        result.type = ValueType::timer;
        result.timer = std::string(clause.text);
        typed = true;
        if (!timer_coding(clause.text)) {
          source.error(clause.text, fmt::format("unknown timer \"{}\"", clause.text),
                       "T3312, T3314, T3324 or T3412");
        }
        break;
      case Kind::insecure:
        for (const ast::Text value : clause.notations) result.insecure.push_back(unescaped(value));
        break;
      case Kind::failure:
        for (const ast::Text value : clause.notations) result.failures.push_back(unescaped(value));
        break;
      case Kind::discouraged:
        for (const ast::Value& value : *clause.values) {
          result.discouraged.push_back(
              {unescaped(value.value), unescaped(value.last), unescaped(value.meaning), {}, {}});
        }
        break;
      case Kind::at_most:
        result.at_most = std::string(clause.text);
        break;
      case Kind::values: {
        auto enumeration = once({clause.place.data()}, [&] {
          Enumeration made;
          ValueKeys seen;
          enumeration_values(made, *clause.values, false, seen);
          return made;
        });
        result.enumeration = enumeration.get();
        builder.enumerations().push_back(std::move(enumeration));
        break;
      }
      case Kind::type_or_enumeration: {
        const auto type = std::find_if(std::begin(types), std::end(types),
                                       [&](const auto& item) { return item.first == clause.text; });
        if (type != std::end(types)) {
          result.type = type->second;
          typed = true;
          break;
        }
        for (const auto& enumeration : builder.enumerations()) {
          if (enumeration->name == clause.text) result.enumeration = enumeration.get();
        }
        if (result.enumeration == nullptr) unknown_type(clause.text);
        break;
      }
      default:
        break;
    }
  }
  if (result.enumeration != nullptr && !result.default_value.empty() && !result.minimum && !result.maximum &&
      result.enumeration->find(result.default_value) == nullptr) {
    source.warn(statement.name, fmt::format("the default {} is not among the values of <{}>",
                                            result.default_value, result.name));
  }
  return result;
}

RuleId Scope::add(LineRule rule, ast::Text place) {
  auto& rules = builder.line_rules();
  if (rules.size() >= no_rule) {
    if (rules.size() == no_rule) source.error(place, "too many lines for one dialect");
    return no_rule;
  }
  rules.push_back(std::move(rule));
  return static_cast<RuleId>(rules.size() - 1);
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// Compiles manual notation to a program that notation_match.cpp runs.
#include "decoder/grammar/notation.h"

#include <algorithm>

namespace atscope::grammar {
namespace {

constexpr std::size_t max_text = 4096;
constexpr std::size_t max_depth = 16;
constexpr std::size_t max_names = 512;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_separator(char c) {
  return c == ':' || c == ',';
}
bool is_bracket(char c) {
  return c == '[' || c == ']' || c == '{' || c == '}';
}
bool is_no_part_of_a_name(char c) {
  return c == '<' || is_bracket(c) || c == '"' || c == '|' || c == ',';
}

// `<name>`, `<name...>` or `<name=literal>` at text[at] == '<'.
struct Name {
  std::string_view name;
  std::string_view literal;
  bool rest = false;
  std::size_t end = 0;  // behind '>'
};

std::optional<Name> read_name(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('>', at);
  if (end == std::string_view::npos) return std::nullopt;
  Name result{text.substr(at + 1, end - at - 1), {}, false, end + 1};
  if (const std::size_t equals = result.name.find('='); equals != std::string_view::npos) {
    result.literal = result.name.substr(equals + 1);
    result.name = result.name.substr(0, equals);
    if (result.literal.find_first_of("<[]{} \t:,|") != std::string_view::npos || result.literal.empty())
      return std::nullopt;
  }
  if (std::any_of(result.name.begin(), result.name.end(), is_no_part_of_a_name)) return std::nullopt;
  if (result.name.ends_with("...")) {
    result.rest = true;
    result.name.remove_suffix(3);
  }
  while (!result.name.empty() && is_blank(result.name.front())) result.name.remove_prefix(1);
  while (!result.name.empty() && is_blank(result.name.back())) result.name.remove_suffix(1);
  return result;
}

// A blank at text[at] says nothing to the matcher: at an end, or beside ':' and ',' (brackets between do
// not count), or after another blank.
bool blank_is_layout(std::string_view text, std::size_t at) {
  std::size_t next = at;
  while (next < text.size() && (is_blank(text[next]) || is_bracket(text[next]))) ++next;
  if (next == text.size() || is_separator(text[next])) return true;
  if (at > 0 && is_blank(text[at - 1])) return true;
  std::size_t before = at;
  while (before > 0 && is_bracket(text[before - 1])) --before;
  return before == 0 || is_separator(text[before - 1]);
}

}  // namespace

std::optional<Notation::Mistake> Notation::check(std::string_view text) {
  if (text.size() > max_text) return Mistake{max_text, "this notation is too long"};
  std::vector<std::size_t> open;
  std::size_t names = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '<') {
      const std::optional<Name> name = read_name(text, at);
      if (!name) return Mistake{at, "'<' without its '>'"};
      if (name->name.empty()) return Mistake{at, "a value needs a name between '<' and '>'"};
      if (++names > max_names) return Mistake{at, "too many values"};
      at = name->end;
      continue;
    }
    if (c == '[' || c == '{') {
      if (open.size() == max_depth) return Mistake{at, "brackets are nested too deep"};
      open.push_back(at);
    } else if (c == ']' || c == '}') {
      const char wanted = c == ']' ? '[' : '{';
      if (open.empty() || text[open.back()] != wanted) {
        return Mistake{at, c == ']' ? "']' without its '['" : "'}' without its '{'"};
      }
      if (open.back() + 1 == at) return Mistake{open.back(), "nothing stands between these brackets"};
      open.pop_back();
    } else if (c == '>') {
      return Mistake{at, "'>' without its '<'"};
    }
    ++at;
  }
  if (!open.empty()) {
    return Mistake{open.back(), text[open.back()] == '[' ? "'[' without its ']'" : "'{' without its '}'"};
  }
  return std::nullopt;
}

void Notation::names_in(std::string_view text, std::vector<std::string_view>& names) {
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at)) {
    const std::optional<Name> name = read_name(text, at);
    if (!name) break;
    names.push_back(name->name);
    at = name->end;
  }
}

std::optional<Notation> Notation::compile(std::string_view text, Letters letters) {
  if (check(text)) return std::nullopt;
  auto program = std::make_shared<Program>();
  Program& result = *program;
  result.letters = letters;
  result.text.reserve(text.size());
  std::vector<std::size_t> open;  // nodes of the brackets around
  const auto close_literal = [&result](std::size_t begin) {
    if (result.literals.size() == begin) return;
    result.nodes.push_back({Node::Kind::literal, 0, static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(result.literals.size() - begin), 0, false});
  };
  std::size_t literal = 0;  // where the present literal begins in literals
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c != '<' && !is_bracket(c)) {
      result.text += c;
      if (!is_blank(c)) {
        result.literals += c;
      } else if (!blank_is_layout(text, at)) {
        result.literals += ' ';
      }
      ++at;
      continue;
    }
    close_literal(literal);
    literal = result.literals.size();
    if (c == '<') {
      const Name name = *read_name(text, at);
      auto place = std::find(result.names.begin(), result.names.end(), name.name);
      if (place == result.names.end()) {
        result.names.emplace_back(name.name);
        place = result.names.end() - 1;
      }
      const auto index = static_cast<ParameterName>(place - result.names.begin());
      if (name.literal.empty()) {
        result.nodes.push_back({name.rest ? Node::Kind::rest : Node::Kind::parameter, index, 0, 0, 0, false});
        result.text += text.substr(at, name.end - at);
      } else {
        result.literals += name.literal;
        close_literal(literal);
        literal = result.literals.size();
        result.nodes.back().name = index;
        result.nodes.back().named = true;
        result.text += name.literal;
      }
      at = name.end;
      continue;
    }
    result.text += c;
    if (c == '[' || c == '{') {
      open.push_back(result.nodes.size());
      result.nodes.push_back({c == '[' ? Node::Kind::option : Node::Kind::repeat, 0, 0, 0, 0, false});
    } else {
      result.nodes[open.back()].body_size = static_cast<std::uint32_t>(result.nodes.size() - open.back() - 1);
      open.pop_back();
    }
    ++at;
  }
  close_literal(literal);

  for (const Node& node : result.nodes) {
    if (node.kind != Node::Kind::literal) break;
    result.lead += result.literal(node);
  }
  while (!result.lead.empty() && is_blank(result.lead.back())) result.lead.pop_back();
  result.emit(0, result.nodes.size());
  result.steps.push_back({});
  for (std::size_t step = 0; step < result.steps.size(); ++step) {
    const Step::Kind kind = result.steps[step].kind;
    if (kind == Step::Kind::parameter || kind == Step::Kind::rest) result.find_stops(step);
  }
  result.nodes.shrink_to_fit();  // thousands of them are kept
  result.names.shrink_to_fit();
  result.steps.shrink_to_fit();
  result.stops.shrink_to_fit();
  result.halts.shrink_to_fit();
  Notation notation;
  notation.program_ = std::move(program);
  return notation;
}

const std::shared_ptr<const Notation::Program>& Notation::no_program() {
  static const auto nothing = std::make_shared<const Program>();
  return nothing;
}

bool Notation::literal_only() const {
  return !nodes().empty() && std::all_of(nodes().begin(), nodes().end(),
                                         [](const Node& node) { return node.kind == Node::Kind::literal; });
}

bool Notation::Program::nullable(std::size_t first, std::size_t last) const {
  for (std::size_t node = first; node < last; node += 1 + nodes[node].body_size) {
    if (nodes[node].kind == Node::Kind::literal) return false;
  }
  return true;
}

void Notation::Program::emit(std::size_t first, std::size_t last) {
  for (std::size_t index = first; index < last; index += 1 + nodes[index].body_size) {
    const Node& node = nodes[index];
    Step step;
    switch (node.kind) {
      case Node::Kind::literal:
        step.kind = Step::Kind::literal;
        step.begin = node.text_begin;
        step.size = node.text_size;
        step.named = node.named;
        step.name = node.name;
        steps.push_back(step);
        break;
      case Node::Kind::parameter:
      case Node::Kind::rest:
        step.kind = node.kind == Node::Kind::rest ? Step::Kind::rest : Step::Kind::parameter;
        step.name = node.name;
        steps.push_back(step);
        break;
      case Node::Kind::option:
      case Node::Kind::repeat: {
        const std::size_t split = steps.size();
        step.kind = Step::Kind::split;
        steps.push_back(step);
        emit(index + 1, index + 1 + node.body_size);
        if (nullable(index + 1, index + 1 + node.body_size)) {
          step.kind = Step::Kind::close;
          step.target = static_cast<std::uint32_t>(split);
          steps.push_back(step);
        }
        if (node.kind == Node::Kind::repeat) {
          step.kind = Step::Kind::jump;
          step.target = static_cast<std::uint32_t>(split);
          steps.push_back(step);
        }
        steps[split].target = static_cast<std::uint32_t>(steps.size());
        break;
      }
    }
  }
}

// Walks every way on from a value to the literals that may come next; values between are passed, as they
// may be empty.
void Notation::Program::find_stops(std::size_t step) {
  std::vector<bool> seen(steps.size());
  std::vector<std::size_t> todo{step + 1};
  const std::size_t begin = stops.size();
  bool may_end = false, enclosed = false, anywhere = false;
  while (!todo.empty()) {
    const std::size_t at = todo.back();
    todo.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const Step& next = steps[at];
    switch (next.kind) {
      case Step::Kind::literal:
        stops.push_back({next.begin, next.size});
        enclosed = enclosed || literals[next.begin] == '"';
        break;
      case Step::Kind::done:
        may_end = true;
        break;
      case Step::Kind::split:
        todo.push_back(next.target);
        todo.push_back(at + 1);
        break;
      case Step::Kind::jump:
        todo.push_back(next.target);
        break;
      case Step::Kind::parameter:
      case Step::Kind::rest:
        anywhere = true;
        todo.push_back(at + 1);
        break;
      case Step::Kind::close:
        todo.push_back(at + 1);
        break;
    }
  }
  steps[step].begin = static_cast<std::uint32_t>(begin);
  steps[step].size = static_cast<std::uint32_t>(stops.size() - begin);
  steps[step].enclosed = enclosed;
  steps[step].anywhere = anywhere;
  steps[step].ends_line = may_end && !anywhere && stops.size() == begin;

  ByteSet bytes;
  for (const char c : std::string_view("\"(\r\n")) bytes.add(c);
  if (!enclosed) bytes.add(',');
  for (std::size_t stop = begin; stop < stops.size(); ++stop) {
    const char c = literals[stops[stop].begin];
    bytes.add(c);
    if (c == ' ') bytes.add('\t');
    if (letters == Letters::any_case && c >= 'a' && c <= 'z') bytes.add(static_cast<char>(c - 'a' + 'A'));
    if (letters == Letters::any_case && c >= 'A' && c <= 'Z') bytes.add(static_cast<char>(c - 'A' + 'a'));
  }
  const auto same = std::find(halts.begin(), halts.end(), bytes);
  steps[step].halts = static_cast<std::uint32_t>(same - halts.begin());
  if (same == halts.end()) halts.push_back(bytes);
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// A matcher by continuations over a tree, with a notation reader of its own; shares no code with the product.
#include "tests/grammar/reference_matcher.h"

#include <functional>
#include <memory>

namespace atscope::grammar::reference {
namespace {

struct Node;
using Sequence = std::vector<Node>;
struct Node {
  char kind = 'l';  // l character, b blanks, v value, r rest, o option, * repeat
  char letter = 0;
  std::string name;
  Sequence body;
};

// What is left to match, innermost first.
struct Todo {
  const Sequence* sequence = nullptr;
  std::size_t index = 0;
  std::shared_ptr<const Todo> outer;
  const Node* repeat = nullptr;  // after this sequence, its repetition again
  std::size_t entered = 0;       // where the option or repetition began
};
using Rest = std::shared_ptr<const Todo>;

Sequence read(const std::string& text, std::size_t& at) {
  Sequence result;
  while (at < text.size() && text[at] != ']' && text[at] != '}') {
    Node node;
    if (text[at] == '<') {
      const std::size_t end = text.find('>', at);
      node.kind = 'v';
      node.name = text.substr(at + 1, end - at - 1);
      if (node.name.size() > 3 && node.name.substr(node.name.size() - 3) == "...") {
        node.kind = 'r';
        node.name.resize(node.name.size() - 3);
      }
      at = end + 1;
    } else if (text[at] == '[' || text[at] == '{') {
      node.kind = text[at] == '[' ? 'o' : '*';
      node.body = read(text, ++at);
      ++at;
    } else {
      node.kind = text[at] == ' ' ? 'b' : 'l';
      node.letter = text[at++];
    }
    result.push_back(node);
  }
  return result;
}

bool separator(char c) {
  return c == ',' || c == ':';
}

class Run {
 public:
  explicit Run(std::string line) : line_(std::move(line)) {}

  std::optional<Values> run(const Sequence& all) {
    if (go(skip(0), std::make_shared<Todo>(Todo{&all, 0, nullptr, nullptr, 0}))) return values_;
    return std::nullopt;
  }

 private:
  std::size_t skip(std::size_t at) const {
    while (at < line_.size() && line_[at] == ' ') ++at;
    return at;
  }

  static Rest next(const Rest& todo) {
    Todo copy = *todo;
    ++copy.index;
    return std::make_shared<Todo>(copy);
  }

  bool go(std::size_t at, Rest todo) {
    while (todo && todo->index == todo->sequence->size()) {
      if (todo->outer && at == todo->entered) return false;  // an option with nothing in it is absent
      if (todo->repeat != nullptr) return repeat(at, *todo->repeat, todo->outer);
      todo = todo->outer;
    }
    if (!todo) return skip(at) == line_.size();
    const Node& node = (*todo->sequence)[todo->index];
    switch (node.kind) {
      case 'l':
      case 'b': {
        const auto after = letter(at, node, todo);
        return after && go(*after, next(todo));
      }
      case 'v': {
        const std::size_t begin = skip(at), end = value_end(begin, next(todo));
        std::size_t last = end;
        while (last > begin && line_[last - 1] == ' ') --last;
        return keep(node.name, begin, last, end, next(todo));
      }
      case 'r': {
        const std::size_t begin = skip(at);
        for (std::size_t end = line_.size() + 1; end-- > begin;) {
          if (keep(node.name, begin, end, end, next(todo))) return true;
        }
        return false;
      }
      case 'o': {
        const Rest after = next(todo);
        if (go(at, std::make_shared<Todo>(Todo{&node.body, 0, after, nullptr, at}))) return true;
        return go(at, after);
      }
      default:
        return repeat(at, node, next(todo));
    }
  }

  bool repeat(std::size_t at, const Node& node, const Rest& after) {
    if (go(at, std::make_shared<Todo>(Todo{&node.body, 0, after, &node, at}))) return true;
    return go(at, after);
  }

  bool keep(const std::string& name, std::size_t begin, std::size_t last, std::size_t end,
            const Rest& after) {
    values_.emplace_back(name, line_.substr(begin, last - begin));
    if (go(end, after)) return true;
    values_.pop_back();
    return false;
  }

  std::optional<std::size_t> letter(std::size_t at, const Node& node, const Rest&) const {
    if (node.kind == 'b') {
      if (at == line_.size() || line_[at] != ' ') return std::nullopt;
      return skip(at);
    }
    if (separator(node.letter) || (at > 0 && separator(line_[at - 1]))) at = skip(at);
    if (at == line_.size() || line_[at] != node.letter) return std::nullopt;
    return at + 1;
  }

  // Every literal that may come next, as runs of its characters.
  static void literals(const Rest& start, std::vector<std::vector<const Node*>>& found,
                       std::size_t depth = 0) {
    if (depth > 12) return;
    Rest todo = start;
    while (todo && todo->index == todo->sequence->size()) {
      if (todo->repeat != nullptr) {
        literals(std::make_shared<Todo>(Todo{&todo->repeat->body, 0, todo->outer, nullptr, 0}), found,
                 depth + 1);
      }
      todo = todo->outer;
    }
    if (!todo) return;
    const Node& node = (*todo->sequence)[todo->index];
    if (node.kind == 'l' || node.kind == 'b') {
      std::vector<const Node*> run;
      for (std::size_t index = todo->index; index < todo->sequence->size(); ++index) {
        const Node& item = (*todo->sequence)[index];
        if (item.kind != 'l' && item.kind != 'b') break;
        run.push_back(&item);
      }
      found.push_back(std::move(run));
      return;
    }
    if (node.kind == 'o' || node.kind == '*') {
      literals(std::make_shared<Todo>(Todo{&node.body, 0, next(todo), node.kind == '*' ? &node : nullptr, 0}),
               found, depth + 1);
    }
    literals(next(todo), found, depth + 1);
  }

  std::size_t value_end(std::size_t begin, const Rest& after) const {
    std::vector<std::vector<const Node*>> stops;
    literals(after, stops);
    bool enclosed = false;
    for (const auto& run : stops) enclosed = enclosed || run[0]->letter == '"';
    const auto stop = [&](std::size_t at) {
      if (line_[at] == ',' && !enclosed) return true;
      for (const auto& run : stops) {
        if (line_[at] != run[0]->letter) continue;  // blanks before a separator belong to the value's end
        std::optional<std::size_t> place = at;
        for (const Node* item : run) {
          place = letter(*place, *item, nullptr);
          if (!place) break;
        }
        if (place) return true;
      }
      return false;
    };
    bool piece = !enclosed;
    std::size_t at = begin;
    while (at < line_.size() && !stop(at)) {
      if (piece && line_[at] == '"') {
        const std::size_t close = line_.find('"', at + 1);
        at = close == std::string::npos ? line_.size() : close + 1;
      } else if (piece && line_[at] == '(') {
        std::size_t depth = 0;
        do {
          if (line_[at] == '"') {
            const std::size_t close = line_.find('"', at + 1);
            at = close == std::string::npos ? line_.size() : close + 1;
            continue;
          }
          if (line_[at] == '(') ++depth;
          if (line_[at] == ')') --depth;
          ++at;
        } while (at < line_.size() && depth > 0);
      } else {
        piece = !enclosed && (line_[at] == '|' || line_[at] == '-' || (piece && line_[at] == ' '));
        ++at;
      }
    }
    return at;
  }

  std::string line_;
  Values values_;
};

// Blanks that mean nothing are taken out of the notation: at the ends, after another one, beside ':' and ','.
std::string normalized(const std::string& text) {
  std::string result;
  const auto bracket = [](char c) { return c == '[' || c == ']' || c == '{' || c == '}'; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ') {
      std::size_t left = at, right = at;
      while (left > 0 && bracket(text[left - 1])) --left;
      while (right < text.size() && (bracket(text[right]) || text[right] == ' ')) ++right;
      if (left == 0 || separator(text[left - 1]) || right == text.size() || separator(text[right])) continue;
      if (text[at - 1] == ' ') continue;
    }
    result += text[at];
  }
  return result;
}

}  // namespace

std::optional<Values> match(const std::string& notation, const std::string& line) {
  const std::string text = normalized(notation);
  std::size_t at = 0;
  const Sequence all = read(text, at);
  std::string trimmed = line;
  while (!trimmed.empty() && trimmed.back() == ' ') trimmed.pop_back();
  return Run(trimmed).run(all);
}

}  // namespace atscope::grammar::reference

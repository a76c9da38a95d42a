// SPDX-License-Identifier: MIT
#include "decoder/grammar/lead.h"

#include <algorithm>

namespace atscope::grammar {
namespace {

using Node = Notation::Node;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool in_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

// A value, a comma and a word: "<n>,CONNECT OK" or "[<n>,]SEND OK". The value numbers a link.
bool numbers_a_word(const Notation& notation, std::size_t node) {
  const std::vector<Node>& nodes = notation.nodes();
  if (nodes[node].kind != Node::Kind::parameter) return false;
  std::string after;
  for (std::size_t next = node + 1; next < nodes.size() && nodes[next].kind == Node::Kind::literal; ++next) {
    after += notation.literal(nodes[next]);
  }
  return after.size() > 1 && after[0] == ',' && is_letter(after[1]);
}

struct Token {
  std::size_t begin = 0, end = 0;
  bool number = false;
};

Token first_token(std::string_view line) {
  Token token;
  while (token.begin < line.size() && is_blank(line[token.begin])) ++token.begin;
  token.end = token.begin;
  token.number = true;
  if (token.end < line.size() && !in_word(line[token.end])) {
    token.number = false;
    ++token.end;
    // Blanks may stand behind a separator.
    if (line[token.begin] == ':' || line[token.begin] == ',') return token;
  }
  while (token.end < line.size() && in_word(line[token.end])) {
    token.number = token.number && is_digit(line[token.end]);
    ++token.end;
  }
  if (token.end == token.begin) token.number = false;
  return token;
}

// Walks the ways to begin a line, options taken and left out, until the first token is complete.
class Beginnings {
 public:
  Beginnings(const Notation& notation, LeadKeys& keys) : notation_(notation), keys_(keys) {}

  void walk(std::size_t index, std::string text) {
    if (keys_.any || ++ways_ > max_ways) {
      keys_.any = true;
      return;
    }
    const std::vector<Node>& nodes = notation_.nodes();
    for (; index < nodes.size(); ++index) {
      const Node& node = nodes[index];
      if (node.kind == Node::Kind::literal) {
        text += notation_.literal(node);
        if (complete(text)) return add(text);
      } else if (node.kind == Node::Kind::option) {
        walk(index + 1 + node.body_size, text);
      } else if (node.kind == Node::Kind::repeat) {
        const Node& first = nodes[index + 1];
        if (first.kind != Node::Kind::literal || !complete(text + std::string(notation_.literal(first)))) {
          keys_.any = true;
          return;
        }
        walk(index + 1 + node.body_size, text);
      } else if (text.empty() && numbers_a_word(notation_, index)) {
        keys_.tokens.emplace_back(number_token);
        return;
      } else {
        keys_.any = true;
        return;
      }
    }
    if (!text.empty()) add(text);
  }

 private:
  static constexpr int max_ways = 32;

  static bool complete(const std::string& text) {
    const Token token = first_token(text);
    if (token.end == token.begin) return false;
    return token.end < text.size() || text[token.begin] == ':' || text[token.begin] == ',';
  }
  void add(const std::string& text) { keys_.tokens.emplace_back(lead_token(text)); }

  const Notation& notation_;
  LeadKeys& keys_;
  int ways_ = 0;
};

}  // namespace

std::string_view lead_token(std::string_view line) noexcept {
  const Token token = first_token(line);
  return token.number ? number_token : line.substr(token.begin, token.end - token.begin);
}

LeadKeys lead_keys(const Notation& notation) {
  LeadKeys keys;
  Beginnings(notation, keys).walk(0, "");
  std::sort(keys.tokens.begin(), keys.tokens.end());
  keys.tokens.erase(std::unique(keys.tokens.begin(), keys.tokens.end()), keys.tokens.end());
  return keys;
}

std::uint32_t token_hash(std::string_view token, bool fold) noexcept {
  std::uint32_t hash = 2166136261u;
  for (char c : token) {
    if (fold && c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  return hash;
}

}  // namespace atscope::grammar

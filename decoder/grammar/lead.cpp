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

// What stands at `first` or behind may lengthen a word before it.
bool lengthens_word(const Notation& notation, std::size_t first, std::size_t last) {
  const std::vector<Node>& nodes = notation.nodes();
  for (std::size_t index = first; index < last; index += 1 + nodes[index].body_size) {
    const Node& node = nodes[index];
    if (node.kind == Node::Kind::literal) return in_word(notation.literal(node)[0]);
    if (node.kind == Node::Kind::parameter || node.kind == Node::Kind::rest) return true;
    if (lengthens_word(notation, index + 1, index + 1 + node.body_size)) return true;
  }
  return false;
}

// Adds what the nodes from `first` to `last` can begin with; true when all of them may be missing.
bool collect(const Notation& notation, std::size_t first, std::size_t last, LeadKeys& keys) {
  const std::vector<Node>& nodes = notation.nodes();
  for (std::size_t index = first; index < last; index += 1 + nodes[index].body_size) {
    const Node& node = nodes[index];
    switch (node.kind) {
      case Node::Kind::literal: {
        const std::string_view text = notation.literal(node);
        const std::string_view token = lead_token(text);
        // A value right behind the token lengthens it.
        const bool open = token.data() + token.size() == text.data() + text.size() &&
                          lengthens_word(notation, index + 1, nodes.size());
        if (token.empty() || open) {
          keys.any = true;
        } else {
          keys.tokens.emplace_back(token);
        }
        return false;
      }
      case Node::Kind::parameter:
        if (numbers_a_word(notation, index)) {
          keys.tokens.emplace_back(number_token);
        } else {
          keys.any = true;
        }
        return false;
      case Node::Kind::rest:
        keys.any = true;
        return false;
      case Node::Kind::option:
      case Node::Kind::repeat:
        collect(notation, index + 1, index + 1 + node.body_size, keys);
        break;
    }
  }
  return true;
}

}  // namespace

std::string_view lead_token(std::string_view line) noexcept {
  std::size_t begin = 0;
  while (begin < line.size() && is_blank(line[begin])) ++begin;
  std::size_t end = begin;
  bool number = true;
  if (end < line.size() && !in_word(line[end])) {
    number = false;
    ++end;
    // Blanks may stand behind a separator.
    if (line[begin] == ':' || line[begin] == ',') return line.substr(begin, 1);
  }
  while (end < line.size() && in_word(line[end])) {
    number = number && is_digit(line[end]);
    ++end;
  }
  if (end > begin && number) return number_token;
  return line.substr(begin, end - begin);
}

LeadKeys lead_keys(const Notation& notation) {
  LeadKeys keys;
  collect(notation, 0, notation.nodes().size(), keys);
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

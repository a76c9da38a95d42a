// SPDX-License-Identifier: MIT
#include "decoder/grammar/outline.h"

#include <algorithm>

#include "decoder/grammar/files.h"
#include "decoder/grammar/lead.h"
#include "decoder/grammar/load.h"

namespace atscope::grammar {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

std::string_view text_of(std::string_view file_name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == file_name) return file.text;
  }
  return {};
}

std::vector<std::string> quoted(std::string_view line) {
  std::vector<std::string> strings;
  for (std::size_t open = line.find('"'); open != line.npos; open = line.find('"', open)) {
    const std::size_t close = line.find('"', open + 1);
    if (close == line.npos) break;
    strings.emplace_back(line.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return strings;
}

// dialect NAME "title" extends A, B
std::vector<std::string> bases_of(std::string_view head) {
  std::vector<std::string> bases;
  const std::size_t title = head.rfind('"');
  const std::size_t at = head.find(" extends ", title == head.npos ? 0 : title);
  if (at == head.npos) return bases;
  for (std::string_view rest = head.substr(at + 9); !rest.empty();) {
    const std::size_t begin = std::min(rest.find_first_not_of(", \t"), rest.size());
    const std::size_t end = std::min(rest.find_first_of(", \t", begin), rest.size());
    if (end > begin) bases.emplace_back(rest.substr(begin, end - begin));
    rest.remove_prefix(end);
  }
  return bases;
}

void read(std::string_view text, Outline& outline) {
  if (std::find(outline.texts.begin(), outline.texts.end(), text) != outline.texts.end()) return;
  outline.texts.push_back(text);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("dialect ")) {
      outline.extends = bases_of(line);
    } else if (line.starts_with("identified by ")) {
      outline.identified_by = quoted(line);
    } else if (line.starts_with("include ")) {
      for (const std::string& name : quoted(line)) read(text_of(name), outline);
    }
  }
}

}  // namespace

void LeadWords::add(std::string_view line) {
  std::string_view word = lead_token(line);
  if (word == number_token) return;
  if (!word.empty() && !is_word(word.front())) word.remove_prefix(1);
  if (!word.empty()) hashes_.insert(token_hash(word, true));
}

bool Outline::has_any(const LeadWords& words) const {
  if (words.empty()) return false;
  return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && is_word(text[end])) ++end;
      if (end > at && words.has_hash(token_hash(text.substr(at, end - at), true))) return true;
      at = end + 1;
    }
    return false;
  });
}

std::vector<Outline> builtin_outlines() {
  std::vector<Outline> waiting, ordered;
  for (const BuiltinDialect& builtin : builtin_dialects()) {
    Outline& outline = waiting.emplace_back();
    outline.name = builtin.name;
    read(text_of(outline.name + ".at"), outline);
  }
  const auto is_ordered = [&](const std::string& name) {
    return std::any_of(ordered.begin(), ordered.end(),
                       [&](const Outline& outline) { return outline.name == name; });
  };
  while (!waiting.empty()) {
    const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const Outline& outline) {
      return std::all_of(outline.extends.begin(), outline.extends.end(), is_ordered);
    });
    const auto next = ready == waiting.end() ? waiting.begin() : ready;
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

}  // namespace atscope::grammar

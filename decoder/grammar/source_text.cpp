// SPDX-License-Identifier: MIT
#include "decoder/grammar/source_text.h"

#include <algorithm>

namespace atscope::grammar {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

void trim(std::string_view& text, std::uint32_t& column) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
    ++column;
  }
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
}

// `//` at the start, or after a blank and outside quotes, begins a comment.
std::string_view without_comment(std::string_view line) {
  if (line.find("//") == line.npos) return line;
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (quoted && line[at] == '\\') {
      ++at;
    } else if (line[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && line.substr(at, 2) == "//" && (at == 0 || is_blank(line[at - 1]))) {
      return line.substr(0, at);
    }
  }
  return line;
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

SourceText::SourceText(std::string_view text, std::shared_ptr<const std::string> owner, std::string file)
    : file_(std::move(file)), original_(text), owner_(std::move(owner)) {
  if (original_.starts_with("\xEF\xBB\xBF")) original_.remove_prefix(3);
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  joined_.reserve(original_.size() + 1);
  std::uint32_t number = 0;
  for (std::string_view rest = original_; !rest.empty();) {
    ++number;
    std::uint32_t column = 1;
    std::string_view line = without_comment(take_line(rest));
    trim(line, column);
    if (line.empty()) continue;
    if (line.starts_with("...") && !ranges.empty()) {
      line.remove_prefix(3);
      column += 3;
      trim(line, column);
      joined_.pop_back();  // the end of the line before
      joined_ += "  ";
      add(line, number, column);
      ranges.back().second = joined_.size();
    } else {
      const std::size_t begin = joined_.size();
      add(line, number, column);
      ranges.emplace_back(begin, joined_.size());
    }
    joined_ += '\n';
  }
  joined_.shrink_to_fit();  // it never moves again: lines_ view it
  pieces_.shrink_to_fit();
  lines_.reserve(ranges.size());
  for (const auto& [begin, end] : ranges) {
    LogicalLine line{std::string_view(joined_).substr(begin, end - begin)};
    std::uint32_t unused = 0;
    if (line.text == "}") {
      line.closes = true;
    } else if (line.text.ends_with(" {}") || line.text.ends_with(" { }") || line.text.ends_with("\"{}")) {
      line.opens = line.closes = true;
      line.text.remove_suffix(line.text.size() - line.text.rfind('{'));
    } else if (line.text.ends_with(" {") || line.text.ends_with("\"{") || line.text.ends_with("\t{")) {
      line.opens = true;
      line.text.remove_suffix(1);
    }
    trim(line.text, unused);
    lines_.push_back(line);
  }
}

void SourceText::add(std::string_view text, std::uint32_t line, std::uint32_t column) {
  pieces_.push_back({static_cast<std::uint32_t>(joined_.size()), line, column});
  joined_ += text;
}

bool SourceText::holds(const char* place) const {
  return std::less_equal<>{}(joined_.data(), place) &&
         std::less_equal<>{}(place, joined_.data() + joined_.size());
}

Diagnostic SourceText::at(const char* place) const {
  Diagnostic result;
  result.file = file_;
  result.line = result.column = 1;
  const auto offset = static_cast<std::size_t>(place - joined_.data());
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                      [](std::size_t at, const Piece& piece) { return at < piece.begin; });
  if (after != pieces_.begin()) {
    const Piece& piece = *(after - 1);
    result.line = piece.line;
    result.column = piece.column + static_cast<std::uint32_t>(offset - piece.begin);
  }
  std::string_view rest = original_, line;
  for (std::uint32_t number = 0; number < result.line && !rest.empty(); ++number) line = take_line(rest);
  while (line.ends_with('\r')) line.remove_suffix(1);
  result.source_line = std::string(line);
  return result;
}

}  // namespace atscope::grammar

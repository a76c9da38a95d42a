// SPDX-License-Identifier: MIT
// Runs a compiled notation over a line: backtracking over options with a fixed stack and a step budget,
// no recursion, no allocation.
#include "decoder/grammar/notation.h"

namespace atscope::grammar {
namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_separator(char c) {
  return c == ':' || c == ',';
}
bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}
char folded(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// Behind a quoted string that opens at `at`; the end of the text when it is not closed.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const std::size_t close = text.find('"', at + 1);
  return close == none ? text.size() : close + 1;
}

std::size_t skip_group(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_quoted(text, at);
      continue;
    }
    ++at;
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return at;
  }
  return at;
}

}  // namespace

class Notation::Matcher {
 public:
  Matcher(const Program& program, std::string_view text, bool whole, Captures& captures)
      : program_(program),
        text_(text),
        whole_(whole),
        fold_(program.letters == Letters::any_case),
        captures_(captures),
        budget_(4096 + 16 * text.size()) {}

  // Where the match ends, or `none`.
  std::size_t run() {
    captures_.clear();
    std::size_t at = skip_blanks(text_, 0);
    std::size_t step = 0;
    std::size_t limit = none;  // of a rest that is tried again: it must end before
    while (spend(1)) {
      const Step& now = program_.steps[step];
      bool fits = true;
      switch (now.kind) {
        case Step::Kind::literal: {
          const std::size_t end = literal({now.begin, now.size}, at);
          fits = end != none;
          if (fits && now.named) captures_.push({now.name, true, value_before(now, end)});
          if (fits) at = end;
          ++step;
          break;
        }
        case Step::Kind::parameter:
          at = value(now, at);
          ++step;
          break;
        case Step::Kind::rest:
          fits = rest(now, step, at, limit);
          limit = none;
          ++step;
          break;
        case Step::Kind::split:
          push({now.target, at, captures_.found(), none});
          ++step;
          break;
        case Step::Kind::close:
          fits = entered_at(program_.steps[now.target].target) != at;
          ++step;
          break;
        case Step::Kind::jump:
          step = now.target;
          break;
        case Step::Kind::done:
          if (!whole_) return at;
          if (skip_blanks(text_, at) == text_.size()) return at;
          fits = false;
          break;
      }
      if (fits) continue;
      if (size_ == oldest_) return none;
      const Choice& choice = choices_[--size_ % capacity];
      step = choice.step;
      at = choice.at;
      limit = choice.limit;
      captures_.truncate(choice.captures);
    }
    return none;
  }

  // Up to the first option, rest or end no choice is made: what is found there is found in every match.
  std::optional<std::string_view> leading_value(std::string_view name) {
    captures_.clear();
    std::size_t at = skip_blanks(text_, 0);
    for (const Step& now : program_.steps) {
      if (now.kind == Step::Kind::literal) {
        at = literal({now.begin, now.size}, at);
        if (at == none) break;
      } else if (now.kind == Step::Kind::parameter) {
        at = value(now, at);
        if (captures_.found() > Captures::capacity) break;
        if (program_.names[now.name] == name) return captures_[captures_.size() - 1].text;
      } else {
        break;
      }
    }
    return std::nullopt;
  }

 private:
  struct Choice {
    std::size_t step, at, captures, limit;
  };
  // A ring: when a long repetition overflows it, the oldest ways back are given up.
  static constexpr std::size_t capacity = 64;

  void push(Choice choice) {
    choices_[size_ % capacity] = choice;
    ++size_;
    if (size_ > oldest_ + capacity) oldest_ = size_ - capacity;
  }

  // Where the innermost option that goes on at `target` was entered.
  [[nodiscard]] std::size_t entered_at(std::size_t target) const {
    for (std::size_t index = size_; index > oldest_; --index) {
      const Choice& choice = choices_[(index - 1) % capacity];
      if (choice.step == target && choice.limit == none) return choice.at;
    }
    return none;
  }

  bool spend(std::size_t amount) {
    if (budget_ < amount) {
      budget_ = 0;
      return false;
    }
    budget_ -= amount;
    return true;
  }

  [[nodiscard]] std::size_t literal(Stop stop, std::size_t at) const {
    const char* wanted = program_.literals.data() + stop.begin;
    // Byte for byte, as nearly always: only a blank at its end could take more.
    if (text_.size() - at >= stop.size && wanted[stop.size - 1] != ' ' && is_same(wanted, at, stop.size)) {
      return at + stop.size;
    }
    if (wanted[0] != ' ' && at > 0 && is_separator(text_[at - 1])) at = skip_blanks(text_, at);
    for (std::size_t index = 0; index < stop.size; ++index) {
      const char c = wanted[index];
      if (is_separator(c)) {
        at = skip_blanks(text_, at);
        if (at == text_.size() || text_[at] != c) return none;
        ++at;
        if (index + 1 < stop.size) at = skip_blanks(text_, at);
        continue;
      }
      if (at == text_.size()) return none;
      if (c == ' ') {
        if (!is_blank(text_[at])) return none;
        at = skip_blanks(text_, at);
        continue;
      }
      if (text_[at] != c && (!fold_ || folded(text_[at]) != folded(c))) return none;
      ++at;
    }
    return at;
  }

  [[nodiscard]] bool is_same(const char* wanted, std::size_t at, std::size_t size) const {
    for (std::size_t index = 0; index < size; ++index) {
      if (text_[at + index] != wanted[index]) return false;
    }
    return true;
  }

  // A named literal has no blanks and no separators: it took as many bytes as it has.
  [[nodiscard]] std::string_view value_before(const Step& now, std::size_t end) const {
    return text_.substr(end - now.size, now.size);
  }

  [[nodiscard]] bool stops(const Step& now, std::size_t at) const {
    const char c = text_[at];
    if (c == ',' && !now.enclosed) return true;
    for (std::size_t index = now.begin; index < now.begin + now.size; ++index) {
      const Stop& stop = program_.stops[index];
      const char first = program_.literals[stop.begin];
      const bool may = first == c || (first == ' ' && c == '\t') || (fold_ && folded(first) == folded(c));
      if (may && (stop.size == 1 || literal(stop, at) != none)) return true;
    }
    return !whole_ && is_line_end(c);
  }

  // A quoted string or a group may stand at the beginning of a value, behind another one, and behind '|' or
  // '-'.
  [[nodiscard]] bool begins_piece(std::size_t begin, std::size_t at, std::size_t piece_end) const {
    while (at > begin && at != piece_end && is_blank(text_[at - 1])) --at;
    return at == begin || at == piece_end || text_[at - 1] == '|' || text_[at - 1] == '-';
  }

  std::size_t value(const Step& now, std::size_t at) {
    const std::size_t begin = skip_blanks(text_, at);
    const ByteSet& halts = program_.halts[now.halts];
    std::size_t end = begin, piece_end = begin;
    while (true) {
      while (end < text_.size() && !halts.has(text_[end])) ++end;
      if (end == text_.size() || stops(now, end)) break;
      const bool piece = !now.enclosed && begins_piece(begin, end, piece_end);
      if (piece && text_[end] == '"') {
        end = piece_end = skip_quoted(text_, end);
      } else if (piece && text_[end] == '(') {
        end = piece_end = skip_group(text_, end);
      } else {
        ++end;
      }
    }
    spend(end - begin);
    std::size_t last = end;
    while (last > begin && is_blank(text_[last - 1])) --last;
    captures_.push({now.name, false, text_.substr(begin, last - begin)});
    return end;
  }

  // The longest rest first; a choice is left for the next shorter one.
  bool rest(const Step& now, std::size_t step, std::size_t& at, std::size_t limit) {
    const std::size_t begin = skip_blanks(text_, at);
    std::size_t end = text_.size();
    if (!whole_) {
      end = begin;
      while (end < text_.size() && !is_line_end(text_[end])) ++end;
    }
    if (!now.ends_line) {
      if (limit != none) {
        if (limit <= begin) return false;
        end = limit - 1;
        while (end > begin && !now.anywhere && !stops(now, end) && spend(1)) --end;
        if (end == begin && !now.anywhere && !stops(now, end)) return false;
      }
      if (end > begin) push({step, at, captures_.found(), end});
    }
    spend(1);
    captures_.push({now.name, false, text_.substr(begin, end - begin)});
    at = end;
    return true;
  }

  const Program& program_;
  std::string_view text_;
  bool whole_, fold_;
  Captures& captures_;
  std::size_t budget_;
  std::size_t size_ = 0, oldest_ = 0;
  Choice choices_[capacity];
};

bool Notation::match(std::string_view line, Captures& captures) const {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return Matcher(*program_, line, true, captures).run() != none;
}

std::optional<std::string_view> Notation::leading_value(std::string_view fitting_line,
                                                        std::string_view name) const {
  while (!fitting_line.empty() && is_blank(fitting_line.back())) fitting_line.remove_suffix(1);
  Captures captures;
  return Matcher(*program_, fitting_line, true, captures).leading_value(name);
}

std::optional<std::size_t> Notation::match_prefix(std::string_view bytes, Captures& captures) const {
  const std::size_t end = Matcher(*program_, bytes, false, captures).run();
  if (end == none) return std::nullopt;
  return end;
}

}  // namespace atscope::grammar

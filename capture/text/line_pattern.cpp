// SPDX-License-Identifier: MIT
#include "capture/text/line_pattern.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace atscope::capture {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// More <any> than this would make matching slow and are hardly meant.
constexpr std::size_t kMaxAny = 4;

}  // namespace

tl::expected<LinePattern, PatternMistake> LinePattern::parse(std::string_view text) {
  struct Field {
    std::string_view name;
    Kind kind;
  };
  constexpr std::array<Field, 8> kFields = {{{"time", Kind::time},
                                             {"ms", Kind::milliseconds},
                                             {"channel", Kind::channel},
                                             {"payload", Kind::payload},
                                             {"length", Kind::length},
                                             {"number", Kind::number},
                                             {"word", Kind::word},
                                             {"any", Kind::any}}};
  LinePattern pattern;
  std::size_t any = 0;
  bool payload = false;
  const auto mistake = [](std::size_t position, std::string message) {
    return tl::unexpected(PatternMistake{position, std::move(message)});
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_blank(c)) {
      while (at < text.size() && is_blank(text[at])) ++at;
      pattern.parts_.push_back({Kind::blanks, {}});
      continue;
    }
    if (c != '<' || text.substr(at).starts_with("<<")) {
      pattern.add_literal(c);
      at += c == '<' ? 2 : 1;
      continue;
    }
    const std::size_t close = text.find('>', at);
    const std::string_view name =
        text.substr(at + 1, close == std::string_view::npos ? close : close - at - 1);
    const auto field =
        std::find_if(kFields.begin(), kFields.end(), [&](const Field& each) { return each.name == name; });
    if (close == std::string_view::npos || field == kFields.end()) {
      return mistake(
          at,
          "no such field; there are <time> <ms> <channel> <payload> <length> <number> <word> <any>, "
          "and << for the character <");
    }
    if (payload && field->kind != Kind::any)
      return mistake(at, "only text may stand behind <payload>, and <any>");
    const bool open_end = !pattern.parts_.empty() && (pattern.parts_.back().kind == Kind::any ||
                                                      pattern.parts_.back().kind == Kind::channel);
    if (open_end) return mistake(at, "text must stand between two fields, so that the first one has an end");
    if (field->kind == Kind::any && ++any > kMaxAny)
      return mistake(at, fmt::format("more than {} <any> in one pattern", kMaxAny));
    payload = payload || field->kind == Kind::payload;
    pattern.parts_.push_back({field->kind, {}});
    at = close + 1;
  }
  for (const Part& part : pattern.parts_) {
    if (part.kind == Kind::literal && part.text.size() > pattern.landmark_.size())
      pattern.landmark_ = part.text;
  }
  if (pattern.landmark_.empty()) return mistake(0, "a pattern needs some text to be known by");
  return pattern;
}

void LinePattern::add_literal(char c) {
  if (parts_.empty() || parts_.back().kind != Kind::literal) parts_.push_back({Kind::literal, {}});
  parts_.back().text += c;
}

bool LinePattern::match(std::string_view line, LineMatch& match) const {
  if (line.find(landmark_) == std::string_view::npos) return false;
  match = {};
  return match_from(0, line, match);
}

bool LinePattern::match_from(std::size_t at, std::string_view rest, LineMatch& match) const {
  for (; at < parts_.size(); ++at) {
    const Part& part = parts_[at];
    std::size_t size = 0;
    switch (part.kind) {
      case Kind::literal:
        if (!rest.starts_with(part.text)) return false;
        size = part.text.size();
        break;
      case Kind::blanks: {
        while (size < rest.size() && is_blank(rest[size])) ++size;
        const bool before_payload = at + 1 < parts_.size() && parts_[at + 1].kind == Kind::payload;
        if (before_payload) {
          if (size == 0 && !rest.empty()) return false;
          size = std::min<std::size_t>(size, 1);
        } else if (size == 0) {
          return false;
        }
        break;
      }
      case Kind::time:
        size = parse_stamp(rest, match.stamp);
        if (size == 0) return false;
        break;
      case Kind::milliseconds: {
        constexpr std::size_t kMaxDigits = 12;
        std::int64_t value = 0;
        while (size < rest.size() && is_digit(rest[size]) && size < kMaxDigits)
          value = value * 10 + (rest[size++] - '0');
        if (size == 0) return false;
        match.stamp = {Stamp::Kind::monotonic, 0, value * 1'000'000, 1'000'000};
        break;
      }
      case Kind::number:
      case Kind::length:
        match.length = part.kind == Kind::length ? 0 : match.length;
        while (size < rest.size() && is_digit(rest[size]) && size < 9) {
          if (part.kind == Kind::length)
            match.length = match.length * 10 + static_cast<std::uint64_t>(rest[size] - '0');
          ++size;
        }
        if (size == 0) return false;
        match.has_length = match.has_length || part.kind == Kind::length;
        break;
      case Kind::word:
        while (size < rest.size() && !is_blank(rest[size])) ++size;
        if (size == 0) return false;
        // A text behind it in the same word ends it.
        if (at + 1 < parts_.size() && parts_[at + 1].kind == Kind::literal) {
          const std::size_t end = rest.substr(0, size).find(parts_[at + 1].text);
          if (end == 0 || end == std::string_view::npos) return false;
          size = end;
        }
        break;
      case Kind::payload:
        return match_payload(at, rest, match);
      case Kind::channel:
      case Kind::any:
        return match_up_to_next(at, rest, match);
    }
    rest.remove_prefix(size);
  }
  return true;
}

bool LinePattern::match_payload(std::size_t at, std::string_view rest, LineMatch& match) const {
  match.payload = rest;
  if (at + 1 == parts_.size() || parts_[at + 1].kind == Kind::any) return true;
  if (parts_[at + 1].kind == Kind::blanks) {
    while (!match.payload.empty() && is_blank(match.payload.back())) match.payload.remove_suffix(1);
    if (at + 2 == parts_.size()) return true;
    ++at;
  }
  const std::string_view behind = parts_[at + 1].text;
  for (std::size_t end = rest.rfind(behind); end != std::string_view::npos;
       end = rest.rfind(behind, end - 1)) {
    match.payload = rest.substr(0, end);
    if (parts_[at].kind == Kind::blanks) {
      while (!match.payload.empty() && is_blank(match.payload.back())) match.payload.remove_suffix(1);
    }
    if (match_from(at + 2, rest.substr(end + behind.size()), match)) return true;
    if (end == 0) break;
  }
  return false;
}

bool LinePattern::match_up_to_next(std::size_t at, std::string_view rest, LineMatch& match) const {
  const bool channel = parts_[at].kind == Kind::channel;
  const Stamp before = match.stamp;
  const auto take = [&](std::string_view skipped) {
    if (channel) match.channel = skipped;
    if (!channel && match.stamp.kind == Stamp::Kind::none) (void)find_stamp(skipped, match.stamp);
  };
  if (at + 1 == parts_.size()) {
    take(rest);
    return true;
  }
  const Part& next = parts_[at + 1];
  for (std::size_t end = channel ? 1 : 0; end <= rest.size(); ++end) {
    if (next.kind == Kind::literal) {
      end = rest.find(next.text, end);
      if (end == std::string_view::npos) return false;
    }
    if (match_from(at + 1, rest.substr(end), match)) {
      take(rest.substr(0, end));
      return true;
    }
    match.stamp = before;
  }
  return false;
}

bool find_stamp(std::string_view text, Stamp& stamp) {
  constexpr int kTries = 12;
  std::size_t at = 0;
  for (int tries = 0; tries < kTries && at < text.size(); ++tries) {
    if (parse_stamp(text.substr(at), stamp) != 0) return true;
    at = text.find_first_of("[( \t", at);
    if (at == std::string_view::npos) return false;
    at = text.find_first_not_of("[( \t", at);
  }
  return false;
}

}  // namespace atscope::capture

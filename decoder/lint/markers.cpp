// SPDX-License-Identifier: MIT
#include "decoder/lint/markers.h"

#include "decoder/lint/policy.h"

namespace atscope::lint {
namespace {

constexpr std::size_t longest_reason = 200;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::string_view head_of_marker(std::string_view text) {
  const std::size_t bracket = text.find('[');
  std::size_t end = text.find(' ', text.find(' ') + 1);
  if (text.substr(0, end).ends_with(" begin")) end = text.find(' ', end + 1);
  if (bracket != std::string_view::npos && bracket < end) {
    const std::size_t close = text.find(']', bracket);
    const std::string_view rules = text.substr(bracket, close - bracket);
    end = close != std::string_view::npos && rules.find_first_of("=\"'") == std::string_view::npos ? close + 1
                                                                                                   : bracket;
  }
  return text.substr(0, end);
}

Marker read_marker(std::string_view text) {
  Marker marker;
  take(text, "atscope:");
  text = trimmed(text);
  const bool begin = take(text, "begin");
  const bool end = !begin && take(text, "end");
  text = trimmed(text);
  marker.range = begin;
  if (end) {
    marker.kind = Marker::Kind::end;
    return marker;
  }
  if (take(text, "expect")) {
    marker.kind = Marker::Kind::expect;
  } else if (!take(text, "ignore")) {
    marker.mistake = "a marker says ignore[RULE] or expect[RULE], begin and one of these, or end";
    return marker;
  }
  const std::size_t close = text.find(']');
  if (!text.starts_with('[') || close == std::string_view::npos) {
    marker.mistake = "the rules of a marker stand in brackets: ignore[TIM001,ERR]";
    return marker;
  }
  std::string_view list = text.substr(1, close - 1);
  marker.reason = trimmed(text.substr(close + 1)).substr(0, longest_reason);
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view word = trimmed(list.substr(0, comma));
    if (!names_any_rule(word)) {
      const bool is_word = word.find_first_of("=\"'") == std::string_view::npos;
      marker.mistake = is_word ? "there is no rule '" + std::string(word) + "'" : "this is no name of a rule";
      return marker;
    }
    marker.rules.emplace_back(word);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  if (marker.rules.empty()) marker.mistake = "a marker names at least one rule";
  return marker;
}

}  // namespace atscope::lint

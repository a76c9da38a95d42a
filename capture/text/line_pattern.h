// SPDX-License-Identifier: MIT
// How a line of a log looks, as a person would write it down:
//   <time> [<number>] DEBUG: AT2[<channel>]: --> <payload>
// Built-in formats and user-defined ones are made of such patterns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "capture/text/stamp.h"

namespace atscope::capture {

/// What a pattern found in a line. The views are into the line.
struct LineMatch {
  Stamp stamp;               ///< of <time>, else of a time in what <any> stepped over
  std::string_view channel;  ///< empty without <channel>
  std::string_view payload;
  std::uint64_t length = 0;  ///< of <length>
  bool has_length = false;
};

/// A mistake in a pattern: where it stands in its text, and what is wrong.
struct PatternMistake {
  std::size_t position = 0;
  std::string message;
};

/// Literal text and fields. A blank in a pattern is any number of blanks and tabs, but at least one; before
/// <payload> it is exactly one, which may be missing when the line ends there. Fields:
///   <time>      any time that parse_stamp() reads
///   <channel>   anything up to the text behind it
///   <payload>   the rest of the line, or up to the last place where the text behind it stands
///   <length>    the number of bytes that the payload stands for
///   <ms>        a whole number of milliseconds since an unknown start
///   <number>    digits      <word>  anything without blanks      <any>  anything at all, also nothing
/// "<<" is the character <.
class LinePattern {
 public:
  [[nodiscard]] static tl::expected<LinePattern, PatternMistake> parse(std::string_view text);

  [[nodiscard]] bool match(std::string_view line, LineMatch& match) const;

 private:
  enum class Kind : std::uint8_t {
    literal,
    blanks,
    time,
    milliseconds,
    channel,
    payload,
    length,
    number,
    word,
    any
  };
  struct Part {
    Kind kind = Kind::literal;
    std::string text;  ///< of a literal
  };

  void add_literal(char c);
  [[nodiscard]] bool match_from(std::size_t part, std::string_view rest, LineMatch& match) const;
  [[nodiscard]] bool match_payload(std::size_t part, std::string_view rest, LineMatch& match) const;
  [[nodiscard]] bool match_up_to_next(std::size_t part, std::string_view rest, LineMatch& match) const;

  std::vector<Part> parts_;
  std::string landmark_;  ///< the longest literal: a line without it cannot match
};

/// The first time in `text`, at its start or behind a bracket or a blank.
[[nodiscard]] bool find_stamp(std::string_view text, Stamp& stamp);

}  // namespace atscope::capture

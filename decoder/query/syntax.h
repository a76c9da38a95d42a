// SPDX-License-Identifier: MIT
// A filter as it was written: a tree whose texts view the filter.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "decoder/query/query.h"

namespace atscope::query {

enum class Operator : std::uint8_t {
  present,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  contains,
  matches,
  in,
};

struct Literal {
  std::string_view text;  ///< without the quotes, escapes as written
  bool quoted = false;
  std::optional<std::string_view> last;  ///< end of a range a..b
};

struct Node {
  enum class Kind : std::uint8_t { any, all, negation, comparison };
  Kind kind = Kind::comparison;
  std::vector<Node> children;
  std::string_view field;
  std::string_view op_text;
  Operator op = Operator::present;
  std::vector<Literal> values;
};

inline constexpr std::size_t longest_filter = 16 * 1024;
inline constexpr std::size_t deepest_nesting = 100;

[[nodiscard]] tl::expected<Node, QueryError> parse_syntax(std::string_view text);

}  // namespace atscope::query

// SPDX-License-Identifier: MIT
// A filter that has been checked: what each comparison asks, and of which field.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/query/query.h"
#include "decoder/query/syntax.h"
#include "decoder/query/value_text.h"

namespace atscope::query {

enum class FieldId : std::uint8_t {
  kind,
  channel,
  sender,
  time,
  line,
  frame,
  offset,
  bytes,
  text,
  command,
  name,
  form,
  txn,
  inside,
  result,
  outcome,
  latency,
  confidence,
  because,
  machine,
  from,
  to,
  state,
  value,
};
/// In the order of known_fields().
inline constexpr std::size_t field_count = static_cast<std::size_t>(FieldId::value) + 1;

struct Wanted {
  std::string text;            ///< text, word, value
  std::optional<double> low;   ///< number, duration (ns), value
  std::optional<double> high;  ///< end of a range
  std::string unit;            ///< value: "dBm"
  std::optional<TimeValue> time, last_time;
};

struct Step {
  Node::Kind kind = Node::Kind::comparison;
  std::vector<Step> children;
  FieldId field = FieldId::kind;
  Operator op = Operator::present;
  std::string dynamic;              ///< behind `field.` or `state.`, as filter_name() has it
  std::size_t machine = 0;          ///< state: index of Query::machines()
  std::size_t place = 0, size = 0;  ///< of the field in the filter
  std::vector<Wanted> values;
  std::shared_ptr<const re2::RE2> pattern;
};

class Query::Impl {
 public:
  Step root;
  std::vector<std::string> machines;
  bool needs_transaction = false, needs_fields = false;
};

/// Names, types and values of a tree.
[[nodiscard]] tl::expected<std::shared_ptr<const Query::Impl>, QueryError> check(const Node& node,
                                                                                 std::string_view text);
[[nodiscard]] bool evaluate(const Step& step, const Subject& subject);

}  // namespace atscope::query

// SPDX-License-Identifier: MIT
// The values inside an event, decoded only when somebody asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::session {

struct Field {
  std::string name;                    ///< parameter name without brackets
  std::string text;                    ///< the value without quotes
  std::optional<std::int64_t> number;  ///< when the value is an integer
  std::string meaning;                 ///< of the value, by its enumeration; empty when unknown
  std::string unit;
  std::optional<double> scaled;  ///< shown value, when the parameter has a scale
  grammar::Sensitivity sensitivity = grammar::Sensitivity::open;
  std::uint32_t offset = 0, bytes = 0;  ///< place inside Event::text
};

/// Fields of a command line (of each of its commands in turn) or of a line of the module. Empty when no
/// production of the dialect fits.
[[nodiscard]] std::vector<Field> fields(const Event& event, const grammar::Dialect& dialect);

}  // namespace atscope::session

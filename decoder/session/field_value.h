// SPDX-License-Identifier: MIT
// One value held against its parameter: type, number, meaning, and whether it is one the parameter may have.
#pragma once

#include "decoder/grammar/dialect.h"
#include "decoder/session/fields.h"

namespace atscope::session {

/// Fills everything of `field` but its name and place. `wire` has its quotes. `parameter` may be null, then
/// the shape decides; `values` is the enumeration when the parameter has none (an error family).
void decode_value(Field& field, std::string_view wire, const grammar::Parameter* parameter,
                  const grammar::Enumeration* values);

}  // namespace atscope::session

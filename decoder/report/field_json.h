// SPDX-License-Identifier: MIT
// A decoded value as one object of the `fields` of docs/jsonl.md.
#pragma once

#include <cstdint>

#include "decoder/report/json_writer.h"
#include "decoder/session/fields.h"

namespace atscope::report {

/// `hidden`: nothing that tells the value is written. `begin` and `end` are its place in the shown text.
void write_field(JsonWriter& json, const session::Field& field, bool hidden, std::uint32_t begin,
                 std::uint32_t end);

}  // namespace atscope::report

// SPDX-License-Identifier: MIT
// A decoded value as a person reads it.
#pragma once

#include <string>

#include "decoder/session/fields.h"

namespace atscope::report {

/// Secret and personal values are hidden unless `show_secrets`.
[[nodiscard]] bool is_hidden(const session::Field& field, bool show_secrets);

/// What the value means, without the value: "-83 dBm", "registration denied", "6 h", each flag with "⚠".
/// Empty when there is nothing to say. Text of the log is drawn harmless.
void append_field_meaning(std::string& out, const session::Field& field);

}  // namespace atscope::report

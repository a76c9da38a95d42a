// SPDX-License-Identifier: MIT
// Values of RFC 4180 tables.
#pragma once

#include <string>
#include <string_view>

namespace atscope::report {

/// Appends `value` in quotes if it needs them. It must hold no control bytes.
void append_csv(std::string& out, std::string_view value);

/// Appends bytes of a log: control bytes and what is no harmless UTF-8 as \xNN, a backslash as \\, so that a
/// row is one line and the bytes can be had back.
void append_csv_bytes(std::string& out, std::string_view bytes);

}  // namespace atscope::report

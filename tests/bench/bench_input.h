// SPDX-License-Identifier: MIT
// What the benchmarks share: generated traffic, kept for the whole run.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"

namespace atscope::bench {

/// A generated log of ModemManager (8 MB).
[[nodiscard]] const std::string& modemmanager_log();
/// The same log as a file, removed at the end of the program.
[[nodiscard]] const std::string& modemmanager_log_path();
/// The segments of that log; they view memory that lives as long as the program.
[[nodiscard]] const std::vector<capture::Segment>& segments();
/// Bytes on the line in segments().
[[nodiscard]] std::size_t segment_bytes();
/// The built-in dialect "3gpp".
[[nodiscard]] const std::shared_ptr<const grammar::Dialect>& dialect();

}  // namespace atscope::bench

// SPDX-License-Identifier: MIT
// A file that grows while it is read.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "capture/byte_stream.h"
#include "capture/error.h"

namespace atscope::capture {

/// Reads `path` and, at its end, waits for more. A file that was cut short is read again from its beginning;
/// when another file takes the name (log rotation), the old one is read to its end and then the new one from
/// its beginning. Ends when `stop` says so; it is asked at least ten times a second. Errors: not_found,
/// not_readable.
[[nodiscard]] tl::expected<std::unique_ptr<ByteStream>, Error> follow(const std::string& path,
                                                                      std::function<bool()> stop);

}  // namespace atscope::capture

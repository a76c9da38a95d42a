// SPDX-License-Identifier: MIT
// Opens what is already an Input: bytes in memory, a stream of one's own.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/input.h"
#include "capture/open.h"
#include "capture/source.h"

namespace atscope::capture {

/// As open(), for `input`. `path` is only for messages.
[[nodiscard]] tl::expected<std::unique_ptr<Source>, Error> open_input(std::unique_ptr<Input> input,
                                                                      const std::string& path,
                                                                      const OpenOptions& options = {});

}  // namespace atscope::capture

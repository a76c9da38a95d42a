// SPDX-License-Identifier: MIT
// Names of files as CI systems want them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "decoder/lint/finding.h"

namespace atscope::cli {

/// `path` relative to the folder `root` if it lies below it; "<stdin>" is "stdin". Both as the user gave
/// them.
[[nodiscard]] std::string artifact_path(std::string_view path, std::string_view root);
/// The path as a relative URI reference (RFC 3986): what is not unreserved is percent-encoded.
[[nodiscard]] std::string uri_of(std::string_view path);
/// 1-based; a capture has no lines, so its frames are counted, and a finding about the whole file is at 1.
[[nodiscard]] std::uint64_t artifact_line(const capture::Origin& origin);
/// At most `limit` bytes of visible text, cut between code points.
[[nodiscard]] std::string visible_excerpt(std::string_view bytes, std::size_t limit);
/// 16 hexadecimal digits that name a finding among those of all files: path and fingerprint.
[[nodiscard]] std::string fingerprint_of(const lint::Finding& finding, std::string_view path);

}  // namespace atscope::cli

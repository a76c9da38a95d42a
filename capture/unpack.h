// SPDX-License-Identifier: MIT
// Unpacks gzip (RFC 1952), zstd (RFC 8878) and xz streams as they are read.
#pragma once

#include <memory>
#include <string_view>

#include "capture/byte_stream.h"
#include "capture/input.h"

namespace atscope::capture {

/// How many bytes container_of() needs to decide.
inline constexpr std::size_t kContainerMagicSize = 6;

/// Decides by the magic bytes at the start of `head`.
[[nodiscard]] Input::Container container_of(std::string_view head);

/// A stream of the unpacked bytes of `packed`. Members and frames that follow each other are read as one.
/// For Container::none gives `packed` itself.
[[nodiscard]] std::unique_ptr<ByteStream> unpack(std::unique_ptr<ByteStream> packed,
                                                 Input::Container container);

}  // namespace atscope::capture

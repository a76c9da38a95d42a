// SPDX-License-Identifier: MIT
// Opens packet captures: classic pcap and pcapng.
#pragma once

#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "capture/error.h"
#include "capture/input.h"
#include "capture/open.h"
#include "capture/source.h"

namespace atscope::capture {

/// `head` (12 bytes are enough) begins like a capture file.
[[nodiscard]] bool looks_like_pcap(std::string_view head);

/// A channel is an interface by its name, "interface 0" without one; interfaces of one name are one channel.
/// Segments carry Origin::frame and the file offset of their bytes; `note` of a data segment is the comment
/// that somebody gave the packet. Packets of other link types and protocols are counted as foreign.
///
/// On a pipe it waits until an interface or a packet is there. Errors (without a path): corrupt when nothing
/// can be read behind the file header, unsupported when no interface has a link type that atscope reads.
[[nodiscard]] tl::expected<std::unique_ptr<Source>, Error> open_pcap(std::unique_ptr<Input> input,
                                                                     const OpenOptions& options);

}  // namespace atscope::capture

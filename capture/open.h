// SPDX-License-Identifier: MIT
// Opens whatever file, pipe or compressed log the user has, by its content.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "capture/error.h"
#include "capture/source.h"

namespace atscope::capture {

struct OpenOptions {
  std::string format = "auto";   ///< a name from formats(), or "auto": decided by content
  Sender sent_by = Sender::dte;  ///< who "sent" means in formats seen from the capturing side
  bool sent_by_given = false;    ///< the user said so: what the content tells does not change it
  /// A reader may wait for so many bytes to learn from. Of a file that grows no more should be asked for than
  /// it has.
  std::size_t head_bytes = SIZE_MAX;
};

/// One line of `atscope formats`.
struct FormatInfo {
  std::string_view name;         ///< "modemmanager"
  std::string_view description;  ///< "ModemManager debug log, journal or syslog"
  std::string_view example;      ///< a sample line or a short sample, as real tools write it
};

/// Opens `path` ("-" is standard input), through gzip, zstd or xz if it is compressed.
/// A text without AT traffic, an empty file and an unknown binary open as "raw" and yield what they hold.
/// Errors: not_found, not_readable, corrupt, unsupported, unknown_format.
[[nodiscard]] tl::expected<std::unique_ptr<Source>, Error> open(const std::string& path,
                                                                const OpenOptions& options = {});

/// All formats, in the order in which detection prefers them on a tie.
[[nodiscard]] std::vector<FormatInfo> formats();

}  // namespace atscope::capture

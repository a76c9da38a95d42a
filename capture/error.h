// SPDX-License-Identifier: MIT
// Why an input could not be opened, in words a tired person can act on.
#pragma once

#include <string>

namespace atscope::capture {

struct Error {
  enum class Kind {
    not_found,
    not_readable,    ///< permission, a directory, an I/O error
    corrupt,         ///< the container (gzip, pcapng …) is broken before its first record
    unsupported,     ///< a known format or link type that atscope does not read
    unknown_format,  ///< a format name that is not in `atscope formats`
  };
  Kind kind = Kind::not_readable;
  std::string path;    ///< as the user gave it
  std::string reason;  ///< what is wrong, without the path: "is a directory"
  std::string help;    ///< the way out: "give a file, or - for standard input"; may be empty
};

}  // namespace atscope::capture

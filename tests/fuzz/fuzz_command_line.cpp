// SPDX-License-Identifier: MIT
// Any bytes as a command line: the items are views into it, in order, and the walk ends.
#include <cstdint>
#include <cstdlib>

#include "decoder/session/command_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  atscope::session::CommandLine line{text};
  atscope::session::CommandItem item;
  std::size_t last = 0;
  while (line.next(item)) {
    const auto begin = static_cast<std::size_t>(item.name.data() - text.data());
    const auto end = static_cast<std::size_t>(item.arguments.data() + item.arguments.size() - text.data());
    if (item.name.empty() || begin != item.offset || begin < last || end > size || end < begin) std::abort();
    last = end;
  }
  return 0;
}

// SPDX-License-Identifier: MIT
// Files in which users describe log formats: mistakes have places, and what is fine reads anything.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "capture/text/format_file.h"

using namespace atscope::capture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_format_file(bytes);
  if (!parsed) {
    if (parsed.error().empty()) std::abort();
    for (const FormatMistake& mistake : parsed.error()) {
      if (mistake.line == 0 || mistake.column == 0 || mistake.message.empty()) std::abort();
      if (mistake.column > mistake.source.size() + 1) std::abort();
    }
    return 0;
  }
  const auto source = open_format_file(Input::from_memory(bytes), {}, *parsed);
  Segment segment;
  while (source->next(segment)) {
    if (segment.bytes.size() > size) std::abort();
  }
  return 0;
}

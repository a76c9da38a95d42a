// SPDX-License-Identifier: MIT
// Any bytes as a marker: a mistake or rules that exist, and what is shown of it is its beginning.
#include <cstdint>
#include <cstdlib>

#include "decoder/lint/markers.h"
#include "decoder/lint/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const atscope::lint::Marker marker = atscope::lint::read_marker(text);
  if (marker.mistake.empty() && marker.kind != atscope::lint::Marker::Kind::end) {
    if (marker.rules.empty()) std::abort();
    for (const std::string& rule : marker.rules) {
      if (!atscope::lint::names_any_rule(rule)) std::abort();
    }
  }
  if (!text.starts_with(atscope::lint::head_of_marker(text))) std::abort();
  return 0;
}

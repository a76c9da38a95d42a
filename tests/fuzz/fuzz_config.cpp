// SPDX-License-Identifier: MIT
// Any bytes as atscope.toml: read or told what is wrong, with places inside the text.
#include <cstdint>

#include "decoder/config/toml_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  atscope::config::Config config;
  atscope::grammar::Diagnostics diagnostics;
  atscope::config::read_toml(text, "atscope.toml", ".", config, diagnostics);
  return 0;
}

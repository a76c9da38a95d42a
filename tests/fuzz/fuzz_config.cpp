// SPDX-License-Identifier: MIT
// Any bytes as atscope.toml: read or told what is wrong, with places inside the text.
#include <cstdint>
#include <string>

#include "cli/config/toml_file.h"
#include "cli/console.h"

// The reader speaks in diagnostics; what the program would print has no place here.
void atscope::cli::complain(std::string_view, std::string_view, std::string_view) {}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  atscope::cli::Config config;
  atscope::grammar::Diagnostics diagnostics;
  atscope::cli::read_toml(text, "atscope.toml", ".", config, diagnostics);
  return 0;
}

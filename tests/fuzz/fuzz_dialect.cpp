// SPDX-License-Identifier: MIT
// The input is the text of a dialect file. It cannot reach files: only built-in ones are found from a
// built-in.
#include <cstdlib>
#include <string_view>

#include "decoder/grammar/dump.h"
#include "decoder/grammar/load.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace atscope::grammar;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Reading the large built-in dialects again and again finds nothing new.
  for (const char* large : {"3gpp", "yuge"}) {
    if (text.find(large) != text.npos) return 0;
  }
  Diagnostics warnings;
  const auto dialect = compile_dialect(text, "builtin:fuzz.at", &warnings);
  if (!dialect) {
    require(!dialect.error().empty());
    for (const Diagnostic& diagnostic : dialect.error()) {
      require(diagnostic.line > 0 && diagnostic.column > 0 && !diagnostic.message.empty());
      require(!format(diagnostic).empty());
    }
    return 0;
  }
  require(*dialect != nullptr && !(*dialect)->name().empty());
  require(!dump_json(**dialect).empty());
  for (const Command& command : (*dialect)->commands()) {
    const CommandId id = (*dialect)->find_command(command.name);
    require(id != no_command && &(*dialect)->command(id) == &command && !command.forms.empty());
  }
  for (const RuleId id : (*dialect)->candidates(text.substr(0, text.find('\n')))) {
    require(id < (*dialect)->line_rules().size());
  }
  return 0;
}

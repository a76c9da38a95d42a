// SPDX-License-Identifier: MIT
#include "decoder/grammar/parsed_files.h"

#include "decoder/grammar/parse_dialect.h"

namespace atscope::grammar {

const ParsedFile& ParsedFiles::get(std::string_view text, const std::string& file) {
  const auto known = files_.find(file);
  if (known != files_.end()) return *known->second;
  auto parsed = std::make_unique<ParsedFile>(text, file);
  parsed->statements = parse_dialect(parsed->source, parsed->diagnostics);
  return *files_.emplace(file, std::move(parsed)).first->second;
}

std::optional<Notation> ParsedFiles::notation(std::string_view text, Notation::Letters letters) {
  auto& known = notations_[static_cast<std::size_t>(letters)];
  if (const auto found = known.find(text); found != known.end()) return found->second;
  std::optional<Notation> compiled = Notation::compile(text, letters);
  if (compiled) known.emplace(text, *compiled);
  return compiled;
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
#include "decoder/grammar/parsed_files.h"

#include <algorithm>

#include "decoder/grammar/outline.h"
#include "decoder/grammar/parse_dialect.h"

namespace atscope::grammar {

ParsedFile::ParsedFile(const DialectText& text)
    : source(text.text, text.owner, text.file), statements(parse_dialect(source, diagnostics)) {
  source.forget_lines();
}

ParsedFiles::ParsedFiles() {
  for (const Outline& outline : builtin_outlines()) {
    for (const std::string& base : outline.extends) bases_.insert(builtin_file(base + ".at"));
  }
}

const ParsedFile& ParsedFiles::get(const DialectText& text, bool lasting) {
  Known& known = files_[text.file];
  if (!known.file) known.file = std::make_unique<const ParsedFile>(text);
  known.lasting = known.lasting || lasting;
  return *known.file;
}

void ParsedFiles::forget_others() {
  std::vector<const SourceText*> lasting;
  for (const auto& [name, known] : files_) {
    if (known.lasting) lasting.push_back(&known.file->source);
  }
  if (lasting.size() == files_.size()) return;
  const auto is_passing = [&lasting](const char* place) {
    return std::none_of(lasting.begin(), lasting.end(),
                        [place](const SourceText* source) { return source->holds(place); });
  };
  for (auto& notations : notations_)
    std::erase_if(notations, [&](const auto& known) { return is_passing(known.first.data()); });
  std::erase_if(command_names_, [&](const auto& known) { return is_passing(known.first); });
  std::erase_if(enumerations_, [&](const auto& known) {
    return std::any_of(known.first.begin(), known.first.end(), is_passing);
  });
  std::erase_if(files_, [](const auto& known) { return !known.second.lasting; });
}

const ParsedFiles::KnownNotation* ParsedFiles::notation(std::string_view text, Notation::Letters letters) {
  auto& known = notations_[static_cast<std::size_t>(letters)];
  if (const auto found = known.find(text); found != known.end()) return &found->second;
  std::optional<Notation> compiled = Notation::compile(text, letters);
  if (!compiled) return nullptr;
  const bool has_clause_word = text.find(" else ") != text.npos || text.find(" when ") != text.npos;
  return &known.emplace(text, KnownNotation{std::move(*compiled), has_clause_word}).first->second;
}

}  // namespace atscope::grammar

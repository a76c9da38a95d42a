// SPDX-License-Identifier: MIT
// Dialect files as they were written, each parsed once however many dialects extend or include it, and the
// notations in them, each compiled once.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/notation.h"
#include "decoder/grammar/source_text.h"

namespace atscope::grammar {

/// Immutable. The statements view the source.
struct ParsedFile {
  ParsedFile(std::string_view text, const std::string& file) : source(text, file) {}

  SourceText source;
  std::vector<ast::Statement> statements;
  Diagnostics diagnostics;  ///< of its syntax
};

class ParsedFiles {
 public:
  /// The file called `file`, whose text is `text`; it lives as long as this.
  [[nodiscard]] const ParsedFile& get(std::string_view text, const std::string& file);
  /// As Notation::compile().
  [[nodiscard]] std::optional<Notation> notation(std::string_view text, Notation::Letters letters);
  /// What the values at `place` (of a statement of these files) became; null at first.
  [[nodiscard]] std::shared_ptr<const Enumeration>& enumeration(const void* place) {
    return enumerations_[place];
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::array<std::unordered_map<std::string, Notation, Hash, std::equal_to<>>, 2> notations_;  // by Letters
  std::unordered_map<const void*, std::shared_ptr<const Enumeration>> enumerations_;
  std::map<std::string, std::unique_ptr<const ParsedFile>, std::less<>> files_;
};

/// compile_dialect() with files that were parsed before.
[[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(
    std::string_view text, const std::string& file, Diagnostics* warnings, ParsedFiles& files);

}  // namespace atscope::grammar

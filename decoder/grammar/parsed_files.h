// SPDX-License-Identifier: MIT
// Dialect files as they were written, each parsed once however many dialects extend or include it, and the
// notations in them, each compiled once.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/files.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/notation.h"
#include "decoder/grammar/source_text.h"

namespace atscope::grammar {

/// Immutable. The statements view the source.
struct ParsedFile {
  explicit ParsedFile(const DialectText& text);

  SourceText source;
  Diagnostics diagnostics;  ///< of its syntax
  std::vector<ast::Statement> statements;
};

class ParsedFiles {
 public:
  ParsedFiles();

  /// The file with `text`. It is `lasting` once it was asked for so.
  [[nodiscard]] const ParsedFile& get(const DialectText& text, bool lasting);
  /// A dialect of the library that others in it extend.
  [[nodiscard]] bool is_base(std::string_view file) const { return bases_.contains(file); }
  /// Leaves the lasting ones, and what was made of them: the statements of a dialect that none extends are
  /// needed only once.
  void forget_others();
  struct KnownNotation {
    Notation notation;
    bool has_clause_word = false;  ///< " when " or " else " between single blanks
  };
  /// As Notation::compile(); null where it gives nothing. `text` is of a file, or lives for ever.
  [[nodiscard]] const KnownNotation* notation(std::string_view text, Notation::Letters letters);
  /// Every parameter name that a notation of a command's block has; `sent`: of its command lines.
  struct CommandNames {
    std::vector<std::string_view> all, sent;
  };
  /// Those of the command at `place` in one of these files; empty at first.
  [[nodiscard]] CommandNames& command_names(const char* place) { return command_names_[place]; }
  /// What the values that stand at `places` in these files became; null at first.
  [[nodiscard]] std::shared_ptr<const Enumeration>& enumeration(std::vector<const char*> places) {
    return enumerations_[std::move(places)];
  }

 private:
  // By Letters. The keys view the files, or what lives for ever.
  std::array<std::unordered_map<std::string_view, KnownNotation>, 2> notations_;
  std::unordered_map<const char*, CommandNames> command_names_;
  std::map<std::vector<const char*>, std::shared_ptr<const Enumeration>> enumerations_;
  struct Known {
    std::unique_ptr<const ParsedFile> file;
    bool lasting = false;
  };
  std::map<std::string, Known, std::less<>> files_;
  std::set<std::string, std::less<>> bases_;
};

/// compile_dialect() with files that were parsed before.
[[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(
    const DialectText& text, Diagnostics* warnings, ParsedFiles& files);

}  // namespace atscope::grammar

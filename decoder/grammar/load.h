// SPDX-License-Identifier: MIT
// Reads dialect files. The built-in ones are part of the library.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "decoder/grammar/dialect.h"

namespace atscope::grammar {

/// One mistake in a dialect file, with its place.
struct Diagnostic {
  std::string file;
  std::uint32_t line = 0, column = 0;  ///< 1-based; column counts bytes
  std::string source_line;             ///< the text of that line, for a caret
  std::string message;                 ///< "unknown parameter <lenght>"
  std::string expected;                ///< what would have been right here; may be empty
  std::string help;                    ///< the way out ("did you mean <length>?"); may be empty
  bool warning = false;
};

/// "file:line:column: error: message", the source line, a caret, and what was expected.
[[nodiscard]] std::string format(const Diagnostic& diagnostic);

using Diagnostics = std::vector<Diagnostic>;

struct BuiltinDialect {
  std::string_view name;  ///< "yuge-ec716s"
  std::string_view title;
};

/// The dialects inside the library, general ones first.
[[nodiscard]] std::vector<BuiltinDialect> builtin_dialects();

/// Loads a built-in dialect by name or a file by path (anything with a '/' or a ".at" ending).
/// `extends` and `include` find built-in names and paths relative to the file.
[[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> load_dialect(
    const std::string& name_or_path);

class ParsedFiles;

/// Loads several dialects: a file that more than one of them extends or includes is read once.
class DialectLoader {
 public:
  DialectLoader();
  ~DialectLoader();

  /// As load_dialect().
  [[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> load(
      const std::string& name_or_path);

 private:
  std::unique_ptr<ParsedFiles> files_;
};

/// Compiles the text of a dialect; `file` is used in messages and for relative includes.
/// On success, `warnings` (if given) takes what a reader should look at.
[[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(
    std::string_view text, const std::string& file, Diagnostics* warnings = nullptr);

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// Dialect files as they were written, each parsed once however many dialects extend or include it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/load.h"
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

 private:
  std::map<std::string, std::unique_ptr<const ParsedFile>, std::less<>> files_;
};

/// compile_dialect() with files that were parsed before.
[[nodiscard]] tl::expected<std::shared_ptr<const Dialect>, Diagnostics> compile_dialect(
    std::string_view text, const std::string& file, Diagnostics* warnings, ParsedFiles& files);

}  // namespace atscope::grammar

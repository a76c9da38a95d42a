// SPDX-License-Identifier: MIT
// A dialect file together with everything it extends and includes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/parsed_files.h"

namespace atscope::grammar {

/// One dialect of the chain, its includes in place.
struct Layer {
  std::string name, title;
  std::vector<std::string> extends;
  std::vector<const ast::Statement*> statements;
};

struct Gathered {
  explicit Gathered(ParsedFiles& all) : parsed(all) {}

  ParsedFiles& parsed;
  std::vector<const ParsedFile*> files;  ///< that hold the statements
  std::vector<Layer> layers;             ///< the dialect itself, then its ancestors, nearest first
  Diagnostics diagnostics;

  /// A diagnostic at `place`, which must be in one of the sources.
  [[nodiscard]] Diagnostic at(const char* place) const;
  void error(std::string_view place, std::string message, std::string expected = {}, std::string help = {});
  void warn(std::string_view place, std::string message, std::string help = {});
  [[nodiscard]] bool failed() const;
};

/// `files` must outlive the result.
[[nodiscard]] Gathered gather(const DialectText& text, ParsedFiles& files);

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// A dialect file together with everything it extends and includes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/ast.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/source_text.h"

namespace atscope::grammar {

/// One dialect of the chain, its includes in place.
struct Layer {
  std::string name, title;
  std::vector<std::string> extends;
  std::vector<ast::Statement> statements;
};

struct Gathered {
  std::vector<std::unique_ptr<SourceText>> sources;  ///< what the statements view
  std::vector<Layer> layers;  ///< the dialect itself, then its ancestors, nearest first
  Diagnostics diagnostics;

  /// A diagnostic at `place`, which must be in one of the sources.
  [[nodiscard]] Diagnostic at(const char* place) const;
  void error(std::string_view place, std::string message, std::string expected = {}, std::string help = {});
  void warn(std::string_view place, std::string message, std::string help = {});
  [[nodiscard]] bool failed() const;
};

[[nodiscard]] Gathered gather(std::string_view text, const std::string& file);

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
// The dialects that a run may use, loaded once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/grammar/load.h"
#include "decoder/session/choose_dialect.h"

namespace atscope::capture {
class LookAheadSource;
}

namespace atscope::cli {

/// Loads a dialect by name or file. On failure everything that is wrong is said on standard error,
/// with a similar name if there is one.
[[nodiscard]] std::shared_ptr<const grammar::Dialect> load_or_complain(const std::string& name_or_path,
                                                                       grammar::DialectLoader& loader);
[[nodiscard]] std::shared_ptr<const grammar::Dialect> load_or_complain(const std::string& name_or_path);

/// All built-in dialects, general ones first.
[[nodiscard]] std::vector<std::shared_ptr<const grammar::Dialect>> load_builtin_dialects();

/// Writes diagnostics of a dialect file to standard error, with hostile bytes drawn.
void print_diagnostics(const grammar::Diagnostics& diagnostics);

class DialectShelf {
 public:
  /// `name` is what the user gave to --dialect.
  explicit DialectShelf(std::string name) : name_(std::move(name)) {}

  /// Loads all there is to choose from. False when the dialect is not usable; the reason has been said.
  [[nodiscard]] bool load();
  /// Loads the dialect that the user named; the built-in ones are left to choose(), which needs few of them.
  [[nodiscard]] bool load_named() { return !is_fixed() || load(); }
  /// The user named the dialect.
  [[nodiscard]] bool is_fixed() const { return name_ != "auto"; }

  struct Choice {
    std::shared_ptr<const grammar::Dialect> dialect;
    std::string because;  ///< empty for a dialect that the user named
  };
  /// By what the source read ahead.
  [[nodiscard]] Choice choose(const capture::LookAheadSource& source);
  /// What load() has loaded; one when the user named it.
  [[nodiscard]] const std::vector<std::shared_ptr<const grammar::Dialect>>& candidates() const {
    return dialects_;
  }

 private:
  std::string name_;
  std::vector<std::shared_ptr<const grammar::Dialect>> dialects_;
  std::unique_ptr<session::BuiltinChooser> chooser_;
};

}  // namespace atscope::cli

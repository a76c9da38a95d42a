// SPDX-License-Identifier: MIT
// Where texts of dialects come from: inside the library, or a file.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace atscope::grammar {

/// A dialect file inside the library. Generated at build time from decoder/dialects/*.at.
struct EmbeddedFile {
  std::string_view name;  ///< "3gpp.at"
  std::string_view text;
};
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

/// `text` is that of an embedded file, or lives as long as `owner`.
struct DialectText {
  std::string file;  ///< for messages, and for what it includes: builtin_file("3gpp.at") or a path
  std::string_view text;
  std::shared_ptr<const std::string> owner;
};

/// "builtin:3gpp.at": what the file of that name inside the library is called outside it.
[[nodiscard]] std::string builtin_file(std::string_view name);

/// Finds what `extends`, `include` or a user names: a built-in name ("3gpp"), or a file ("x.at", "dir/x")
/// relative to the file that names it (empty: to the working directory). The error is a sentence.
[[nodiscard]] tl::expected<DialectText, std::string> find_dialect_text(const std::string& name,
                                                                       const std::string& named_by);

}  // namespace atscope::grammar

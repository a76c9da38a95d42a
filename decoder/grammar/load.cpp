// SPDX-License-Identifier: MIT
#include "decoder/grammar/load.h"

#include <algorithm>

#include "decoder/grammar/files.h"
#include "decoder/grammar/parsed_files.h"

namespace atscope::grammar {
namespace {

// The head of a built-in file is the first line that begins with "dialect"; tests hold all of them to
// dialect NAME "title" [extends …]. A file without one is there to be included.
std::string_view head_of(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("dialect ")) return line.substr(8);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace

std::vector<BuiltinDialect> builtin_dialects() {
  struct Entry {
    BuiltinDialect dialect;
    bool extends = false;
  };
  std::vector<Entry> entries;
  for (const EmbeddedFile& file : embedded_files()) {
    const std::string_view head = head_of(file.text);
    if (head.empty()) continue;
    const std::size_t open = head.find('"');
    const std::size_t close = open == head.npos ? head.npos : head.find('"', open + 1);
    const std::string_view title =
        close == head.npos ? std::string_view{} : head.substr(open + 1, close - open - 1);
    entries.push_back(
        {{file.name.substr(0, file.name.size() - 3), title}, head.find(" extends ") != head.npos});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& left, const Entry& right) { return !left.extends && right.extends; });
  std::vector<BuiltinDialect> result;
  for (const Entry& entry : entries) result.push_back(entry.dialect);
  return result;
}

DialectLoader::DialectLoader() : files_(std::make_unique<ParsedFiles>()) {}
DialectLoader::~DialectLoader() = default;

tl::expected<std::shared_ptr<const Dialect>, Diagnostics> DialectLoader::load(
    const std::string& name_or_path) {
  auto found = find_dialect_text(name_or_path, "");
  if (!found) {
    Diagnostic diagnostic;
    diagnostic.file = name_or_path;
    diagnostic.message = found.error();
    return tl::unexpected(Diagnostics{std::move(diagnostic)});
  }
  auto compiled = compile_dialect(*found, nullptr, *files_);
  files_->forget_others();
  return compiled;
}

tl::expected<std::shared_ptr<const Dialect>, Diagnostics> load_dialect(const std::string& name_or_path) {
  return DialectLoader().load(name_or_path);
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
#include "decoder/grammar/files.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <vector>

#include "decoder/grammar/did_you_mean.h"

namespace atscope::grammar {
namespace {

constexpr std::string_view builtin = "builtin:";
constexpr std::uintmax_t max_file_bytes = 8u << 20;

// What another file names must be a regular file; a person may also give a pipe.
tl::expected<DialectText, std::string> read_file(const std::string& path, bool by_person) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status))
    return tl::unexpected(fmt::format("there is no file \"{}\"", path));
  if (std::filesystem::is_directory(status))
    return tl::unexpected(fmt::format("\"{}\" is a directory", path));
  if (!by_person && !std::filesystem::is_regular_file(status)) {
    return tl::unexpected(fmt::format("\"{}\" is no regular file", path));
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  char buffer[16384];
  while (stream.read(buffer, sizeof buffer), stream.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > max_file_bytes)
      return tl::unexpected(fmt::format("\"{}\" is too large for a dialect", path));
  }
  if (!stream.eof()) return tl::unexpected(fmt::format("\"{}\" cannot be read", path));
  auto owner = std::make_shared<const std::string>(std::move(text));
  return DialectText{path, *owner, owner};
}

}  // namespace

std::string builtin_file(std::string_view name) {
  return fmt::format("{}{}", builtin, name);
}

tl::expected<DialectText, std::string> find_dialect_text(const std::string& name,
                                                         const std::string& named_by) {
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".at");
  const std::string file_name = name.ends_with(".at") ? name : name + ".at";
  if (is_path && !named_by.starts_with(builtin)) {
    std::filesystem::path path(name);
    if (path.is_relative() && !named_by.empty()) path = std::filesystem::path(named_by).parent_path() / path;
    auto text = read_file(path.lexically_normal().string(), named_by.empty());
    if (text) return text;
    // An include or a base may also name a built-in file.
    for (const EmbeddedFile& file : embedded_files()) {
      if (!named_by.empty() && file.name == name) return DialectText{builtin_file(name), file.text, nullptr};
    }
    return text;
  }
  std::vector<std::string_view> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == file_name) {
      return DialectText{builtin_file(file.name), file.text, nullptr};
    }
    names.push_back(file.name.substr(0, file.name.size() - 3));
  }
  std::string help = did_you_mean(name, names);
  if (help.empty()) help = "give a file as a path with a '/' or the ending .at";
  return tl::unexpected(fmt::format("there is no built-in dialect \"{}\"; {}", name, help));
}

}  // namespace atscope::grammar

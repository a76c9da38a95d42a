// SPDX-License-Identifier: MIT
#include "cli/report/artifact.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

#include "decoder/report/visible_text.h"

namespace atscope::cli {

std::string artifact_path(std::string_view path, std::string_view root) {
  if (path == "<stdin>" || path == "-") return "stdin";
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path given(path);
  if (given.is_absolute() && !root.empty()) {
    const fs::path below = given.lexically_normal().lexically_relative(fs::path(root).lexically_normal());
    if (!below.empty() && *below.begin() != "..") return below.generic_string();
    return given.lexically_normal().generic_string();
  }
  if (given.is_relative() && !root.empty()) {
    const fs::path full = fs::absolute(given, error).lexically_normal();
    const fs::path below = full.lexically_relative(fs::path(root).lexically_normal());
    if (!error && !below.empty() && *below.begin() != "..") return below.generic_string();
  }
  return given.lexically_normal().generic_string();
}

std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (unreserved) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return uri.starts_with('/') ? "file://" + uri : uri;
}

std::uint64_t artifact_line(const capture::Origin& origin) {
  return std::max<std::uint64_t>(1, origin.frame != 0 ? origin.frame : origin.line);
}

std::string visible_excerpt(std::string_view bytes, std::size_t limit) {
  std::string text;
  report::append_excerpt(text, bytes, limit);
  return text;
}

std::string fingerprint_of(const lint::Finding& finding, std::string_view path) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  const auto add = [&hash](std::string_view part) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    hash *= 0x100000001B3U;
  };
  add(path);
  add(finding.fingerprint);
  return fmt::format("{:016x}", hash);
}

}  // namespace atscope::cli

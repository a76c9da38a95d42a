// SPDX-License-Identifier: MIT
// Finds the line of the firmware's source that holds a command's literal (--map-source DIR).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decoder/lint/finding.h"

namespace atscope::cli {

/// Where a source file names a command.
struct SourceSite {
  std::string path;  ///< relative to the root of the output
  std::uint64_t line = 0, column = 0;
  std::uint64_t size = 0;  ///< bytes of `literal`
  std::string literal;     ///< "AT+CIPSTART=\"TCP\"": up to the end of the string literal or the first format
};

/// Built once, by one pass over the folder: text files up to 4 MiB, no hidden or build folders.
class SourceMap {
 public:
  /// Paths are shown relative to `root`. Gives the number of sites; the folder must exist.
  std::size_t scan(const std::string& folder, const std::string& root);
  /// The site that fits best the command line a finding is about: the longest common beginning, a literal
  /// that begins with AT before one without. Null when the sources do not name the command.
  [[nodiscard]] const SourceSite* find(const lint::Finding& finding) const;

 private:
  void scan_file(const std::string& path, std::string_view text);

  static constexpr std::size_t kept_per_command = 64;
  std::unordered_map<std::string, std::vector<SourceSite>> sites_;  // by name without AT: "+CIPSTART"
  std::size_t count_ = 0;
};

}  // namespace atscope::cli

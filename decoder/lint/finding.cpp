// SPDX-License-Identifier: MIT
#include "decoder/lint/finding.h"

#include <array>

namespace atscope::lint {

std::string_view to_string(Severity severity) {
  static constexpr std::array<std::string_view, 3> words{"note", "warning", "error"};
  return words[static_cast<std::size_t>(severity)];
}

std::string_view to_string(Confidence confidence) {
  static constexpr std::array<std::string_view, 3> words{"low", "medium", "high"};
  return words[static_cast<std::size_t>(confidence)];
}

std::string_view to_string(Suppression::By by) {
  static constexpr std::array<std::string_view, 5> words{"nobody", "marker", "waiver", "expectation",
                                                         "baseline"};
  return words[static_cast<std::size_t>(by)];
}

}  // namespace atscope::lint

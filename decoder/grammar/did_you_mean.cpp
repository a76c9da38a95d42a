// SPDX-License-Identifier: MIT
#include "decoder/grammar/did_you_mean.h"

#include <algorithm>
#include <vector>

namespace atscope::grammar {
namespace {

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Damerau-Levenshtein with adjacent swaps.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1), row(right.size() + 1), next(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool same = folded(left[i - 1]) == folded(right[j - 1]);
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && folded(left[i - 1]) == folded(right[j - 2]) &&
          folded(left[i - 2]) == folded(right[j - 1])) {
        next[j] = std::min(next[j], before[j - 2] + 1);
      }
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[right.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t longest = 64;
  std::string_view best;
  if (name.empty() || name.size() > longest) return best;
  std::size_t limit = 1 + name.size() / 4;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest) continue;
    const std::size_t found = distance(name, candidate);
    if (found <= limit && found < std::max(name.size(), candidate.size())) {
      best = candidate;
      if (found == 0) break;
      limit = found - 1;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates,
                         std::string_view before, std::string_view after) {
  const std::string_view found = nearest(name, candidates);
  if (found.empty()) return {};
  return "did you mean " + std::string(before) + std::string(found) + std::string(after) + "?";
}

}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
#include "cli/redactor.h"

#include <algorithm>

namespace atscope::cli {
namespace {

// Shorter values stand in too many places by chance.
constexpr std::size_t shortest_known_value = 6;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

std::string placeholder(std::string_view secret) {
  const bool all_hex = std::all_of(secret.begin(), secret.end(), is_hex);
  std::string out;
  for (std::size_t at = 0; at < secret.size(); ++at) {
    const char c = secret[at];
    if (at == 0 && c == '+' && secret.size() > 1) {
      out += c;
    } else {
      out += all_hex || (c >= '0' && c <= '9') ? '0' : 'x';
    }
  }
  return out;
}

void SecretFinder::on_event(const session::Event& event) {
  masker_.find(event, spans_);
  if (spans_.empty()) return;
  const std::vector<FilePlace> places = places_.find(event.channel, event.origin.offset, event.text);
  for (const mask::Span& span : spans_) {
    const std::string_view secret = event.text.substr(span.begin, span.end - span.begin);
    if (secret.size() >= shortest_known_value && secret != placeholder(secret)) values_.emplace(secret);
    if (places.empty()) {
      ++lost_;
      continue;
    }
    const std::string hidden = placeholder(secret);
    for (std::size_t at = span.begin; at < span.end; ++at) {
      const FilePlace& place = places[at];
      found_.push_back(
          {place.begin, std::max(place.end, place.begin + 1), std::string(1, hidden[at - span.begin])});
    }
  }
}

std::vector<Replacement> SecretFinder::replacements() const {
  std::vector<Replacement> sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Replacement& a, const Replacement& b) { return a.begin < b.begin; });
  std::vector<Replacement> merged;
  for (Replacement& entry : sorted) {
    if (!merged.empty() && entry.begin < merged.back().end) continue;  // found twice
    if (!merged.empty() && entry.begin == merged.back().end) {
      merged.back().end = entry.end;
      merged.back().text += entry.text;
    } else {
      merged.push_back(std::move(entry));
    }
  }
  return merged;
}

}  // namespace atscope::cli

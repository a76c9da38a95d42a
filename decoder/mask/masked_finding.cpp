// SPDX-License-Identifier: MIT
#include "decoder/mask/masked_finding.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace atscope::mask {
namespace {

// Shorter values stand in too many places by chance to be replaced wherever they occur.
constexpr std::size_t shortest_known_secret = 4;

class FindingMasker {
 public:
  explicit FindingMasker(const Masker& masker) : masker_(masker) {}

  // A line of the traffic; what is masked in it is remembered for prose().
  const Spans& line(std::string& text) {
    masker_.find_in_line_of_traffic(text, spans_);
    if (spans_.empty()) return spans_;
    for (const Span& span : spans_) {
      std::string secret = text.substr(span.begin, span.end - span.begin);
      if (secret.size() >= shortest_known_secret) secrets_.push_back(std::move(secret));
    }
    text = std::string(redact(text, spans_, buffer_));
    return spans_;
  }

  // The marked part of a line that is known to be a secret, however little the line tells.
  void marked(std::string& text, std::uint32_t begin, std::uint32_t& bytes) {
    if (begin >= text.size()) return;
    const std::size_t size = std::min<std::size_t>(bytes, text.size() - begin);
    std::string secret = text.substr(begin, size);
    text.replace(begin, size, redacted);
    bytes = static_cast<std::uint32_t>(redacted.size());
    if (secret.size() >= shortest_known_secret) secrets_.push_back(std::move(secret));
  }

  // What the quoted lines hid goes first: a value may hold blanks, which end a word for masked_prose().
  void prose(std::string& text) const {
    for (const std::string& secret : secrets_) {
      for (std::size_t at = text.find(secret); at != std::string::npos;
           at = text.find(secret, at + redacted.size())) {
        text.replace(at, secret.size(), redacted);
      }
    }
    text = masker_.masked_prose(text);
  }

 private:
  const Masker& masker_;
  Spans spans_;
  std::vector<std::string> secrets_;
  std::string buffer_;
};

}  // namespace

lint::Finding masked(lint::Finding finding, const Masker& masker) {
  FindingMasker mask(masker);
  const std::uint32_t begin = finding.column == 0 ? 0 : finding.column - 1;
  if (finding.marks_secret) mask.marked(finding.text, begin, finding.bytes);
  const Spans& spans = mask.line(finding.text);
  if (!spans.empty()) {
    const std::uint32_t shown_begin = position_after_redact(begin, spans);
    const std::uint32_t shown_end = position_after_redact(begin + finding.bytes, spans);
    finding.column = shown_begin + 1;
    finding.bytes = std::max(shown_end, shown_begin) - shown_begin;
  }
  for (lint::Related& related : finding.related) {
    mask.line(related.text);
    mask.prose(related.message);
  }
  mask.prose(finding.message);
  mask.prose(finding.help);
  mask.prose(finding.state);
  return finding;
}

}  // namespace atscope::mask

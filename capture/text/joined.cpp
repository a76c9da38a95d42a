// SPDX-License-Identifier: MIT
#include "capture/text/joined.h"

#include <algorithm>
#include <array>

#include "capture/text/escapes.h"

namespace atscope::capture {
namespace {

bool is_final_result(std::string_view text) {
  constexpr std::array<std::string_view, 6> kFinal = {"OK",   "ERROR",     "NO CARRIER",
                                                      "BUSY", "NO ANSWER", "NO DIALTONE"};
  return std::find(kFinal.begin(), kFinal.end(), text) != kFinal.end() || text.starts_with("+CME ERROR") ||
         text.starts_with("+CMS ERROR");
}

/// "+CSCS:", at the start of `text`.
bool is_response_name(std::string_view text) {
  constexpr std::string_view kSigns = "+^%*#$&";
  if (text.empty() || kSigns.find(text.front()) == std::string_view::npos) return false;
  std::size_t size = 1;
  while (size < text.size() &&
         ((text[size] >= 'A' && text[size] <= 'Z') || (text[size] >= '0' && text[size] <= '9')))
    ++size;
  return size > 1 && size < text.size() && text[size] == ':';
}

bool is_pdu(std::string_view text) {
  constexpr std::size_t kShortest = 16;
  const std::string_view word = text.substr(0, text.find(' '));
  return word.size() >= kShortest && word.size() % 2 == 0 &&
         std::all_of(word.begin(), word.end(), [](char c) { return hex_digit(c) >= 0; });
}

}  // namespace

void split_joined(std::string_view payload, Unescaped& buffer, Segment& segment) {
  Unescaped::Writer writer = buffer.begin(payload.size());
  bool quoted = false;
  for (std::size_t at = 0; at < payload.size(); ++at) {
    const char c = payload[at];
    if (c == '"') quoted = !quoted;
    const std::string_view rest = payload.substr(at + 1);
    const bool line_end = c == ' ' && at > 0 && !quoted && payload[at - 1] != ':' &&
                          (is_final_result(rest) || is_response_name(rest) || is_pdu(rest));
    writer.append(line_end ? '\n' : c);
  }
  segment.bytes = writer.bytes();
}

}  // namespace atscope::capture

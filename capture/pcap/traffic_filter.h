// SPDX-License-Identifier: MIT
// Which of the many streams on a USB bus or a Bluetooth link are text, as that of a modem is.
#pragma once

#include <algorithm>
#include <string_view>

namespace atscope::capture::pcap {

/// Nothing but characters that an AT dialogue is made of.
[[nodiscard]] inline bool is_text(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) {
    return (c >= 0x20 && c < 0x7f) || c == '\r' || c == '\n' || c == '\t' || c == '\x1a' || c == '\x1b' ||
           c == '\0';
  });
}

/// Bytes begin a command line.
[[nodiscard]] inline bool begins_command(std::string_view bytes) {
  return bytes.size() >= 2 && (bytes[0] | 0x20) == 'a' && (bytes[1] | 0x20) == 't' && is_text(bytes);
}

/// One stream: its first bytes decide, and a command line always does.
class TrafficFilter {
 public:
  [[nodiscard]] bool wants(std::string_view bytes) {
    if (state_ == State::unknown && !bytes.empty()) state_ = is_text(bytes) ? State::text : State::other;
    if (state_ == State::other && begins_command(bytes)) state_ = State::text;
    return state_ == State::text;
  }

 private:
  enum class State : unsigned char { unknown, text, other };
  State state_ = State::unknown;
};

}  // namespace atscope::capture::pcap

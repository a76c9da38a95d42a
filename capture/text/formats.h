// SPDX-License-Identifier: MIT
// The formats by name, and what their scores are made of.
#pragma once

#include <string_view>

#include "capture/text/format.h"

namespace atscope::capture {

extern const Format asterisk;
extern const Format bracket_time;
extern const Format btmon;
extern const Format chat;
extern const Format esp_hexdump;
extern const Format esp_pppos;
extern const Format gammu;
extern const Format gsmmodem;
extern const Format kannel;
extern const Format luatos;
extern const Format mbed;
extern const Format modemmanager;
extern const Format ofono;
extern const Format particle_gen2;
extern const Format particle_gen3;
extern const Format radio_logcat;
extern const Format raw;
extern const Format rt_thread;
extern const Format saleae;
extern const Format sent_received;
extern const Format smstools3;
extern const Format socat;
extern const Format sscom;
extern const Format tagged;
extern const Format transcript;
extern const Format tshark;
extern const Format uart_assist;
extern const Format wvdial;
extern const Format zephyr_modem_chat;

/// Calls `see(line)` for the lines of `head`, without their line ends, until it gives true; says whether it
/// did.
template <class See>
bool any_line(std::string_view head, See see) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  while (!head.empty()) {
    const std::size_t lf = head.find('\n');
    std::string_view line = head.substr(0, lf);
    head.remove_prefix(lf == std::string_view::npos ? head.size() : lf + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (see(line)) return true;
  }
  return false;
}

/// Calls `see(line)` for all lines of `head`.
template <class See>
void each_line(std::string_view head, See see) {
  (void)any_line(head, [&](std::string_view line) {
    see(line);
    return false;
  });
}

/// `text` begins like a command line: AT or A/ in either case, then nothing, a command character or a digit.
[[nodiscard]] bool looks_like_command(std::string_view text);

/// Stricter: AT alone or AT and a character that extended commands begin with. Prose hardly ever looks like
/// that.
[[nodiscard]] bool is_plain_command(std::string_view text);

/// `text` looks like what a module says: OK, ERROR, +NAME: …, CONNECT, RING …
[[nodiscard]] bool looks_like_response(std::string_view text);

/// `text` without colour codes (CSI … m) at its start and end.
[[nodiscard]] std::string_view strip_colour(std::string_view text);

}  // namespace atscope::capture

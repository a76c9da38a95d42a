// SPDX-License-Identifier: MIT
#include "capture/text/formats.h"

#include <algorithm>
#include <array>

namespace atscope::capture {
namespace {

constexpr std::array<const Format*, 29> kFormats = {
    &modemmanager,
    &ofono,
    &radio_logcat,
    &sscom,
    &sent_received,
    &chat,
    &wvdial,
    &gammu,
    &smstools3,
    &kannel,
    &asterisk,
    &uart_assist,
    &particle_gen2,
    &particle_gen3,
    &esp_pppos,
    &esp_hexdump,
    &zephyr_modem_chat,
    &rt_thread,
    &luatos,
    &mbed,
    &gsmmodem,
    &socat,
    &btmon,
    &tshark,
    &saleae,
    &transcript,
    &bracket_time,
    &tagged,
    &raw,
};

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_upper_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Length of a colour code (ESC [ digits m) at the start of `text`, or 0.
std::size_t colour_code(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && (text[end] == 'm' || text[end] == 'K') ? end + 1 : 0;
}

}  // namespace

std::span<const Format* const> text_formats() {
  return kFormats;
}

const Format& detect(std::string_view head, int& score) {
  const Format* best = &raw;
  score = kFallback;
  for (const Format* format : kFormats) {
    const int evidence = format->score(head);
    if (evidence > score) {
      best = format;
      score = evidence;
    }
  }
  return *best;
}

bool looks_like_command(std::string_view text) {
  if (text.size() < 2 || (text[0] | 0x20) != 'a') return false;
  if (text[1] == '/') return true;
  if ((text[1] | 0x20) != 't') return false;
  const std::string_view rest = text.substr(2);
  if (rest.empty()) return true;
  constexpr std::string_view kPrefixes = "+&%^*#$_\\?@!-|\r";
  if (kPrefixes.find(rest.front()) != std::string_view::npos) return true;
  // A basic command (ATE0, ATD*99#, AT Z): no words of prose such as "at the end" or "attach".
  if (rest.front() == ' ' && rest.size() > 1 && kPrefixes.find(rest[1]) != std::string_view::npos)
    return true;
  if (!is_letter(rest.front())) return false;
  return rest.size() == 1 || !is_letter(rest[1]) ||
         (text[0] == 'A' && text[1] == 'T' && is_upper_or_digit(rest[0]) &&
          rest.find(' ') == std::string_view::npos);
}

bool is_plain_command(std::string_view text) {
  if (text.size() < 2 || (text[0] | 0x20) != 'a' || (text[1] | 0x20) != 't') return false;
  constexpr std::string_view kPrefixes = "+&%^*#$\\";
  return text.size() == 2 || kPrefixes.find(text[2]) != std::string_view::npos;
}

bool looks_like_response(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWhole = {"OK",        "ERROR",       "RING", "NO CARRIER",
                                                      "NO ANSWER", "NO DIALTONE", "BUSY", "> "};
  if (std::find(kWhole.begin(), kWhole.end(), text) != kWhole.end()) return true;
  while (text.ends_with(' ') || text.ends_with('\r')) text.remove_suffix(1);
  if (std::find(kWhole.begin(), kWhole.end(), text) != kWhole.end()) return true;
  if (text.starts_with("CONNECT")) return text.size() == 7 || text[7] == ' ';
  constexpr std::string_view kPrefixes = "+^%*#$&!_";
  if (text.size() < 4 || kPrefixes.find(text.front()) == std::string_view::npos) return false;
  std::size_t size = 1;
  while (size < text.size() && (is_upper_or_digit(text[size]) || is_letter(text[size]) || text[size] == ' '))
    ++size;
  return size > 2 && size < text.size() && text[size] == ':';
}

std::string_view strip_colour(std::string_view text) {
  while (const std::size_t size = colour_code(text)) text.remove_prefix(size);
  while (true) {
    const std::size_t escape = text.rfind('\x1b');
    if (escape == std::string_view::npos || escape + colour_code(text.substr(escape)) != text.size())
      return text;
    text = text.substr(0, escape);
  }
}

}  // namespace atscope::capture

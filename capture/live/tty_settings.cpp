// SPDX-License-Identifier: MIT
#include "capture/live/tty_settings.h"

#include <fmt/format.h>

namespace atscope::capture::live {
namespace {

constexpr std::string_view kParityLetters = "NEOMS";  // in the order of TtySettings::Parity

}  // namespace

bool parse_framing(std::string_view text, TtySettings& settings) {
  if (text.size() != 3 || text[0] < '5' || text[0] > '8' || (text[2] != '1' && text[2] != '2')) return false;
  const char letter = text[1] >= 'a' && text[1] <= 'z' ? static_cast<char>(text[1] - 'a' + 'A') : text[1];
  const std::size_t parity = kParityLetters.find(letter);
  if (parity == std::string_view::npos) return false;
  settings.data_bits = static_cast<std::uint8_t>(text[0] - '0');
  settings.parity = static_cast<TtySettings::Parity>(parity);
  settings.stop_bits = static_cast<std::uint8_t>(text[2] - '0');
  return true;
}

std::string describe(const TtySettings& settings) {
  std::string text =
      fmt::format("{} {}{}{}", settings.baud, settings.data_bits,
                  kParityLetters[static_cast<std::size_t>(settings.parity)], settings.stop_bits);
  if (settings.flow == TtySettings::Flow::rtscts) text += " rtscts";
  if (settings.flow == TtySettings::Flow::xonxoff) text += " xonxoff";
  return text;
}

}  // namespace atscope::capture::live

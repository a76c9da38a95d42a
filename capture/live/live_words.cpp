// SPDX-License-Identifier: MIT
#include "capture/live/live_words.h"

#include <charconv>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace atscope::capture::live {
namespace {

using Result = tl::expected<LiveFrom, WordsMistake>;

tl::unexpected<WordsMistake> refuse(std::string option, std::string reason, std::string help) {
  return tl::unexpected(WordsMistake{std::move(option), std::move(reason), std::move(help)});
}

std::optional<WordsMistake> read_settings(const LiveWords& words, TtySettings& settings) {
  if (!words.baud.empty()) {
    std::uint32_t baud = 0;
    const char* const end = words.baud.data() + words.baud.size();
    const auto read = std::from_chars(words.baud.data(), end, baud);
    if (read.ec != std::errc() || read.ptr != end || baud == 0 || baud > 100'000'000) {
      return WordsMistake{"--baud", "'" + words.baud + "' is no speed",
                          "give a number of bit/s, for example 115200"};
    }
    settings.baud = baud;
  }
  if (!parse_framing(words.framing, settings)) {
    return WordsMistake{"--framing", "'" + words.framing + "' is no framing",
                        "give data bits, parity (N E O M S) and stop bits, for example 8N1 or 7E1"};
  }
  return {};
}

Sender sender_named(const std::string& name, Sender otherwise) {
  return name == "dte"    ? Sender::dte
         : name == "dce"  ? Sender::dce
         : name == "auto" ? otherwise
                          : Sender::unknown;
}

}  // namespace

Result live_from(const LiveWords& words) {
  const int ways = static_cast<int>(!words.tap.empty()) + static_cast<int>(!words.port.empty()) +
                   static_cast<int>(!words.proxy.empty()) + static_cast<int>(words.uses_usb) +
                   static_cast<int>(words.uses_stdin);
  if (ways != 1) {
    return refuse(
        "", ways == 0 ? "there is nothing to capture from" : "there is more than one thing to capture from",
        "give one of --tap, --port, --proxy, --usb, --stdin; --list shows the ports");
  }
  if (!words.link.empty() && words.proxy.empty())
    return refuse("--link", "only a proxy has a pty to link to", "use it with --proxy PORT");
  LiveFrom result;
  result.link = words.link;
  result.name = words.name;
  if (auto mistake = read_settings(words, result.settings)) return tl::unexpected(std::move(*mistake));
  if (!words.tap.empty()) {
    if (words.tap.size() != 2 || words.tap[0].empty() || words.tap[1].empty()) {
      return refuse(
          "--tap", "needs two ports",
          "first the one that hears the host, then the one that hears the module: --tap DTE_PORT,DCE_PORT");
    }
    result.host_ear = words.tap[0];
    result.module_ear = words.tap[1];
  } else if (!words.port.empty()) {
    result.way = LiveWay::port;
    result.port = words.port;
    result.sender = sender_named(words.sender, Sender::dce);
  } else if (!words.proxy.empty()) {
    result.way = LiveWay::proxy;
    result.port = words.proxy;
  } else if (words.uses_usb) {
    result.way = LiveWay::usb;
    result.port = words.usb;
  } else {
    if (isatty(STDIN_FILENO) == 1)
      return refuse("--stdin", "standard input is a terminal", "pipe the other tool into it");
    result.way = LiveWay::standard_input;
    result.is_raw = words.sender != "auto";
    result.sender = sender_named(words.sender, Sender::unknown);
    result.log.format = words.format_in;
    result.log.sent_by = sender_named(words.role, Sender::dte);
  }
  return result;
}

}  // namespace atscope::capture::live

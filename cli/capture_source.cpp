// SPDX-License-Identifier: MIT
#include "cli/capture_source.h"

#include <fmt/format.h>
#include <optional>
#include <unistd.h>
#include <utility>

#include "capture/live/feed_source.h"
#include "capture/live/port_list.h"
#include "capture/live/proxy_feed.h"
#include "capture/live/stream_source.h"
#include "capture/live/tap_feed.h"
#include "capture/live/usb_source.h"
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/quantity.h"
#include "cli/report/terminal_text.h"
#include "cli/signals.h"

namespace atscope::cli {
namespace {

namespace live = capture::live;
using capture::Sender;

std::unique_ptr<live::LiveSource> refuse(std::string_view subject, std::string_view reason,
                                         std::string_view help) {
  complain(subject, reason, help);
  return nullptr;
}

std::unique_ptr<live::LiveSource> refuse(const capture::Error& error) {
  return refuse(error.path, error.reason, error.help);
}

std::unique_ptr<live::LiveSource> listen(std::string_view format, std::unique_ptr<live::Feed> feed) {
  std::vector<std::unique_ptr<live::Feed>> feeds;
  feeds.push_back(std::move(feed));
  return std::make_unique<live::FeedSource>(format, std::move(feeds));
}

std::optional<live::TtySettings> settings_of(const CaptureFrom& from, std::uint32_t default_baud) {
  live::TtySettings settings;
  settings.baud = default_baud;
  if (!from.baud.empty()) {
    const auto baud = parse_number(from.baud);
    if (!baud || *baud == 0 || *baud > 100'000'000) {
      complain("--baud", "'" + from.baud + "' is no speed", "give a number of bit/s, for example 115200");
      return std::nullopt;
    }
    settings.baud = static_cast<std::uint32_t>(*baud);
  }
  if (!live::parse_framing(from.framing, settings)) {
    complain("--framing", "'" + from.framing + "' is no framing",
             "give data bits, parity (N E O M S) and stop bits, for example 8N1 or 7E1");
    return std::nullopt;
  }
  return settings;
}

std::unique_ptr<live::LiveSource> open_tap(const CaptureFrom& from) {
  constexpr std::uint32_t usual_baud = 115'200;
  const auto settings = settings_of(from, usual_baud);
  if (!settings) return nullptr;
  live::TapOptions options;
  options.settings = *settings;
  options.name = from.name;
  if (!from.port.empty()) {
    const Sender sender = from.sender == "dte"       ? Sender::dte
                          : from.sender == "unknown" ? Sender::unknown
                                                     : Sender::dce;
    options.ears = {{from.port, sender}};
    notice(from.title(),
           fmt::format("one direction only: what is received here is taken as {}; --tap shows both",
                       sender == Sender::dte   ? "the host's"
                       : sender == Sender::dce ? "the module's"
                                               : "anybody's"));
  } else {
    if (from.tap.size() != 2 || from.tap[0].empty() || from.tap[1].empty()) {
      return refuse(
          "--tap", "needs two ports",
          "first the one that hears the host, then the one that hears the module: --tap DTE_PORT,DCE_PORT");
    }
    options.ears = {{from.tap[0], Sender::dte}, {from.tap[1], Sender::dce}};
  }
  auto feed = live::tap(options);
  if (!feed) return refuse(feed.error());
  return listen(from.port.empty() ? "tap" : "port", std::move(*feed));
}

std::unique_ptr<live::LiveSource> open_proxy(const CaptureFrom& from) {
  const auto settings = settings_of(from, 0);
  if (!settings) return nullptr;
  auto proxy = live::proxy({from.proxy, from.link, *settings, from.name});
  if (!proxy) return refuse(proxy.error());
  notice(from.title(),
         fmt::format("let the application open {}{}; modem lines, breaks and parity do not pass a pty",
                     from.link.empty() ? proxy->pty : from.link,
                     from.link.empty() ? "" : " (" + proxy->pty + ")"));
  return listen("proxy", std::move(proxy->feed));
}

std::unique_ptr<live::LiveSource> open_usb(const CaptureFrom& from) {
  const live::StopHandle stop;
  auto source = live::usb_monitor(from.usb, {}, stop, [stop] {
    if (interrupted()) stop.stop();
  });
  if (!source) return refuse(source.error());
  return std::move(*source);
}

std::unique_ptr<live::LiveSource> open_stdin(const CaptureFrom& from) {
  if (isatty(STDIN_FILENO) == 1) {
    return refuse("--stdin", "standard input is a terminal", "pipe the other tool into it");
  }
  if (from.sender != "auto") {
    const Sender sender = from.sender == "dte"   ? Sender::dte
                          : from.sender == "dce" ? Sender::dce
                                                 : Sender::unknown;
    return listen("raw", live::raw_stream(STDIN_FILENO, sender, from.name.empty() ? "stdin" : from.name));
  }
  capture::OpenOptions options;
  options.format = from.format_in;
  options.sent_by = from.role == "dce" ? Sender::dce : Sender::dte;
  live::StopHandle stop;
  auto source =
      live::log_stream(STDIN_FILENO, from.name.empty() ? "stdin" : from.name, options, stop, [stop] {
        if (interrupted()) stop.stop();
      });
  if (!source) {
    const capture::Error& error = source.error();
    const bool wrong_name = error.kind == capture::Error::Kind::unknown_format;
    return refuse(wrong_name ? "--format-in" : error.path, error.reason, error.help);
  }
  return std::move(*source);
}

}  // namespace

std::string CaptureFrom::title() const {
  if (!tap.empty()) return fmt::format("tap {}", fmt::join(tap, ","));
  if (!port.empty()) return "port " + port;
  if (!proxy.empty()) return "proxy " + proxy;
  if (uses_usb) return usb.empty() ? "usb" : "usb " + usb;
  return "stdin";
}

void declare_capture_source(Arguments& arguments, CaptureFrom& from) {
  arguments.list("--tap", from.tap, "DTE_PORT,DCE_PORT",
                 "Two ports whose receivers are wired to what the host and what the module transmits");
  arguments.text("--port", from.port, "PORT", "One port that hears one direction (--sender)");
  arguments.text("--proxy", from.proxy, "PORT",
                 "Stand between an application and its PORT: the application opens a pty instead");
  arguments.flag_or_text(
      "--usb", from.uses_usb, from.usb, "usbmonN",
      "Watch the USB bus below the modem's ports (usbmon); without a name, the modem's bus");
  arguments.text("--link", from.link, "PATH", "With --proxy: where the application finds the pty");
  arguments.flag("--stdin", from.uses_stdin,
                 "What another tool writes: any format of atscope formats, or raw bytes");
  arguments.flag("--list", from.list, "List the serial ports of this machine");
  arguments.text("-b,--baud", from.baud, "N",
                 "Speed in bit/s; 115200, with --proxy as the application sets it");
  arguments.text("--framing", from.framing, "8N1", "Data bits, parity (N E O M S) and stop bits");
  arguments.choice("--sender", from.sender, {"auto", "dte", "dce", "unknown"},
                   "With --port and --stdin: whose bytes these are; with --stdin they are then raw");
  arguments.text("--format-in", from.format_in, "NAME",
                 "With --stdin: format of the input (atscope formats)");
  arguments.choice("--role", from.role, {"dte", "dce"},
                   "With --stdin: who the log means by \"sent\": the host (dte) or the module (dce)");
  arguments.text("--name", from.name, "NAME", "What to call the line in the recording");
}

std::unique_ptr<live::LiveSource> open_capture_source(const CaptureFrom& from) {
  const int ways = static_cast<int>(!from.tap.empty()) + static_cast<int>(!from.port.empty()) +
                   static_cast<int>(!from.proxy.empty()) + static_cast<int>(from.uses_usb) +
                   static_cast<int>(from.uses_stdin);
  if (ways != 1) {
    return refuse(
        "", ways == 0 ? "there is nothing to capture from" : "there is more than one thing to capture from",
        "give one of --tap, --port, --proxy, --usb, --stdin; --list shows the ports");
  }
  if (!from.link.empty() && from.proxy.empty()) {
    return refuse("--link", "only a proxy has a pty to link to", "use it with --proxy PORT");
  }
  if (!from.proxy.empty()) return open_proxy(from);
  if (from.uses_usb) return open_usb(from);
  if (from.uses_stdin) return open_stdin(from);
  return open_tap(from);
}

int list_ports() {
  Output output;
  const std::vector<live::PortInfo> ports = live::list_ports();
  for (const live::PortInfo& port : ports) {
    std::string line = port.path;
    if (!port.description.empty()) line += "  " + visible(port.description);
    output.write(line + "\n");
  }
  if (ports.empty()) notice("atscope", "no serial port is there");
  return exit_fine;
}

}  // namespace atscope::cli

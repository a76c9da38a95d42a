// SPDX-License-Identifier: MIT
#include "cli/capture_source.h"

#include <optional>
#include <unistd.h>
#include <utility>

#include "capture/live/port_list.h"
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/quantity.h"
#include "cli/signals.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace {

namespace live = capture::live;
using capture::Sender;
using live::LiveWay;

std::nullopt_t refuse(std::string_view subject, std::string_view reason, std::string_view help) {
  complain(subject, reason, help);
  return std::nullopt;
}

bool read_settings(const CaptureFrom& from, live::TtySettings& settings) {
  if (!from.baud.empty()) {
    const auto baud = parse_number(from.baud);
    if (!baud || *baud == 0 || *baud > 100'000'000) {
      complain("--baud", "'" + from.baud + "' is no speed", "give a number of bit/s, for example 115200");
      return false;
    }
    settings.baud = static_cast<std::uint32_t>(*baud);
  }
  if (!live::parse_framing(from.framing, settings)) {
    complain("--framing", "'" + from.framing + "' is no framing",
             "give data bits, parity (N E O M S) and stop bits, for example 8N1 or 7E1");
    return false;
  }
  return true;
}

Sender sender_named(const std::string& name, Sender otherwise) {
  return name == "dte"    ? Sender::dte
         : name == "dce"  ? Sender::dce
         : name == "auto" ? otherwise
                          : Sender::unknown;
}

}  // namespace

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

std::optional<live::LiveFrom> capture_from(const CaptureFrom& from) {
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
  live::LiveFrom result;
  result.link = from.link;
  result.name = from.name;
  if (!read_settings(from, result.settings)) return std::nullopt;
  if (!from.tap.empty()) {
    if (from.tap.size() != 2 || from.tap[0].empty() || from.tap[1].empty()) {
      return refuse(
          "--tap", "needs two ports",
          "first the one that hears the host, then the one that hears the module: --tap DTE_PORT,DCE_PORT");
    }
    result.host_ear = from.tap[0];
    result.module_ear = from.tap[1];
  } else if (!from.port.empty()) {
    result.way = LiveWay::port;
    result.port = from.port;
    result.sender = sender_named(from.sender, Sender::dce);
  } else if (!from.proxy.empty()) {
    result.way = LiveWay::proxy;
    result.port = from.proxy;
  } else if (from.uses_usb) {
    result.way = LiveWay::usb;
    result.port = from.usb;
  } else {
    if (isatty(STDIN_FILENO) == 1) {
      return refuse("--stdin", "standard input is a terminal", "pipe the other tool into it");
    }
    result.way = LiveWay::standard_input;
    result.is_raw = from.sender != "auto";
    result.sender = sender_named(from.sender, Sender::unknown);
    result.log.format = from.format_in;
    result.log.sent_by = sender_named(from.role, Sender::dte);
  }
  return result;
}

std::unique_ptr<live::LiveSource> open_capture_source(const live::LiveFrom& from) {
  const live::StopHandle stop;
  auto opened = live::open_live(from, stop, [stop] {
    if (interrupted()) stop.stop();
  });
  if (!opened) {
    const capture::Error& error = opened.error();
    const bool wrong_name = error.kind == capture::Error::Kind::unknown_format;
    complain(wrong_name ? "--format-in" : error.path, error.reason, error.help);
    return nullptr;
  }
  if (!opened->remark.empty()) notice(title(from), opened->remark);
  return std::move(opened->source);
}

int list_ports() {
  Output output;
  const std::vector<live::PortInfo> ports = live::list_ports();
  for (const live::PortInfo& port : ports) {
    std::string line = port.path;
    if (!port.description.empty()) line += "  " + report::visible(port.description);
    output.write(line + "\n");
  }
  if (ports.empty()) notice("atscope", "no serial port is there");
  return exit_fine;
}

}  // namespace atscope::cli

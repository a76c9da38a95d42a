// SPDX-License-Identifier: MIT
#include "cli/capture_source.h"

#include <optional>
#include <utility>

#include "capture/live/port_list.h"
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "decoder/report/visible_text.h"

namespace atscope::cli {
namespace live = capture::live;

void declare_capture_ways(Arguments& arguments, live::LiveWords& from) {
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
  arguments.text("-b,--baud", from.baud, "N",
                 "Speed in bit/s; 115200, with --proxy as the application sets it");
  arguments.text("--framing", from.framing, "8N1", "Data bits, parity (N E O M S) and stop bits");
  arguments.choice("--sender", from.sender, {"auto", "dte", "dce", "unknown"},
                   "With --port and --stdin: whose bytes these are; with --stdin they are then raw");
  arguments.choice("--role", from.role, {"dte", "dce"},
                   "With --stdin: who the log means by \"sent\": the host (dte) or the module (dce)");
  arguments.text("--name", from.name, "NAME", "What to call the line in the recording");
}

void declare_capture_source(Arguments& arguments, CaptureFrom& from) {
  declare_capture_ways(arguments, from);
  arguments.flag("--list", from.list, "List the serial ports of this machine");
  arguments.text("--format-in", from.format_in, "NAME",
                 "With --stdin: format of the input (atscope formats)");
}

std::optional<live::LiveFrom> capture_from(const live::LiveWords& from) {
  auto meant = live::live_from(from);
  if (meant) return std::move(*meant);
  complain(meant.error().option, meant.error().reason, meant.error().help);
  return std::nullopt;
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

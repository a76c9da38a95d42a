// SPDX-License-Identifier: GPL-2.0-or-later
// atscope-extcap: serial lines, USB and logs as capture interfaces of Wireshark (extcap(4)).
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "plugins/wireshark/extcap/control_pipe.h"
#include "plugins/wireshark/extcap/interfaces.h"
#include "plugins/wireshark/extcap/run.h"
#include "plugins/wireshark/extcap/sentences.h"

namespace atscope::extcap {
namespace {

constexpr int kFine = 0;
constexpr int kCouldNotRun = 2;

int answer(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return std::fflush(stdout) == 0 ? kFine : kCouldNotRun;
}

// Wireshark shows what stands on standard error.
int refuse(const std::string& text) {
  std::fprintf(stderr, "atscope: %s\n", text.c_str());
  return kCouldNotRun;
}

int refuse(const capture::Error& error) {
  std::string text = error.path + ": " + error.reason;
  if (!error.help.empty()) text += "\n" + error.help;
  return refuse(text);
}

struct Request {
  bool interfaces = false, dlts = false, config = false, capture = false;
  std::string version, interface, reload, filter, fifo, control_in, control_out;
  Values values;
};

void declare(CLI::App& app, Request& request) {
  app.add_flag("--extcap-interfaces", request.interfaces, "List the interfaces");
  app.add_option("--extcap-version", request.version, "Of Wireshark");
  app.add_option("--extcap-interface", request.interface, "The interface that is meant");
  app.add_flag("--extcap-dlts", request.dlts, "List its link types");
  app.add_flag("--extcap-config", request.config, "List its options");
  app.add_option("--extcap-reload-option", request.reload, "List the values of one option anew");
  app.add_flag("--capture", request.capture, "Capture into --fifo");
  app.add_option("--extcap-capture-filter", request.filter, "Capture filter; there is none here");
  app.add_option("--fifo", request.fifo, "The pipe to write to");
  app.add_option("--extcap-control-in", request.control_in, "Pipe from the toolbar");
  app.add_option("--extcap-control-out", request.control_out, "Pipe to the toolbar");
  for (const Interface& interface : interfaces()) {
    for (const Option* option : interface.options) {
      const std::string call(option->call);
      if (app.get_option_no_throw(call) != nullptr) continue;
      std::string& value = request.values.of(*option);
      const std::string help(option->display);
      if (option->type == "boolflag") {
        app.add_flag_function(
            call, [&value](std::int64_t) { value = "true"; }, help);
      } else {
        app.add_option(call, value, help);
      }
    }
  }
}

int serve(const Request& request) {
  if (request.interfaces) return answer(interface_sentences());
  const Interface* const interface = find_interface(request.interface);
  if (interface == nullptr) {
    return refuse(request.interface.empty() ? "this program is started by Wireshark, see --help"
                                            : "there is no interface '" + request.interface + "'");
  }
  if (request.dlts) return answer(dlt_sentences());
  if (!request.reload.empty()) return answer(reload_sentences(*interface, request.reload));
  if (request.config) return answer(config_sentences(*interface));
  if (!request.filter.empty()) {
    const std::string reason = "there are no capture filters for serial lines; use a display filter";
    // A filter that is checked while it is typed is wrong when anything is printed.
    return request.capture ? refuse(reason) : answer(reason + "\n");
  }
  if (!request.capture) return kFine;
  if (request.fifo.empty()) return refuse("--capture needs --fifo");
  ControlPipe control(request.control_in, request.control_out);
  install_end_handlers();
  const auto error = run(*interface, request.values, request.fifo, control);
  if (!error) return kFine;
  const int exit_code = refuse(*error);
  let_reader_go(request.fifo);
  return exit_code;
}

}  // namespace
}  // namespace atscope::extcap

int main(int argc, char** argv) {
  CLI::App app("Serial lines, USB and logs with AT commands as capture interfaces of Wireshark",
               "atscope-extcap");
  atscope::extcap::Request request;
  atscope::extcap::declare(app, request);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : atscope::extcap::kCouldNotRun;
  }
  return atscope::extcap::serve(request);
}

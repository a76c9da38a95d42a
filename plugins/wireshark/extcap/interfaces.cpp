// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/extcap/interfaces.h"

#include <algorithm>
#include <array>

namespace atscope::extcap {
namespace {

using Filled = Option::Filled;

constexpr std::string_view kPorts = "Ports";
constexpr std::string_view kLine = "Line";
constexpr std::string_view kFile = "File";

constexpr std::array kSenders = {Choice{"dce", "the module"}, Choice{"dte", "the host"},
                                 Choice{"unknown", "not known"}};
constexpr std::array kRoles = {Choice{"auto", "as the file tells, else the host"},
                               Choice{"dte", "the host (DTE)"}, Choice{"dce", "the module (DCE)"}};
constexpr std::array kPaces = {Choice{"0", "all at once"}, Choice{"1", "as it happened"},
                               Choice{"10", "10 times as fast"}, Choice{"100", "100 times as fast"}};

constexpr Option kHostEar = {"--host-port",
                             "Port that hears the host",
                             "selector",
                             kOtherPort,
                             "Its receiver is wired to what the host transmits",
                             kPorts,
                             {},
                             Filled::ports};
constexpr Option kHostEarPath = {
    "--host-path", "… or its path", "string", "", "A port that the list does not show, such as /dev/pts/3",
    kPorts};
constexpr Option kModuleEar = {"--module-port",
                               "Port that hears the module",
                               "selector",
                               kOtherPort,
                               "Its receiver is wired to what the module transmits",
                               kPorts,
                               {},
                               Filled::second_of_ports};
constexpr Option kModuleEarPath = {
    "--module-path", "… or its path", "string", "", "A port that the list does not show", kPorts};
constexpr Option kPort = {"--port", "Port", "selector",   kOtherPort, "The port of the module",
                          kPorts,   {},     Filled::ports};
constexpr Option kPortPath = {"--path", "… or its path", "string", "", "A port that the list does not show",
                              kPorts};
constexpr Option kSender = {"--sender", "Hears", "selector", "dce", "Whose bytes arrive at this port",
                            kPorts,     kSenders};
constexpr Option kLink = {
    "--link",
    "Application opens",
    "string",
    "",
    "Name of the pty that the application opens instead of the port. Empty: only under its own "
    "name, which the first packet tells",
    kPorts};
constexpr Option kBaud = {
    "--baud", "Speed in bit/s", "unsigned", "0", "0: 115200, and with a proxy as the application sets it",
    kLine};
constexpr Option kFraming = {
    "--framing", "Framing", "string", "8N1", "Data bits, parity (N E O M S) and stop bits", kLine};
constexpr Option kName = {"--name", "Name of the line", "string", "", "What to call it in the capture",
                          kLine};
constexpr Option kBus = {"--bus",
                         "Bus",
                         "selector",
                         "",
                         "The kernel's monitor of one USB bus; it needs the module "
                         "usbmon and the right to read it",
                         kPorts,
                         {},
                         Filled::usb_buses};
constexpr Option kLog = {
    "--file", "Log or capture", "fileselect", "", "Any format of \"atscope formats\", also compressed",
    kFile};
constexpr Option kFormat = {"--format-in", "Format", "string", "auto", "A name from \"atscope formats\"",
                            kFile};
constexpr Option kRole = {"--role", "\"Sent\" means", "selector", "auto", "Who the file means by sent", kFile,
                          kRoles};
constexpr Option kPace = {"--pace", "Plays", "selector", "0", "How fast the traffic arrives", kFile, kPaces};
constexpr Option kFollow = {
    "--follow", "Wait for more at its end", "boolflag", "false", "For a log that another program is writing",
    kFile};

constexpr std::array<const Option*, 7> kTapOptions = {&kHostEar, &kHostEarPath, &kModuleEar, &kModuleEarPath,
                                                      &kBaud,    &kFraming,     &kName};
constexpr std::array<const Option*, 6> kProxyOptions = {&kPort, &kPortPath, &kLink,
                                                        &kBaud, &kFraming,  &kName};
constexpr std::array<const Option*, 6> kPortOptions = {&kPort, &kPortPath, &kSender,
                                                       &kBaud, &kFraming,  &kName};
constexpr std::array<const Option*, 1> kUsbOptions = {&kBus};
constexpr std::array<const Option*, 5> kFileOptions = {&kLog, &kFormat, &kRole, &kPace, &kFollow};

constexpr std::array<Interface, 5> kInterfaces = {{
    {"atscope-tap", "AT commands: tap of a serial line (two ports)", kTapOptions},
    {"atscope-proxy", "AT commands: proxy between an application and its port", kProxyOptions},
    {"atscope-port", "AT commands: one direction of a serial line", kPortOptions},
    {"atscope-usb", "AT commands: USB bus of a modem", kUsbOptions},
    {"atscope-file", "AT commands: play a log or capture", kFileOptions},
}};

}  // namespace

std::span<const Interface> interfaces() {
  return kInterfaces;
}

const Interface* find_interface(std::string_view name) {
  const auto found = std::find_if(kInterfaces.begin(), kInterfaces.end(),
                                  [&](const Interface& each) { return each.name == name; });
  return found == kInterfaces.end() ? nullptr : &*found;
}

std::string& Values::of(const Option& option) {
  return values_.try_emplace(std::string(option.call), option.default_value).first->second;
}

const std::string& Values::operator[](std::string_view call) const {
  static const std::string empty;
  const auto found = values_.find(call);
  return found == values_.end() ? empty : found->second;
}

}  // namespace atscope::extcap

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/extcap/sentences.h"

#include <fmt/format.h>

#include "capture/live/port_list.h"
#include "capture/live/usb_source.h"
#include "capture/pcap/rtac_serial.h"
#include "plugins/wireshark/extcap/control_pipe.h"

namespace atscope::extcap {
namespace {

/// Adapters describe themselves as they like; a brace or a line end would end the sentence.
std::string clean(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool harmless = static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '{' && c != '}';
    result += harmless ? c : ' ';
  }
  return result;
}

std::string value(std::size_t number, std::string_view value, std::string_view display, bool is_default) {
  return fmt::format("value {{arg={}}}{{value={}}}{{display={}}}{{default={}}}\n", number, clean(value),
                     clean(display), is_default);
}

std::string described(const std::string& name, const std::string& description) {
  return description.empty() ? name : name + "  " + description;
}

/// The `preferred`-th port is chosen at first, so that a tap does not begin with one port twice.
std::string port_values(std::size_t number, std::size_t preferred) {
  std::string text;
  std::size_t index = 0;
  for (const capture::live::PortInfo& port : capture::live::list_ports()) {
    text += value(number, port.path, described(port.path, port.description), index++ == preferred);
  }
  return text + value(number, kOtherPort, "another, named below", index <= preferred);
}

std::string usb_values(std::size_t number) {
  std::string text = value(number, "", "the bus of the modem", true);
  for (const capture::live::UsbModem& modem : capture::live::find_usb_modems("/sys/bus/usb/devices")) {
    const std::string bus = fmt::format("usbmon{}", modem.bus);
    text += value(number, bus, described(bus, modem.description), false);
  }
  return text;
}

std::string values_of(const Option& option, std::size_t number) {
  switch (option.filled) {
    case Option::Filled::ports:
      return port_values(number, 0);
    case Option::Filled::second_of_ports:
      return port_values(number, 1);
    case Option::Filled::usb_buses:
      return usb_values(number);
    case Option::Filled::never:
      break;
  }
  std::string text;
  for (const Choice& choice : option.choices) {
    text += value(number, choice.value, choice.display, choice.value == option.default_value);
  }
  return text;
}

}  // namespace

std::string interface_sentences() {
  std::string text = fmt::format("extcap {{version={}}}{{display=atscope}}\n", ATSCOPE_VERSION);
  for (const Interface& each : interfaces()) {
    text += fmt::format("interface {{value={}}}{{display={}}}\n", each.name, each.display);
  }
  text += fmt::format(
      "control {{number={}}}{{type=button}}{{role=logger}}{{display=Log}}{{tooltip=What the capture has to "
      "say}}\n",
      kLogControl);
  return text;
}

std::string dlt_sentences() {
  return fmt::format(
      "dlt {{number={}}}{{name=RTAC_SERIAL}}{{display=Serial line with direction and control lines}}\n",
      capture::pcap::rtac::kLinkType);
}

std::string config_sentences(const Interface& interface) {
  std::string text;
  std::size_t number = 0;
  for (const Option* option : interface.options) {
    text += fmt::format("arg {{number={}}}{{call={}}}{{display={}}}{{type={}}}{{tooltip={}}}{{group={}}}",
                        number, option->call, option->display, option->type, option->tooltip, option->group);
    if (option->filled != Option::Filled::never) text += "{reload=true}{placeholder=Look again}";
    if (option->type == "fileselect") text += "{required=true}{mustexist=true}";
    if (!option->default_value.empty() && option->type != "selector") {
      text += fmt::format("{{default={}}}", option->default_value);
    }
    text += '\n';
    text += values_of(*option, number++);
  }
  return text;
}

std::string reload_sentences(const Interface& interface, std::string_view call) {
  std::size_t number = 0;
  for (const Option* option : interface.options) {
    const std::string_view bare = option->call.substr(2);
    if (option->filled != Option::Filled::never && (call == option->call || call == bare)) {
      return values_of(*option, number);
    }
    ++number;
  }
  return {};
}

}  // namespace atscope::extcap

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/preferences.h"

#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {
namespace {

const char* dialect = "auto";
const char* rules = "default";
gint role = 0;
gint serial = 0;
gboolean lint = TRUE;
gboolean exported_at = TRUE;
gboolean stock = FALSE;
gboolean mask = TRUE;
range_t* user_links = nullptr;

constexpr enum_val_t roles[] = {{"auto", "What the capture tells, else the host", 0},
                                {"dte", "The host (DTE)", 1},
                                {"dce", "The module (DCE)", 2},
                                {nullptr, nullptr, 0}};
constexpr enum_val_t serials[] = {{"when-seen", "When a command line is seen", 0},
                                  {"always", "Always", 1},
                                  {"never", "Only by Decode As", 2},
                                  {nullptr, nullptr, 0}};

}  // namespace

void register_preferences(int protocol, void (*changed)()) {
  module_t* module = prefs_register_protocol(protocol, changed);
  prefs_register_string_preference(module, "dialect", "Dialect",
                                   "What the module speaks: the name of a built-in dialect, the path of a "
                                   "dialect file, or auto: the one that the "
                                   "first traffic speaks for",
                                   &dialect);
  prefs_register_enum_preference(module, "role", "What is sent is of",
                                 "Who the capture means by \"sent\": the host (DTE) or the module (DCE)",
                                 &role, roles, FALSE);
  prefs_register_enum_preference(module, "serial", "Decode serial captures (link type 250)",
                                 "Which ports of a serial capture are decoded as AT", &serial, serials,
                                 FALSE);
  prefs_register_bool_preference(module, "exported_at", "Decode exported PDUs named \"at\"",
                                 "Exported PDUs (link type 252) of the stock dissector are shown by both",
                                 &exported_at);
  prefs_register_range_preference(
      module, "user_links", "Decode link types USER",
      "Numbers (0 to 15) of the user link types that are plain bytes of a serial line; they "
      "win over the table DLT_USER",
      &user_links, 15);
  prefs_register_bool_preference(module, "stock", "Decode behind the stock AT and HFP dissectors",
                                 "Adds transactions, times and findings to what the stock dissectors show, "
                                 "without taking their place",
                                 &stock);
  prefs_register_bool_preference(
      module, "lint", "Check the traffic",
      "Run the rules of atscope lint and show what they find as expert information", &lint);
  prefs_register_string_preference(
      module, "rules", "Rules",
      "Rules to run: codes, beginnings of codes, names, or default, strict, pedantic; "
      "separated by commas",
      &rules);
  prefs_register_bool_preference(
      module, "mask", "Mask secrets",
      "Show passwords, PINs, phone and subscriber numbers as [REDACTED] in the tree and in "
      "columns; the bytes show them all the same",
      &mask);
}

EngineOptions engine_options() {
  EngineOptions options;
  if (dialect != nullptr && *dialect != '\0') options.dialect = dialect;
  options.role = static_cast<Role>(role);
  options.lint = lint != FALSE;
  options.rules.clear();
  std::string_view rest = rules != nullptr ? rules : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(", "), rest.size());
    if (end > 0) options.rules.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (options.rules.empty()) options.rules.emplace_back("default");
  return options;
}

SerialChoice serial_choice() {
  return static_cast<SerialChoice>(serial);
}
bool takes_exported_at() {
  return exported_at != FALSE;
}
bool takes_stock() {
  return stock != FALSE;
}
bool masks_secrets() {
  return mask != FALSE;
}
bool takes_user_link(unsigned number) {
  return user_links != nullptr && value_is_in_range(user_links, number);
}

}  // namespace atscope::wireshark

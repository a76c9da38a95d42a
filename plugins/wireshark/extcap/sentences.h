// SPDX-License-Identifier: GPL-2.0-or-later
// What Wireshark asks of an extcap before a capture, answered in its sentences: "arg
// {number=0}{call=--baud}…".
#pragma once

#include <string>
#include <string_view>

#include "plugins/wireshark/extcap/interfaces.h"

namespace atscope::extcap {

/// --extcap-interfaces
[[nodiscard]] std::string interface_sentences();
/// --extcap-dlts
[[nodiscard]] std::string dlt_sentences();
/// --extcap-config
[[nodiscard]] std::string config_sentences(const Interface& interface);
/// --extcap-reload-option: the values of one selector anew. Empty for an option that cannot be reloaded.
[[nodiscard]] std::string reload_sentences(const Interface& interface, std::string_view call);

}  // namespace atscope::extcap

// SPDX-License-Identifier: GPL-2.0-or-later
// What the user can set: Edit > Preferences > Protocols > atscope.
#pragma once

#include "plugins/wireshark/engine.h"

namespace atscope::wireshark {

enum class SerialChoice : int {
  when_seen,  ///< ports on which a command line is seen
  always,
  never,
};

/// `changed` is called when the user has changed something, and once at start.
void register_preferences(int protocol, void (*changed)());

[[nodiscard]] EngineOptions engine_options();
[[nodiscard]] SerialChoice serial_choice();
/// Exported PDUs of the stock dissector "at" are decoded, too.
[[nodiscard]] bool takes_exported_at();
/// Decode behind the stock dissectors of AT and HFP.
[[nodiscard]] bool takes_stock();
[[nodiscard]] bool masks_secrets();
/// The user has given link type USER`number` to us.
[[nodiscard]] bool takes_user_link(unsigned number);

}  // namespace atscope::wireshark

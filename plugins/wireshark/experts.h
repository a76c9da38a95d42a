// SPDX-License-Identifier: GPL-2.0-or-later
// Expert information: one for each rule of the linter and severity, and what the dissector itself has to say.
#pragma once

#include "decoder/lint/finding.h"
#include "plugins/wireshark/epan.h"

namespace atscope::wireshark {

void register_experts(int protocol);

/// "atscope.response-timeout", or with ".error", ".warning", ".note" when it is not the rule's own severity.
[[nodiscard]] expert_field& expert_of(const lint::Finding& finding);

extern expert_field expert_dialect;   ///< the dialect that the user gave cannot be used
extern expert_field expert_channels;  ///< more ports than are decoded
extern expert_field expert_full;      ///< no memory for what was decoded

}  // namespace atscope::wireshark

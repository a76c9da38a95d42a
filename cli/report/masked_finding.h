// SPDX-License-Identifier: MIT
// A finding without the secrets of the lines that it quotes.
#pragma once

#include "cli/report/mask.h"
#include "decoder/lint/finding.h"

namespace atscope::cli {

/// Masks all texts of `finding`; its column and length then hold for the masked text.
[[nodiscard]] lint::Finding masked(lint::Finding finding, const Masker& masker);

}  // namespace atscope::cli

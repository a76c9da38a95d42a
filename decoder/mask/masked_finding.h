// SPDX-License-Identifier: MIT
// A finding without the secrets of the lines that it quotes.
#pragma once

#include "decoder/lint/finding.h"
#include "decoder/mask/masker.h"

namespace atscope::mask {

/// Masks all texts of `finding`; its column and length then hold for the masked text.
[[nodiscard]] lint::Finding masked(lint::Finding finding, const Masker& masker);

}  // namespace atscope::mask

// SPDX-License-Identifier: MIT
// Whether a decoded value holds something that is masked in its line.
#pragma once

#include <algorithm>

#include "cli/report/mask.h"
#include "decoder/session/fields.h"

namespace atscope::cli {

[[nodiscard]] inline bool is_masked(const session::Field& field, const MaskSpans& spans) {
  return std::any_of(spans.begin(), spans.end(), [&](MaskSpan span) {
    return span.begin < field.offset + field.bytes && field.offset < span.end;
  });
}

}  // namespace atscope::cli

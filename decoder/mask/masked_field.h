// SPDX-License-Identifier: MIT
// Whether a decoded value holds something that is masked in its line.
#pragma once

#include <algorithm>

#include "decoder/mask/masker.h"
#include "decoder/session/fields.h"

namespace atscope::mask {

[[nodiscard]] inline bool is_masked(const session::Field& field, const Spans& spans) {
  return std::any_of(spans.begin(), spans.end(), [&](Span span) {
    return span.begin < field.offset + field.bytes && field.offset < span.end;
  });
}

}  // namespace atscope::mask

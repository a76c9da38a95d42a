// SPDX-License-Identifier: MIT
// Times and spans for people.
#pragma once

#include <QString>
#include <cstdint>

#include "capture/segment.h"

namespace atscope::gui {

/// "14:02:11.300", with the date if `with_date`; seconds since its start for a monotonic clock.
[[nodiscard]] QString time_words(capture::Timestamp time, bool with_date = false);
/// "3.21 s", "12.0 ms", "2 h 05 min"; with a sign if `signed_`.
[[nodiscard]] QString span_words(std::int64_t ns, bool signed_ = false);
/// "1 234 567": thin groups.
[[nodiscard]] QString count_words(std::uint64_t count);

}  // namespace atscope::gui

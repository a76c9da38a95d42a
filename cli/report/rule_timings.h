// SPDX-License-Identifier: MIT
// What each lint rule cost on one log.
#pragma once

#include <string>
#include <string_view>

#include "decoder/lint/linter.h"

namespace atscope::cli {

/// Lines for people, the costliest rule first; a rule's time holds that of the reports of what it found.
[[nodiscard]] std::string rule_timings_text(std::string_view log, const lint::LintSummary& summary);

}  // namespace atscope::cli

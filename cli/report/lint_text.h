// SPDX-License-Identifier: MIT
// Parts that the lint reports for people share.
#pragma once

#include <string>

#include "cli/console.h"
#include "cli/pipeline.h"
#include "decoder/lint/finding.h"
#include "decoder/lint/linter.h"

namespace atscope::cli {

/// "run.log:119:16"; in a capture "run.pcap:frame 7:16".
void append_place(std::string& out, const Input& input, const capture::Origin& origin, std::uint32_t column);

[[nodiscard]] std::string_view color_of(lint::Severity severity, const Palette& palette);

/// What was found, what was read, and, unless a finding said it, what was not checked and why.
void append_summary(std::string& out, const Input& input, const lint::LintSummary& summary, bool limits_said,
                    const Palette& palette);
/// The finding says what could not be checked.
[[nodiscard]] bool says_limits(const lint::Finding& finding);

}  // namespace atscope::cli

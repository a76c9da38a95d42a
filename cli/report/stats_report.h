// SPDX-License-Identifier: MIT
// `atscope stats` as a table, as JSON and as CSV.
#pragma once

#include <string>

#include "cli/console.h"
#include "cli/report/command_stats.h"

namespace atscope::cli {

[[nodiscard]] std::string stats_table(const CommandStatsTable& table, const Palette& palette);
[[nodiscard]] std::string stats_json(const CommandStatsTable& table);
[[nodiscard]] std::string stats_csv(const CommandStatsTable& table);

}  // namespace atscope::cli

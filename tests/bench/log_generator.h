// SPDX-License-Identifier: MIT
// Makes AT traffic of any size, always the same for the same size and style: the marks of one run can be held
// against those of another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace atscope::bench {

enum class Style {
  modemmanager,  ///< syslog lines of ModemManager, with lines of other programs between them
  raw,           ///< the module's bytes, with echo
};
[[nodiscard]] std::optional<Style> find_style(std::string_view name);

/// Gives the log to `write` in blocks, until at least `bytes` were given; ends at the end of a line.
///
/// A host asks 18 kinds of questions on one port (registration, signal, SMS, contexts …), a second port
/// carries URCs only. Of the lines of style `modemmanager`, 13 in 100 are not AT traffic and about 14 in 1000
/// hold
/// "+CME ERROR"; answers arrive in reads of at most 64 bytes.
void generate_log(Style style, std::uint64_t bytes, const std::function<void(std::string_view)>& write);

}  // namespace atscope::bench

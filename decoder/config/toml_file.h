// SPDX-License-Identifier: MIT
// Reads one atscope.toml.
#pragma once

#include <string>
#include <string_view>

#include "decoder/config/config.h"
#include "decoder/grammar/load.h"

namespace atscope::config {

/// Adds what `text` says to `config`. `name` is how messages and origins call the file, `folder` what paths
/// in it are relative to. Mistakes are added to `diagnostics`; the rest is read all the same.
void read_toml(std::string_view text, const std::string& name, const std::string& folder, Config& config,
               grammar::Diagnostics& diagnostics);

/// Reads one value from `text`, written as on a command line (a bare word, or a list with commas). False with
/// a reason.
[[nodiscard]] bool read_value(std::string_view key, std::string_view text, const std::string& origin,
                              Config& config, std::string& reason, std::string& help);

}  // namespace atscope::config

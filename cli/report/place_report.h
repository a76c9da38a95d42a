// SPDX-License-Identifier: MIT
// `atscope explain --at`: one line of a log with all that belongs to it.
#pragma once

#include <string>

#include "cli/console.h"
#include "cli/place.h"

namespace atscope::cli {

class Input;

/// For a person. `facts` has at least one event.
void append_place(std::string& out, const Input& input, const PlaceFacts& facts, bool show_secrets,
                  const Palette& palette);
/// One JSON object (docs/jsonl.md), with a line end.
[[nodiscard]] std::string place_json(const Input& input, const PlaceFacts& facts, bool show_secrets);

}  // namespace atscope::cli

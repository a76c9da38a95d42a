// SPDX-License-Identifier: MIT
// Markers that test code prints into the log it makes:
//
//   atscope: ignore[TIM001,ERR] reason          the next command may have such findings
//   atscope: expect[ERR001] reason              the next command must have one
//   atscope: begin ignore[TIM001] reason        all commands up to "atscope: end", or to the end of the
//   section; atscope: begin expect[ERR001] reason        with expect at least one of them
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decoder/session/event.h"

namespace atscope::lint {

struct Marker {
  enum class Kind { ignore, expect, end };
  Kind kind = Kind::ignore;
  bool range = false;  ///< up to an end
  std::vector<std::string> rules;
  std::string reason;
  std::string mistake;  ///< why it cannot be used; empty when it can
};

/// A marker comes as a section of the log whose name begins so.
[[nodiscard]] inline bool is_marker(const session::Event& event) {
  return session::begins_section(event) && event.text.starts_with("atscope: ");
}

/// The part of a marker that can be shown: what it says behind its rules can hold anything, also secrets.
[[nodiscard]] std::string_view head_of_marker(std::string_view text);

/// Reads the text of a marker ("atscope: ignore[TIM001] reason").
[[nodiscard]] Marker read_marker(std::string_view text);

}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
#include "decoder/session/event.h"

#include <array>

namespace atscope::session {

std::string_view to_string(EventKind kind) {
  static constexpr std::array<std::string_view, 12> words{"command", "echo",       "info",     "intermediate",
                                                          "result",  "urc",        "deferred", "prompt",
                                                          "data",    "transition", "unparsed", "note"};
  return words[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Confidence confidence) {
  static constexpr std::array<std::string_view, 3> words{"certain", "likely", "guess"};
  return words[static_cast<std::size_t>(confidence)];
}

std::string_view to_string(Sender sender) {
  static constexpr std::array<std::string_view, 3> words{"unknown", "dte", "dce"};
  return words[static_cast<std::size_t>(sender)];
}

bool is_traffic(const Event& event) {
  switch (event.kind) {
    case EventKind::command:
    case EventKind::echo:
    case EventKind::information:
    case EventKind::intermediate:
    case EventKind::result:
    case EventKind::urc:
    case EventKind::deferred:
      return event.confidence != Confidence::guess;
    case EventKind::prompt:
    case EventKind::data:
    case EventKind::transition:
    case EventKind::unparsed:
    case EventKind::note:
      return false;
  }
  return false;
}

std::string_view to_string(Outcome outcome) {
  static constexpr std::array<std::string_view, 6> words{"ok",       "error",   "no-answer",
                                                         "no-final", "aborted", "open"};
  return words[static_cast<std::size_t>(outcome)];
}

}  // namespace atscope::session

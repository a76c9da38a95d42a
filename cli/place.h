// SPDX-License-Identifier: MIT
// Everything that was so when one line of a log (or frame of a capture) came.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/lint/finding.h"
#include "decoder/session/event.h"

namespace atscope::cli {

class Input;

/// An event that outlives the call which handed it out.
struct KeptEvent {
  explicit KeptEvent(const session::Event& event);
  KeptEvent(const KeptEvent&) = delete;
  KeptEvent(KeptEvent&&) = default;
  /// The event with its views into this object.
  [[nodiscard]] session::Event event() const;

 private:
  session::Event event_;
  std::string text_, because_;
};

struct KeptTransition {
  std::string machine, instance, from, to;
};

/// A machine's state and what told it.
struct KnownState {
  std::string machine, instance, state;
  session::Origin since;
};

/// A command that had been sent, and was not done.
struct OpenCommandLine {
  session::TransactionId txn = 0;
  std::string text;
  session::Origin origin;
  session::Timestamp sent;
  bool has_result = false;  ///< its final result had come; a deferred one was promised
};

/// What is known about one place. Memory does not grow with the input.
struct PlaceFacts {
  std::vector<KeptEvent> events;                   ///< that begin there, without state changes
  std::vector<KeptTransition> transitions;         ///< that they caused
  std::vector<KnownState> states;                  ///< just before
  std::vector<OpenCommandLine> open;               ///< just before, on the same channel
  std::vector<session::Transaction> transactions;  ///< that the events belong to, or came inside
  std::vector<lint::Finding> findings;             ///< at the place, or that point to it
  std::optional<session::Origin> before, after;    ///< nearest events when there are none here
  std::uint64_t last = 0;                          ///< last line or frame of the input
  bool counts_frames = false;
};

/// Decodes the whole input; `place` is a line, in captures a frame.
[[nodiscard]] PlaceFacts look_at(Input& input, std::uint64_t place);

/// What may come after `event` by the transaction's command: notations of the dialect, in words.
[[nodiscard]] std::vector<std::string> expected_after(const session::Event& event,
                                                      const session::Transaction& transaction,
                                                      const grammar::Dialect& dialect);

}  // namespace atscope::cli

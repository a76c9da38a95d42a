// SPDX-License-Identifier: MIT
// Plays one side of a captured dialogue against a real other side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/segment.h"

namespace atscope::capture {

/// What one side sent at once.
struct ReplayStep {
  Sender sender = Sender::dce;
  std::string bytes;
  std::int64_t wait_ns = 0;  ///< since the step before it
  /// It completes an answer: what follows until the other side's next step does not depend on that step.
  bool settles = false;
  /// The log keeps no line ends: of a played step they are part of `bytes`, of an expected one any will do.
  bool any_line_end = false;
  Origin origin;
};

struct ReplayOptions {
  Sender plays = Sender::dce;
  double speed = 1;      ///< 10 is ten times as fast as recorded; 0: without any wait
  bool lenient = false;  ///< see Player
  bool loop = false;     ///< begins again at the end
};

/// Only decides; reading, writing and the clock are the caller's.
///
/// What the other side sends must be what it sent in the capture, however it is cut into pieces; then the
/// answer comes with the recorded waits. An other side that is faster than the recorded one need not wait for
/// what did not answer it. Strict, the first thing that differs ends it. Lenient, a command line that comes
/// later in the capture (or came earlier) is answered as there, whatever its case, and any other one with
/// ERROR.
class Player {
 public:
  Player(std::vector<ReplayStep> steps, ReplayOptions options);

  /// What the other side sent and the capture did not.
  struct Unexpected {
    std::string received;
    std::string expected;  ///< empty at the end of the capture
    Origin origin;         ///< of what was expected
  };

  /// The other side has sent `bytes` at `now_ns`, a monotonic time.
  void receive(std::string_view bytes, std::int64_t now_ns);
  /// Calls `send` for all that is due. Gives the time when there is something to do again; nothing when only
  /// the other side can go on.
  [[nodiscard]] std::optional<std::int64_t> advance(std::int64_t now_ns,
                                                    const std::function<void(std::string_view)>& send);

  /// Played to the end, or ended by something unexpected.
  [[nodiscard]] bool over() const { return over_; }
  /// In order, at most kMostKept.
  [[nodiscard]] const std::vector<Unexpected>& unexpected() const { return unexpected_; }
  [[nodiscard]] std::size_t unexpected_count() const { return unexpected_count_; }
  /// Steps that were played or met, over all rounds.
  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] const std::vector<ReplayStep>& steps() const { return steps_; }
  /// What is expected now: the rest of the line; empty when it is not the other side's turn.
  [[nodiscard]] std::string expected_now() const;

  static constexpr std::size_t kMostKept = 1000;

 private:
  enum class Match { whole, more, differs };

  [[nodiscard]] Match match(const ReplayStep& step);
  [[nodiscard]] std::int64_t due(const ReplayStep& step, std::int64_t now_ns) const;
  [[nodiscard]] std::string line_at(std::size_t step, std::size_t* end = nullptr) const;
  [[nodiscard]] bool answer_leniently(const std::function<void(std::string_view)>& send);
  void report(std::string received);
  void next_step(std::int64_t now_ns);

  std::vector<ReplayStep> steps_;
  ReplayOptions options_;
  std::size_t at_ = 0;
  std::size_t matched_ = 0;     // bytes of the expected step
  std::string pending_;         // received and not yet matched
  std::string line_;            // matched since the last line began
  std::int64_t anchor_ns_ = 0;  // when the step before was played or met
  std::int64_t received_ns_ = 0;
  bool started_ = false, settled_ = false, over_ = false, swallow_line_end_ = false;
  std::size_t done_ = 0, unexpected_count_ = 0;
  std::vector<Unexpected> unexpected_;
};

}  // namespace atscope::capture

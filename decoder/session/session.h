// SPDX-License-Identifier: MIT
// Segments in, events and transactions out: the decoder's front door.
#pragma once

#include <memory>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::session {

struct SessionOptions {
  /// Longest line that is kept whole; what is longer comes out in pieces as `unparsed`.
  std::size_t max_line_bytes = 64 * 1024;
  /// Silence after which an unfinished line of the module is given out as it stands.
  grammar::Nanoseconds idle_ns = 5'000'000'000;
  /// Keep what was found out about lines that come again. It makes no difference to the events.
  bool remember_lines = true;
};

/// Decodes all channels of one source. Events come out in file order within a channel; a decision may wait
/// for later bytes, at most until the end of its transaction. How the input was cut into segments makes no
/// difference to the events (for Framing::stream).
class Session {
 public:
  /// `sink` must outlive the session.
  Session(std::shared_ptr<const grammar::Dialect> dialect, EventSink& sink, SessionOptions options = {});
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;

  void feed(const capture::Segment& segment);
  /// The input ends: what is still open is closed and given out. Call once.
  void finish();

  /// The settings of a channel as they stand now.
  [[nodiscard]] const grammar::Settings& settings(ChannelId channel) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace atscope::session

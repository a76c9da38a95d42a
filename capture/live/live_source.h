// SPDX-License-Identifier: MIT
// A source that produces segments in real time.
#pragma once

#include <functional>
#include <vector>

#include "capture/live/feed.h"
#include "capture/live/stop_handle.h"
#include "capture/source.h"

namespace atscope::capture::live {

/// next() waits for traffic; it gives false once the source was stopped or nothing can come any more. Sources
/// that split a stream (CMUX) or merge several stand on this one as they would on any Source.
class LiveSource : public Source {
 public:
  /// Ends next() from another thread or a signal handler.
  [[nodiscard]] virtual StopHandle stop_handle() const = 0;
  /// `call` runs before every wait for traffic, and about ten times a second during one: the moment to flush.
  virtual void on_idle(std::function<void()> call) = 0;
  /// Of the segment that next() gave last.
  [[nodiscard]] virtual SerialDetail detail() const = 0;
  /// By ChannelId; may grow. The speed is the present one.
  [[nodiscard]] virtual const std::vector<pcap::RecordedPort>& ports() const = 0;
  /// The present on the clock of the segments.
  [[nodiscard]] virtual Timestamp now() = 0;
};

}  // namespace atscope::capture::live

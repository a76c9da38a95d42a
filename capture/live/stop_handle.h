// SPDX-License-Identifier: MIT
// Ends the wait of a live source from outside.
#pragma once

#include <memory>

namespace atscope::capture::live {

/// Copies share one flag. A descriptor that becomes readable carries it into poll().
class StopHandle {
 public:
  StopHandle();

  /// May be called from any thread and from a signal handler, also after the source is gone.
  void stop() const noexcept;
  [[nodiscard]] bool stopped() const noexcept;
  /// Readable from stop() on; -1 when there is none (no descriptors left): then only stopped() tells.
  [[nodiscard]] int fd() const noexcept;

 private:
  struct Flag;
  std::shared_ptr<Flag> flag_;
};

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
// How far reading has come, on a terminal, when it takes longer than a moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace atscope::cli {

/// Draws one line on standard error and takes it away again at the end. Silent unless standard error is a
/// terminal.
class Progress {
 public:
  /// `total` bytes; 0: not known.
  Progress(std::string name, std::uint64_t total, bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Cheap: looks at the clock once in many calls.
  void update(std::uint64_t bytes) {
    if (wanted_ && (++calls_ & 0x3FF) == 0) draw(bytes);
  }

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::uint64_t bytes);

  std::string name_;
  std::uint64_t total_;
  bool wanted_;
  bool drawn_ = false;
  std::uint32_t calls_ = 0;
  Clock::time_point start_, last_;
};

/// "120 MB/s, 43 %, 2 s left".
[[nodiscard]] std::string progress_text(std::uint64_t bytes, std::uint64_t total, double seconds);

}  // namespace atscope::cli

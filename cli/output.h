// SPDX-License-Identifier: MIT
// Standard output, fully buffered, in big writes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace atscope::cli {

/// Takes whole lines. Ends the process with a message when they cannot be written (a full disk);
/// a reader that has gone away ends it quietly.
class Output {
 public:
  enum class Owns : bool { no, yes };
  /// Writes to file descriptor `fd`, which is closed at the end only if it is owned.
  explicit Output(int fd = 1, Owns owns = Owns::no);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// What is written first goes out at once: it shows that the program works, and what there is to see.
  void write(std::string_view text);
  void flush();

  /// From now on nothing waits longer than a moment in the buffer: for input that arrives slowly.
  void keep_fresh();
  /// As keep_fresh(), and write() never waits for a reader that does not keep up (a terminal that was
  /// paused): what does not fit into a few megabytes is dropped and counted.
  void keep_fresh_without_waiting();
  /// How often write() has dropped something.
  [[nodiscard]] std::uint64_t dropped();

  /// While muted, write() takes nothing.
  void mute(bool on) { muted_ = on; }

 private:
  void flush_locked();
  void write_all(std::string_view rest);
  void freshen();

  static constexpr std::size_t block = std::size_t{1} << 18;
  int fd_;
  Owns owns_;
  std::string buffer_;
  bool begun_ = false;  // something has been written
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  bool waits_ = true;
  bool muted_ = false;
  std::uint64_t dropped_ = 0;
  std::string on_the_way_;  // of the freshener
  std::thread freshener_;
};

}  // namespace atscope::cli

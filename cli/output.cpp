// SPDX-License-Identifier: MIT
#include "cli/output.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include "cli/exit_code.h"

namespace atscope::cli {

Output::Output(int fd, Owns owns) : fd_(fd), owns_(owns) {
  buffer_.reserve(block + 4096);
}

Output::~Output() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    flush_locked();
  }
  wake_.notify_all();
  if (freshener_.joinable()) freshener_.join();
  if (owns_ == Owns::yes) ::close(fd_);
}

void Output::write(std::string_view text) {
  const std::lock_guard lock(mutex_);
  buffer_ += text;
  if (buffer_.size() >= block || !begun_) flush_locked();
  begun_ = true;
}

void Output::flush() {
  const std::lock_guard lock(mutex_);
  flush_locked();
}

void Output::keep_fresh() {
  if (freshener_.joinable()) return;
  freshener_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::milliseconds(100), [this] { return stop_; })) flush_locked();
  });
}

void Output::flush_locked() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      std::_Exit(exit_could_not_run);
    } else if (errno != EINTR) {
      std::fprintf(stderr, "atscope: cannot write the output: %s\n", std::strerror(errno));
      std::_Exit(exit_could_not_run);
    }
  }
  buffer_.clear();
}

}  // namespace atscope::cli

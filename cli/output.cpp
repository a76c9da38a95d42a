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

namespace {

constexpr std::size_t most_waiting = std::size_t{4} << 20U;

}  // namespace

Output::Output(int fd, Owns owns) : fd_(fd), owns_(owns) {
  buffer_.reserve(block + 4096);
}

Output::~Output() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (freshener_.joinable()) freshener_.join();
  flush_locked();
  if (owns_ == Owns::yes) ::close(fd_);
}

void Output::write(std::string_view text) {
  if (muted_) return;
  const std::lock_guard lock(mutex_);
  if (!waits_ && buffer_.size() + text.size() > most_waiting) {
    ++dropped_;
    return;
  }
  buffer_ += text;
  if (waits_ && (buffer_.size() >= block || !begun_)) flush_locked();
  begun_ = true;
}

void Output::flush() {
  const std::lock_guard lock(mutex_);
  if (waits_) flush_locked();
}

std::uint64_t Output::dropped() {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

void Output::keep_fresh() {
  if (freshener_.joinable()) return;
  freshener_ = std::thread([this] { freshen(); });
}

void Output::keep_fresh_without_waiting() {
  {
    const std::lock_guard lock(mutex_);
    waits_ = false;
  }
  keep_fresh();
}

void Output::freshen() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, std::chrono::milliseconds(100), [this] { return stop_; })) {
    if (waits_) {
      flush_locked();
      continue;
    }
    on_the_way_.swap(buffer_);
    lock.unlock();
    write_all(on_the_way_);
    on_the_way_.clear();
    lock.lock();
  }
}

void Output::flush_locked() {
  write_all(buffer_);
  buffer_.clear();
}

void Output::write_all(std::string_view rest) {
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
}

}  // namespace atscope::cli

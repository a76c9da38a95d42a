// SPDX-License-Identifier: MIT
#include "capture/live/stop_handle.h"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

namespace atscope::capture::live {

struct StopHandle::Flag {
  Flag() : fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;
  ~Flag() {
    if (fd >= 0) ::close(fd);
  }

  int fd;
  std::atomic<bool> stopped = false;
};

StopHandle::StopHandle() : flag_(std::make_shared<Flag>()) {}

void StopHandle::stop() const noexcept {
  const int error = errno;
  flag_->stopped.store(true);
  const std::uint64_t one = 1;
  if (flag_->fd >= 0 && ::write(flag_->fd, &one, sizeof one) < 0) {
    // The counter is full: it is readable, which is all that matters.
  }
  errno = error;
}

bool StopHandle::stopped() const noexcept {
  return flag_->stopped.load();
}

int StopHandle::fd() const noexcept {
  return flag_->fd;
}

}  // namespace atscope::capture::live

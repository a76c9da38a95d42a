// SPDX-License-Identifier: MIT
#include "capture/follow.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace atscope::capture {
namespace {

constexpr auto pause = std::chrono::milliseconds(50);

class FollowStream final : public ByteStream {
 public:
  FollowStream(int fd, std::string path, std::function<bool()> stop)
      : fd_(fd), path_(std::move(path)), stop_(std::move(stop)) {}
  ~FollowStream() override { ::close(fd_); }

  std::size_t read(char* to, std::size_t size) override {
    while (!stop_()) {
      const ssize_t got = ::read(fd_, to, size);
      if (got > 0) {
        position_ += got;
        return static_cast<std::size_t>(got);
      }
      if (got < 0 && errno != EINTR && errno != EAGAIN) {
        damage_ = std::strerror(errno);
        return 0;
      }
      if (!look_again()) std::this_thread::sleep_for(pause);
    }
    return 0;
  }

  std::string_view damage() const override { return damage_; }

 private:
  // True when there is something to read at another place.
  bool look_again() {
    struct stat now {};
    if (fstat(fd_, &now) == 0 && now.st_size < position_) {
      ::lseek(fd_, 0, SEEK_SET);
      position_ = 0;
      return true;
    }
    struct stat named {};
    if (stat(path_.c_str(), &named) != 0 || (named.st_ino == now.st_ino && named.st_dev == now.st_dev))
      return false;
    const int fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    ::close(fd_);
    fd_ = fd;
    position_ = 0;
    return true;
  }

  int fd_;
  off_t position_ = 0;
  std::string path_;
  std::function<bool()> stop_;
  std::string damage_;
};

}  // namespace

tl::expected<std::unique_ptr<ByteStream>, Error> follow(const std::string& path, std::function<bool()> stop) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const auto kind = errno == ENOENT ? Error::Kind::not_found : Error::Kind::not_readable;
    return tl::unexpected(Error{kind, path, errno == ENOENT ? "no such file" : std::strerror(errno), ""});
  }
  return std::make_unique<FollowStream>(fd, path, std::move(stop));
}

}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
#include "capture/live/pty.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace atscope::capture::live {
namespace {

std::string target_of(const std::string& link) {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = ::readlink(link.c_str(), target.data(), target.size());
  return size < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

Error failed(const std::string& path, std::string_view what, int error) {
  return Error{Error::Kind::not_readable,
               path,
               fmt::format("{}: {}", what, std::generic_category().message(error)),
               {}};
}

// A link of a run that was killed stays behind; anything else is somebody's file.
std::optional<Error> point(const std::string& link, const std::string& target) {
  struct stat status {};
  if (::lstat(link.c_str(), &status) == 0 &&
      (!S_ISLNK(status.st_mode) || !target_of(link).starts_with("/dev/pts/"))) {
    return Error{Error::Kind::not_readable, link, "is there already, and is no link to a pty",
                 "give --link a name that is free"};
  }
  const std::string fresh = fmt::format("{}.{}", link, ::getpid());
  ::unlink(fresh.c_str());
  if (::symlink(target.c_str(), fresh.c_str()) != 0 || ::rename(fresh.c_str(), link.c_str()) != 0) {
    const int error = errno;
    ::unlink(fresh.c_str());
    return failed(link, "the link cannot be made", error);
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Pty, Error> Pty::make(const Options& options) {
  Tty master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  std::array<char, 64> name{};
  if (!master.is_open() || ::grantpt(master.fd()) != 0 || ::unlockpt(master.fd()) != 0 ||
      ::ptsname_r(master.fd(), name.data(), name.size()) != 0) {
    return tl::unexpected(failed("/dev/ptmx", "no pty can be made", errno));
  }
  Pty pty(std::move(master), name.data());

  static_cast<void>(pty.master_.apply(options.settings, false));
  pty.master_.set_hang_up_on_close(options.hangs_up_on_close);
  const int packets = 1;
  if (::ioctl(pty.master_.fd(), TIOCPKT, &packets) != 0) {
    return tl::unexpected(failed(pty.path_, "the pty has no packet mode", errno));
  }
  // A pty that was never open does not say that nobody has it open.
  const int once = ::open(pty.path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (once >= 0) ::close(once);

  struct stat like {};
  if (!options.like.empty() && ::stat(options.like.c_str(), &like) == 0) {
    static_cast<void>(::chmod(pty.path_.c_str(), like.st_mode & 0777U));
    static_cast<void>(::chown(pty.path_.c_str(), like.st_uid, like.st_gid));
  }
  pty.watch_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (pty.watch_ >= 0 && ::inotify_add_watch(pty.watch_, pty.path_.c_str(), IN_OPEN) < 0) {
    ::close(std::exchange(pty.watch_, -1));
  }
  if (!options.link.empty()) {
    if (auto error = point(options.link, pty.path_)) return tl::unexpected(std::move(*error));
    pty.link_ = options.link;
  }
  return pty;
}

Pty::Pty(Pty&& other) noexcept
    : master_(std::move(other.master_)),
      path_(std::move(other.path_)),
      link_(std::exchange(other.link_, {})),
      watch_(std::exchange(other.watch_, -1)) {}

Pty::~Pty() {
  if (!link_.empty() && target_of(link_) == path_) ::unlink(link_.c_str());
  if (watch_ >= 0) ::close(watch_);
}

void Pty::forget_opened() const {
  std::array<char, 4096> events;
  while (watch_ >= 0 && ::read(watch_, events.data(), events.size()) > 0) {
  }
}

bool Pty::is_open() const {
  pollfd wait{master_.fd(), POLLIN, 0};
  return ::poll(&wait, 1, 0) >= 0 && (wait.revents & POLLHUP) == 0;
}

Pty::Read Pty::read(char* buffer, std::size_t size) const {
  Read found;
  const ssize_t got = ::read(master_.fd(), buffer, size);
  if (got < 0) {
    found.what = errno == EIO ? Read::What::closed : Read::What::nothing;
    return found;
  }
  if (got == 0) {
    found.what = Read::What::closed;
    return found;
  }
  // Packet mode: the first byte is zero before data, else it says what happened.
  const auto head = static_cast<unsigned char>(buffer[0]);
  if (head == TIOCPKT_DATA) {
    found.what = Read::What::data;
    found.bytes = {buffer + 1, static_cast<std::size_t>(got - 1)};
  } else {
    found.what = Read::What::flush;
    found.input_flushed = (head & TIOCPKT_FLUSHREAD) != 0;
    found.output_flushed = (head & TIOCPKT_FLUSHWRITE) != 0;
  }
  return found;
}

std::size_t Pty::write(std::string_view bytes) const {
  const ssize_t done = ::write(master_.fd(), bytes.data(), bytes.size());
  return done < 0 ? 0 : static_cast<std::size_t>(done);
}

}  // namespace atscope::capture::live

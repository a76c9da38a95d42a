// SPDX-License-Identifier: MIT
#include "capture/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "capture/unpack.h"

namespace atscope::capture {
namespace {

constexpr std::size_t kFirstBuffer = std::size_t{128} * 1024;
constexpr std::size_t kLargeBuffer = std::size_t{4} << 20U;

std::string message_of(int error) {
  return std::generic_category().message(error);
}

/// A descriptor, with bytes already read from it put back in front.
class DescriptorStream final : public ByteStream {
 public:
  DescriptorStream(int fd, bool owned) : fd_(fd), owned_(owned) {}
  ~DescriptorStream() override {
    if (owned_) ::close(fd_);
  }

  void put_back(std::string bytes) { put_back_ = std::move(bytes); }
  /// The descriptor is the caller's from now on.
  [[nodiscard]] int release() {
    owned_ = false;
    return fd_;
  }

  std::size_t read(char* to, std::size_t size) override {
    if (used_ < put_back_.size()) {
      const std::size_t n = put_back_.copy(to, size, used_);
      used_ += n;
      return n;
    }
    if (ended_) return 0;
    const ssize_t got = ::read(fd_, to, size);
    if (got > 0) return static_cast<std::size_t>(got);
    ended_ = true;
    // A signal that does not restart calls ends the input: whoever installed it does not want to wait.
    if (got < 0 && errno != EINTR) damage_ = "reading failed: " + message_of(errno);
    return 0;
  }
  [[nodiscard]] std::string_view damage() const override { return damage_; }

 private:
  int fd_;
  bool owned_;
  std::string put_back_;
  std::size_t used_ = 0;
  bool ended_ = false;
  std::string damage_;
};

/// A plain file, as long as it was when it was opened. It is read, not mapped: a file that somebody cuts
/// short ends early then, while touching a page of a map that is no more would end the program.
class FileStream final : public ByteStream {
 public:
  FileStream(int fd, std::uint64_t size) : fd_(fd), size_(size) {
    ::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  ~FileStream() override { ::close(fd_); }

  std::size_t read(char* to, std::size_t size) override {
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - at_));
    if (size == 0) return 0;
    ssize_t got = 0;
    do {
      got = ::pread(fd_, to, size, static_cast<off_t>(at_));
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
      at_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    damage_ = got < 0 ? "reading failed: " + message_of(errno) : "the file became shorter while it was read";
    size_ = at_;
    return 0;
  }
  [[nodiscard]] std::string_view damage() const override { return damage_; }

 private:
  int fd_;
  std::uint64_t size_, at_ = 0;
  std::string damage_;
};

class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : rest_(bytes) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t n = rest_.copy(to, size);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

Error unreadable(const std::string& name, std::string reason, std::string help = {}) {
  return Error{Error::Kind::not_readable, name, std::move(reason), std::move(help)};
}

Error error_of_open(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return Error{Error::Kind::not_found, path, "no such file",
                 "check the path, or give - for standard input"};
  }
  if (error == EACCES || error == EPERM) {
    return unreadable(path, "permission denied", "run as a user who may read it, or pipe it in and give -");
  }
  return unreadable(path, message_of(error));
}

/// The first bytes of a stream, as far as the magic numbers of containers reach.
std::string read_magic(ByteStream& stream) {
  std::string magic(kContainerMagicSize, '\0');
  std::size_t size = 0;
  while (size < magic.size()) {
    const std::size_t got = stream.read(magic.data() + size, magic.size() - size);
    if (got == 0) break;
    size += got;
  }
  magic.resize(size);
  return magic;
}

}  // namespace

struct Input::Backing {
  int fd = -1;  ///< of a plain file; `stream` holds it open
  std::uint64_t file_size = 0;
  std::unique_ptr<ByteStream> stream;
  std::unique_ptr<char[]> buffer;
  std::size_t capacity = 0;
  bool ended = false;
};

Input::Input() : backing_(std::make_unique<Backing>()) {}
Input::~Input() = default;

tl::expected<std::unique_ptr<Input>, Error> Input::open(const std::string& path) {
  if (path == "-") return from_fd(STDIN_FILENO, false, "standard input");
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return tl::unexpected(error_of_open(path, errno));
  return from_fd(fd, true, path);
}

std::unique_ptr<Input> Input::from_file(int fd, std::uint64_t size) {
  std::unique_ptr<Input> input = from_stream(std::make_unique<FileStream>(fd, size));
  input->whole_ = true;
  input->backing_->fd = fd;
  input->backing_->file_size = size;
  return input;
}

std::unique_ptr<Input> Input::again() const {
  if (backing_->fd < 0) return nullptr;
  const int fd = ::fcntl(backing_->fd, F_DUPFD_CLOEXEC, 0);
  return fd < 0 ? nullptr : from_file(fd, backing_->file_size);
}

tl::expected<std::unique_ptr<Input>, Error> Input::from_fd(int fd, bool owned, const std::string& name) {
  auto stream = std::make_unique<DescriptorStream>(fd, owned);
  struct stat status {};
  if (::fstat(fd, &status) != 0) return tl::unexpected(unreadable(name, message_of(errno)));
  if (S_ISDIR(status.st_mode)) {
    return tl::unexpected(unreadable(name, "is a directory", "give a file, or - for standard input"));
  }
  const std::string magic = read_magic(*stream);
  if (magic.empty() && !stream->damage().empty()) {
    return tl::unexpected(unreadable(name, std::string(stream->damage())));
  }
  const Container container = container_of(magic);

  // A descriptor can stand in the middle of its file (a shell's "{ read line; atscope -; } < log").
  const bool from_start =
      S_ISREG(status.st_mode) && ::lseek(fd, 0, SEEK_CUR) == static_cast<off_t>(magic.size());
  if (container == Container::none && from_start && status.st_size > 0) {
    const int own = owned ? stream->release() : ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own >= 0) return from_file(own, static_cast<std::uint64_t>(status.st_size));
  }
  stream->put_back(magic);
  std::unique_ptr<Input> input = from_stream(unpack(std::move(stream), container));
  input->container_ = container;
  return input;
}

std::unique_ptr<Input> Input::from_memory(std::string_view bytes) {
  const Container container = container_of(bytes);
  if (container != Container::none) {
    std::unique_ptr<Input> packed = from_stream(unpack(std::make_unique<MemoryStream>(bytes), container));
    packed->container_ = container;
    return packed;
  }
  std::unique_ptr<Input> input(new Input);
  input->at_ = bytes.empty() ? "" : bytes.data();
  input->size_ = bytes.size();
  input->whole_ = true;
  return input;
}

std::unique_ptr<Input> Input::from_stream(std::unique_ptr<ByteStream> stream) {
  std::unique_ptr<Input> input(new Input);
  input->backing_->stream = std::move(stream);
  return input;
}

std::string_view Input::fill(std::size_t n) {
  Backing& backing = *backing_;
  while (size_ < n && backing.stream != nullptr && !backing.ended) {
    const std::size_t begin =
        backing.buffer == nullptr ? 0 : static_cast<std::size_t>(at_ - backing.buffer.get());
    if (begin + size_ == backing.capacity) {
      if (begin >= size_ && begin > 0 && (backing.capacity <= kLargeBuffer || size_ > kFirstBuffer / 2)) {
        std::memcpy(backing.buffer.get(), at_, size_);
        at_ = backing.buffer.get();
      } else {
        // Grows with the bytes that arrive, never to a size that damaged data merely claims.
        // What a look far ahead took is given back behind it.
        const bool is_too_large = begin >= size_ && begin > 0;
        const std::size_t capacity =
            is_too_large ? kFirstBuffer : std::max(kFirstBuffer, backing.capacity * 2);
        std::unique_ptr<char[]> buffer(new char[capacity]);
        if (size_ != 0) std::memcpy(buffer.get(), at_, size_);
        backing.buffer = std::move(buffer);
        backing.capacity = capacity;
        at_ = backing.buffer.get();
      }
    }
    const std::size_t end = static_cast<std::size_t>(at_ - backing.buffer.get()) + size_;
    const std::size_t got = backing.stream->read(backing.buffer.get() + end, backing.capacity - end);
    size_ += got;
    backing.ended = got == 0;
  }
  return {at_, size_};
}

std::uint64_t Input::skip(std::uint64_t n) {
  std::uint64_t skipped = 0;
  while (skipped < n) {
    const std::size_t in_sight = peek(1).size();
    if (in_sight == 0) break;
    const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(in_sight, n - skipped));
    consume(step);
    skipped += step;
  }
  return skipped;
}

std::string_view Input::damage() const {
  return backing_->stream != nullptr && backing_->ended ? backing_->stream->damage() : std::string_view{};
}

}  // namespace atscope::capture

// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugins/wireshark/extcap/play_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "capture/export/captures.h"
#include "capture/follow.h"
#include "capture/open.h"
#include "capture/open_input.h"
#include "plugins/wireshark/extcap/run.h"

namespace atscope::extcap {
namespace {

using capture::Error;
using capture::Sender;

/// The write end of a pipe; false from write() once its reader has left.
class Pipe {
 public:
  explicit Pipe(const std::string& path) : fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool is_open() const { return fd_ >= 0 && !broken_; }

  /// A packet is a few hundred bytes; Wireshark shall not be woken for each.
  void write(std::string_view bytes) {
    constexpr std::size_t kBuffer = std::size_t{64} << 10U;
    buffer_ += bytes;
    if (buffer_.size() >= kBuffer) flush();
  }
  void flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && is_open()) {
      const ssize_t done = ::write(fd_, rest.data(), rest.size());
      if (done < 0 && errno == EINTR && !is_ending()) continue;
      if (done < 0) {
        broken_ = true;
        break;
      }
      rest.remove_prefix(static_cast<std::size_t>(done));
    }
    buffer_.clear();
  }

 private:
  int fd_;
  bool broken_ = false;
  std::string buffer_;
};

/// Holds a segment back until as much time has passed as between it and the first one, divided by the pace.
class Pacer {
 public:
  explicit Pacer(std::int64_t pace) : pace_(pace) {}

  [[nodiscard]] bool is_due(const capture::Segment& segment) {
    if (pace_ == 0 || !segment.time.known()) return true;
    if (!has_begun_) {
      has_begun_ = true;
      first_ = segment.time.ns;
      begin_ = Monotonic::now();
    }
    return Monotonic::now() - begin_ >= std::chrono::nanoseconds((segment.time.ns - first_) / pace_);
  }

 private:
  using Monotonic = std::chrono::steady_clock;
  std::int64_t pace_;
  bool has_begun_ = false;
  std::int64_t first_ = 0;
  Monotonic::time_point begin_;
};

tl::expected<std::unique_ptr<capture::Source>, Error> open_file(const Values& values) {
  capture::OpenOptions options;
  options.format = values["--format-in"];
  options.sent_by_given = values["--role"] != "auto";
  options.sent_by = values["--role"] == "dce" ? Sender::dce : Sender::dte;
  const std::string& path = values["--file"];
  if (values["--follow"] != "true") return capture::open(path, options);
  return capture::follow(path, is_ending).and_then([&](std::unique_ptr<capture::ByteStream> stream) {
    return capture::open_input(capture::Input::from_stream(std::move(stream)), path, options);
  });
}

}  // namespace

std::optional<Error> play_file(const Values& values, const std::string& fifo, ControlPipe& control) {
  if (values["--file"].empty()) {
    return Error{Error::Kind::not_found, "the log or capture", "is not chosen",
                 "choose one in the options of the interface"};
  }
  std::int64_t pace = 0;
  const std::string& text = values["--pace"];
  if (std::from_chars(text.data(), text.data() + text.size(), pace).ec != std::errc() || pace < 0) {
    return Error{Error::Kind::not_readable, "the pace", "'" + text + "' is no pace", "give 0, 1, 10 or 100"};
  }
  auto source = open_file(values);
  if (!source) return std::move(source.error());
  Pipe pipe(fifo);
  if (!pipe.is_open()) {
    return Error{Error::Kind::not_readable, fifo, std::generic_category().message(errno), {}};
  }
  const auto exporter = capture::make_native_exporter([&](std::string_view bytes) { pipe.write(bytes); });
  const bool is_slow = pace != 0 || values["--follow"] == "true";
  Pacer pacer(pace);
  capture::Segment segment;
  while (!is_ending() && pipe.is_open() && (*source)->next(segment)) {
    control.flush();
    while (!is_ending() && pipe.is_open() && !pacer.is_due(segment)) {
      constexpr std::chrono::milliseconds kStep{10};
      std::this_thread::sleep_for(kStep);
      control.flush();
    }
    const auto& channels = (*source)->info().channels;
    static_cast<void>(exporter->write(
        segment, segment.channel < channels.size() ? std::string_view(channels[segment.channel]) : ""));
    if (is_slow) pipe.flush();
  }
  exporter->finish();
  pipe.flush();
  return std::nullopt;
}

}  // namespace atscope::extcap

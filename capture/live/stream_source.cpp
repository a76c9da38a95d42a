// SPDX-License-Identifier: MIT
#include "capture/live/stream_source.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "capture/byte_stream.h"
#include "capture/input.h"
#include "capture/live/log_source.h"
#include "capture/open_input.h"

namespace atscope::capture::live {
namespace {

class RawStream final : public Feed {
 public:
  RawStream(int fd, Sender sender, std::string name) : fd_(fd), sender_(sender), name_(std::move(name)) {}

  void start(FeedSink& sink) override {
    channel_ = sink.add_channel({name_, "raw bytes of another program", 0});
  }
  [[nodiscard]] int watch(Poller& poller) override {
    if (!ended_) poller.add(fd_, POLLIN);
    return kNoHurryMs;
  }
  void act(const Poller& poller, FeedSink& sink) override {
    if (ended_ || poller.found(fd_) == 0) return;
    std::array<char, 65536> buffer;
    const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
    if (size > 0) sink.data(channel_, sender_, {buffer.data(), static_cast<std::size_t>(size)});
    if (size == 0) ended_ = true;
    if (size < 0 && errno != EAGAIN && errno != EINTR) {
      sink.gap(channel_, "reading failed: " + std::generic_category().message(errno));
      ended_ = true;
    }
  }
  [[nodiscard]] bool ended() const override { return ended_; }

 private:
  int fd_;
  Sender sender_;
  std::string name_;
  ChannelId channel_ = 0;
  bool ended_ = false;
};

/// A descriptor that is left alone once the source was stopped.
class StoppableStream final : public ByteStream {
 public:
  StoppableStream(int fd, StopHandle stop, std::shared_ptr<std::function<void()>> idle)
      : fd_(fd), stop_(std::move(stop)), idle_(std::move(idle)) {}

  std::size_t read(char* to, std::size_t size) override {
    constexpr int idle_ms = 100;
    while (!stop_.stopped()) {
      std::array<pollfd, 2> waits{{{fd_, POLLIN, 0}, {stop_.fd(), POLLIN, 0}}};
      // What is there is taken before anybody is told that nothing is.
      if (::poll(waits.data(), waits.size(), 0) == 0) {
        if (*idle_) (*idle_)();
        if (stop_.stopped()) break;
        static_cast<void>(::poll(waits.data(), waits.size(), idle_ms));
      }
      if (waits[0].revents == 0) continue;
      const ssize_t got = ::read(fd_, to, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR || errno == EAGAIN) continue;
      damage_ = "reading failed: " + std::generic_category().message(errno);
      return 0;
    }
    return 0;
  }
  [[nodiscard]] std::string_view damage() const override { return damage_; }

 private:
  int fd_;
  StopHandle stop_;
  std::shared_ptr<std::function<void()>> idle_;
  std::string damage_;
};

}  // namespace

std::unique_ptr<Feed> raw_stream(int fd, Sender sender, const std::string& name) {
  return std::make_unique<RawStream>(fd, sender, name);
}

tl::expected<std::unique_ptr<LiveSource>, Error> log_stream(int fd, const std::string& name,
                                                            const OpenOptions& options, StopHandle stop,
                                                            std::function<void()> idle, CaptureClock clock) {
  auto call = std::make_shared<std::function<void()>>(std::move(idle));
  auto input = Input::from_stream(std::make_unique<StoppableStream>(fd, stop, call));
  auto source = open_input(std::move(input), name, options);
  if (!source) return tl::unexpected(std::move(source.error()));
  return make_log_source(std::move(*source), name, std::move(stop), std::move(call), std::move(clock));
}

}  // namespace atscope::capture::live

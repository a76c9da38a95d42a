// SPDX-License-Identifier: MIT
#include "capture/live/proxy_feed.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>

#include "capture/live/listening_port.h"
#include "capture/live/pty.h"

namespace atscope::capture::live {
namespace {

namespace rtac = pcap::rtac;

constexpr int kLookMs = 20;                                  // at the settings of the application
constexpr std::size_t kMaxBacklog = std::size_t{64} << 10U;  // then the other side has to wait
constexpr std::size_t kReadBytes = std::size_t{64} << 10U;
constexpr int kReadsAtOnce = 16;

class ProxyFeed final : public Feed {
 public:
  ProxyFeed(ListeningPort port, Pty pty, std::string name)
      : port_(std::move(port)), pty_(std::move(pty)), name_(std::move(name)) {
    if (const auto settings = pty_.master().settings()) application_ = *settings;
  }

  void start(FeedSink& sink) override {
    channel_ = sink.add_channel(
        {name_,
         fmt::format("proxy: {} by way of {}, {}", port_.path(), pty_.path(), describe(port_.settings())),
         port_.settings().baud});
  }

  [[nodiscard]] int watch(Poller& poller) override {
    int longest = port_.watch(poller, to_application_.size() < kMaxBacklog);
    if (!to_port_.empty() && port_.tty().is_open()) poller.add(port_.tty().fd(), POLLOUT);
    if (pty_.opened_fd() >= 0) poller.add(pty_.opened_fd(), POLLIN);
    // While nobody has it open the pty would end every wait at once.
    if (open_) {
      const bool can_take = to_port_.size() < kMaxBacklog;
      poller.add(pty_.master().fd(),
                 static_cast<short>((can_take ? POLLIN : 0) | (to_application_.empty() ? 0 : POLLOUT)));
    }
    return std::min(longest, kLookMs);
  }

  void act(const Poller& poller, FeedSink& sink) override {
    pty_.forget_opened();
    if (!open_ && pty_.is_open()) application_opened(sink);
    port_.act(poller, channel_, sink, [this](std::string_view bytes) { to_application(bytes); });
    if (port_.take_change()) sink.control_lines(channel_, port_.lines());
    from_application(sink);
    send(sink);
  }

 private:
  void to_application(std::string_view bytes) {
    if (open_) to_application_ += bytes;
  }

  void application_opened(FeedSink& sink) {
    open_ = true;
    sink.remark(channel_, "an application opened the port");
    static_cast<void>(port_.tty().set_control_lines(rtac::kDtr | rtac::kRts, true));
  }

  void application_closed(FeedSink& sink) {
    open_ = false;
    to_application_.clear();
    std::string note = "the application closed the port";
    if (pty_.master().hangs_up_on_close() && port_.tty().set_control_lines(rtac::kDtr | rtac::kRts, false)) {
      note += ": DTR and RTS go off";
    }
    sink.remark(channel_, note);
  }

  void from_application(FeedSink& sink) {
    std::array<char, kReadBytes> buffer;
    for (int reads = 0; reads < kReadsAtOnce && to_port_.size() < kMaxBacklog; ++reads) {
      const Pty::Read found = pty_.read(buffer.data(), buffer.size());
      if (open_ || found.what == Pty::Read::What::data) carry_settings(sink);
      switch (found.what) {
        case Pty::Read::What::data:
          // It may have come and gone between two looks.
          if (!open_) application_opened(sink);
          take(found.bytes, sink);
          break;
        case Pty::Read::What::flush:
          flush(found, sink);
          break;
        case Pty::Read::What::nothing:
          return;
        case Pty::Read::What::closed:
          if (open_) application_closed(sink);
          return;
      }
    }
  }

  void take(std::string_view bytes, FeedSink& sink) {
    if (!port_.tty().is_open()) {
      lost_ += bytes.size();
      return;
    }
    if (const std::size_t lost = std::exchange(lost_, 0); lost != 0) {
      sink.gap(channel_, fmt::format("{} bytes of the application are lost: the port was away", lost));
    }
    sink.data(channel_, Sender::dte, bytes);
    to_port_ += bytes;
  }

  // The speed must be right before the bytes that follow go out.
  void carry_settings(FeedSink& sink) {
    const std::optional<TtySettings> now = pty_.master().settings();
    if (!now || *now == application_) return;
    application_ = *now;
    TtySettings wanted = port_.settings();
    wanted.stop_bits = now->stop_bits;
    wanted.flow = now->flow;
    // Speed 0 hangs up.
    if (now->baud == 0) {
      static_cast<void>(port_.tty().set_control_lines(rtac::kDtr | rtac::kRts, false));
      sink.remark(channel_, "the application hung up (speed 0)");
      return;
    }
    wanted.baud = now->baud;
    if (wanted == port_.settings()) return;
    if (!port_.set(wanted)) {
      sink.remark(channel_, fmt::format("the application set {}, which the port refuses", describe(wanted)));
      return;
    }
    sink.speed(channel_, wanted.baud);
    sink.remark(channel_, fmt::format("the application set {}", describe(wanted)));
  }

  void flush(const Pty::Read& found, FeedSink& sink) {
    if (found.input_flushed) {
      // What had come before is part of the traffic; the application does not want it.
      const std::size_t size = to_application_.size() + port_.drain(channel_, sink);
      to_application_.clear();
      if (size != 0)
        sink.remark(channel_, fmt::format("the application threw away {} bytes it had not read", size));
    }
    if (found.output_flushed) {
      const std::size_t size = to_port_.size() + (port_.tty().is_open() ? port_.tty().discard_output() : 0);
      to_port_.clear();
      if (size != 0)
        sink.gap(channel_, fmt::format("the application took back {} bytes: they were not sent", size));
    }
  }

  void send(FeedSink& sink) {
    if (!to_application_.empty() && open_) to_application_.erase(0, pty_.write(to_application_));
    if (to_port_.empty()) return;
    if (const std::optional<std::size_t> done = port_.tty().write(to_port_)) {
      to_port_.erase(0, *done);
    } else {
      // That it is gone the port tells itself.
      sink.gap(channel_,
               fmt::format("{} bytes of the application are lost: the port is away", to_port_.size()));
      to_port_.clear();
    }
  }

  ListeningPort port_;
  Pty pty_;
  std::string name_;
  ChannelId channel_ = 0;
  TtySettings application_;
  bool open_ = false;
  std::string to_port_, to_application_;
  std::size_t lost_ = 0;
};

}  // namespace

tl::expected<Proxy, Error> proxy(const ProxyOptions& options) {
  ListeningPort port(options.port, Sender::dce, options.settings);
  if (auto error = port.open()) return tl::unexpected(std::move(*error));
  Pty::Options pty_options;
  pty_options.link = options.link;
  pty_options.like = options.port;
  pty_options.settings = port.settings();
  pty_options.hangs_up_on_close = port.tty().hangs_up_on_close();
  auto pty = Pty::make(pty_options);
  if (!pty) return tl::unexpected(std::move(pty.error()));
  std::string path = pty->path();
  return Proxy{std::make_unique<ProxyFeed>(std::move(port), std::move(*pty),
                                           options.name.empty() ? port_name(options.port) : options.name),
               std::move(path)};
}

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
#include "capture/live/listening_port.h"

#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace atscope::capture::live {
namespace {

namespace rtac = pcap::rtac;

constexpr int kLookMs = 10;  // at the control lines
constexpr int kAwayMs = 100;
constexpr std::int64_t kReopenNs = 250'000'000;
constexpr std::size_t kReadBytes = std::size_t{64} << 10U;

}  // namespace

std::string_view bytes_of(Sender sender) {
  switch (sender) {
    case Sender::dte:
      return "the host's bytes";
    case Sender::dce:
      return "the module's bytes";
    case Sender::unknown:
      break;
  }
  return "bytes of an unknown side";
}

std::string port_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::optional<Error> ListeningPort::open() {
  auto opened = Tty::open(path_);
  if (!opened) return opened.error();
  const std::optional<TtySettings> got = opened->apply(settings_, true);
  if (!got) {
    return Error{Error::Kind::unsupported, path_, "the port refuses " + describe(settings_),
                 "check the speed and the framing against what the adapter can do"};
  }
  settings_.baud = got->baud;
  static_cast<void>(opened->set_low_latency());
  tty_ = std::move(*opened);
  marks_ = {};
  watch_.forget();
  has_lines_ = true;
  return std::nullopt;
}

bool ListeningPort::set(const TtySettings& settings) {
  if (tty_.is_open() && !tty_.apply(settings, true)) return false;
  settings_ = settings;
  return true;
}

int ListeningPort::watch(Poller& poller, bool read) const {
  if (!tty_.is_open()) return kAwayMs;
  // Without events a hang-up is still told.
  poller.add(tty_.fd(), read ? POLLIN : 0);
  return has_lines_ ? kLookMs : kNoHurryMs;
}

void ListeningPort::act(const Poller& poller, ChannelId channel, FeedSink& sink, const Forward& forward) {
  if (!tty_.is_open()) {
    reopen(channel, sink);
    return;
  }
  if ((poller.found(tty_.fd()) & ~POLLOUT) != 0) static_cast<void>(read(channel, sink, forward));
  if (tty_.is_open() && has_lines_) look(channel, sink);
}

std::size_t ListeningPort::drain(ChannelId channel, FeedSink& sink, const Forward& forward) {
  constexpr std::size_t enough = std::size_t{1} << 20U;
  std::size_t all = 0;
  while (tty_.is_open() && all < enough) {
    const std::size_t size = read(channel, sink, forward);
    if (size == 0) break;
    all += size;
  }
  return all;
}

std::size_t ListeningPort::read(ChannelId channel, FeedSink& sink, const Forward& forward) {
  std::array<char, kReadBytes> buffer;
  const ssize_t size = ::read(tty_.fd(), buffer.data(), buffer.size());
  if (size > 0) {
    marks_.take(
        {buffer.data(), static_cast<std::size_t>(size)}, settings_.parity != TtySettings::Parity::none,
        [&](std::string_view bytes) {
          sink.data(channel, sender_, bytes);
          if (forward) forward(bytes);
        },
        [&](rtac::Event event) {
          sink.line_error(channel, sender_, event);
          // A raw terminal reads a break as NUL.
          if (forward && event == rtac::Event::line_break) forward(std::string_view("\0", 1));
        });
    return static_cast<std::size_t>(size);
  }
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  tty_.close();
  tried_ = sink.monotonic_ns();
  sink.gap(channel, fmt::format("{} vanished; {} are not seen until it is back", path_, bytes_of(sender_)));
  return 0;
}

void ListeningPort::look(ChannelId channel, FeedSink& sink) {
  const std::optional<std::uint8_t> lines = tty_.control_lines();
  const std::optional<LineCounts> counts = tty_.counts();
  has_lines_ = lines || counts;
  const LineChange change = watch_.look(counts, lines);
  if (change.overruns != 0) {
    sink.line_error(channel, sender_, rtac::Event::overrun);
    sink.gap(channel, fmt::format("{} of {} lost in the UART of {}, at least", change.overruns,
                                  bytes_of(sender_), port_name(path_)));
  }
  if (change.buffer_losses != 0) {
    sink.gap(channel, fmt::format("{} of {} lost in the driver of {}, at least: its buffer was full",
                                  change.buffer_losses, bytes_of(sender_), port_name(path_)));
  }
  if (change.unseen != 0) {
    sink.remark(channel, fmt::format("{} changes of control lines at {} were too short to be seen",
                                     change.unseen, port_name(path_)));
  }
  if (!change.lines_changed) return;
  lines_ = change.lines;
  lines_changed_ = true;
}

void ListeningPort::reopen(ChannelId channel, FeedSink& sink) {
  const std::int64_t now = sink.monotonic_ns();
  if (now - tried_ < kReopenNs) return;
  tried_ = now;
  if (!open()) sink.remark(channel, path_ + " is back");
}

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
// One thing that a live source listens to: a tapped line, a proxy, a USB monitor, a pipe.
#pragma once

#include <cstdint>
#include <poll.h>
#include <string>
#include <string_view>
#include <vector>

#include "capture/pcap/rtac_serial.h"
#include "capture/pcap/write_pcapng.h"
#include "capture/segment.h"

namespace atscope::capture::live {

/// What a recording keeps of a segment and Segment itself does not say.
struct SerialDetail {
  pcap::rtac::Event event = pcap::rtac::Event::received;
  std::uint8_t control_lines = 0;  ///< bits of rtac::kControlLines, as they are now
  bool is_remark = false;          ///< the note says something that did not go over the line
};

/// Takes what feeds see. Bytes and notes are copied.
class FeedSink {
 public:
  virtual ~FeedSink() = default;

  /// A new channel; what its ports are called and how fast they are at first.
  [[nodiscard]] virtual ChannelId add_channel(const pcap::RecordedPort& port) = 0;
  /// Bytes went over the line.
  virtual void data(ChannelId channel, Sender sender, std::string_view bytes) = 0;
  /// A framing or parity error, a break, an overrun, seen where `sender` is received.
  virtual void line_error(ChannelId channel, Sender sender, pcap::rtac::Event event) = 0;
  /// The control lines of a channel now are `lines`.
  virtual void control_lines(ChannelId channel, std::uint8_t lines) = 0;
  /// Bytes are lost here, or may be: `note` says how and how many.
  virtual void gap(ChannelId channel, std::string_view note) = 0;
  /// Something that did not go over the line, in words ("the application opened the port").
  virtual void remark(ChannelId channel, std::string_view note) = 0;
  /// From now on the channel has this speed in bit/s.
  virtual void speed(ChannelId channel, std::uint64_t bits_per_second) = 0;
  /// Monotonic, for intervals; not the time of a segment.
  [[nodiscard]] virtual std::int64_t monotonic_ns() = 0;
};

/// The descriptors of one wait.
class Poller {
 public:
  void clear() { waits_.clear(); }
  void add(int fd, short events) { waits_.push_back({fd, events, 0}); }
  /// What the wait found; 0 for a descriptor that was not added.
  [[nodiscard]] short found(int fd) const {
    for (const pollfd& wait : waits_) {
      if (wait.fd == fd) return wait.revents;
    }
    return 0;
  }
  [[nodiscard]] std::vector<pollfd>& waits() { return waits_; }

 private:
  std::vector<pollfd> waits_;
};

class Feed {
 public:
  Feed() = default;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  virtual ~Feed() = default;

  /// Called once, before anything else.
  virtual void start(FeedSink& sink) = 0;
  /// Adds the descriptors to wait for; gives the longest time in ms after which act() is wanted all the same.
  [[nodiscard]] virtual int watch(Poller& poller) = 0;
  /// After every wait. Must not block.
  virtual void act(const Poller& poller, FeedSink& sink) = 0;
  /// Nothing will come any more.
  [[nodiscard]] virtual bool ended() const { return false; }
};

/// The longest wait of a feed that only waits for its descriptors.
inline constexpr int kNoHurryMs = 1000;

}  // namespace atscope::capture::live

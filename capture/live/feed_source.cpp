// SPDX-License-Identifier: MIT
#include "capture/live/feed_source.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "capture/pcap/rtac_serial.h"

namespace atscope::capture::live {
namespace {

constexpr int kIdleMs = 100;
constexpr std::int64_t kWallClockInterval = 1'000'000'000;

std::string_view name_of(pcap::rtac::Event event) {
  using enum pcap::rtac::Event;
  switch (event) {
    case framing_error:
      return "framing error";
    case parity_error:
      return "parity error";
    case line_break:
      return "break";
    default:
      return "overrun: bytes are lost";
  }
}

}  // namespace

FeedSource::FeedSource(std::string_view format, std::vector<std::unique_ptr<Feed>> feeds, CaptureClock clock)
    : feeds_(std::move(feeds)), clock_(std::move(clock)) {
  info_.format = format;
  read_time_ = clock_.now();
  wall_clock_looked_ = clock_.monotonic_ns();
  for (const std::unique_ptr<Feed>& feed : feeds_) feed->start(*this);
}

bool FeedSource::next(Segment& segment) {
  while (given_ == queue_.size()) {
    queue_.clear();
    text_.clear();
    given_ = 0;
    const bool over =
        std::all_of(feeds_.begin(), feeds_.end(), [](const auto& feed) { return feed->ended(); });
    if (over || stop_.stopped()) return false;
    wait();
  }
  const Queued& queued = queue_[given_++];
  segment = queued.segment;
  segment.bytes = std::string_view(text_).substr(queued.begin, queued.bytes);
  segment.note = std::string_view(text_).substr(queued.begin + queued.bytes, queued.note);
  detail_ = queued.detail;
  ++stats_.segments;
  stats_.frames = segment.origin.frame;
  stats_.bytes += segment.bytes.size();
  return true;
}

void FeedSource::wait() {
  if (on_idle_) on_idle_();
  if (stop_.stopped()) return;
  poller_.clear();
  if (stop_.fd() >= 0) poller_.add(stop_.fd(), POLLIN);
  int longest = kIdleMs;
  for (const std::unique_ptr<Feed>& feed : feeds_) longest = std::min(longest, feed->watch(poller_));
  std::vector<pollfd>& waits = poller_.waits();
  // EINTR shows nothing as ready, which is what the feeds then see.
  if (::poll(waits.data(), waits.size(), longest) < 0) {
    for (pollfd& wait : waits) wait.revents = 0;
  }
  read_time_ = clock_.now();
  watch_wall_clock();
  for (const std::unique_ptr<Feed>& feed : feeds_) feed->act(poller_, *this);
}

void FeedSource::watch_wall_clock() {
  const std::int64_t now = clock_.monotonic_ns();
  if (now - wall_clock_looked_ < kWallClockInterval || ports_.empty()) return;
  wall_clock_looked_ = now;
  if (const std::optional<std::int64_t> step = clock_.wall_step()) {
    remark(0, fmt::format("the wall clock was set by {:+.3f} s; the times here go on without the step",
                          static_cast<double>(*step) / 1e9));
  }
}

ChannelId FeedSource::add_channel(const pcap::RecordedPort& port) {
  ports_.push_back(port);
  lines_.push_back(0);
  info_.channels.push_back(port.name);
  return static_cast<ChannelId>(ports_.size() - 1);
}

void FeedSource::put(ChannelId channel, Sender sender, SegmentKind kind, pcap::rtac::Event event,
                     std::string_view bytes, std::string_view note) {
  Queued& queued = queue_.emplace_back();
  queued.segment.sender = sender;
  queued.segment.kind = kind;
  queued.segment.channel = channel;
  queued.segment.time = read_time_;
  queued.segment.origin = {bytes_, 0, stats_.frames + (queue_.size() - given_)};
  queued.detail = {event, lines_[channel], false};
  queued.begin = text_.size();
  queued.bytes = bytes.size();
  queued.note = note.size();
  text_ += bytes;
  text_ += note;
  bytes_ += bytes.size();
}

void FeedSource::data(ChannelId channel, Sender sender, std::string_view bytes) {
  if (bytes.empty()) return;
  if (sender == Sender::unknown) info_.has_direction = false;
  using enum pcap::rtac::Event;
  const pcap::rtac::Event event = sender == Sender::dte   ? sent
                                  : sender == Sender::dce ? received
                                                          : capture_complete;
  put(channel, sender, SegmentKind::data, event, bytes, {});
}

void FeedSource::line_error(ChannelId channel, Sender sender, pcap::rtac::Event event) {
  put(channel, sender, SegmentKind::line_error, event, {}, name_of(event));
}

void FeedSource::control_lines(ChannelId channel, std::uint8_t lines) {
  std::string note;
  pcap::rtac::describe_change(lines_[channel], lines, note);
  if (note.empty()) note = "all control lines off";
  lines_[channel] = lines;
  put(channel, Sender::unknown, SegmentKind::control_lines, pcap::rtac::Event::status_change, {}, note);
}

void FeedSource::gap(ChannelId channel, std::string_view note) {
  put(channel, Sender::unknown, SegmentKind::gap, pcap::rtac::Event::data_lost, {}, note);
}

void FeedSource::remark(ChannelId channel, std::string_view note) {
  put(channel, Sender::unknown, SegmentKind::control_lines, pcap::rtac::Event::status_change, {}, note);
  queue_.back().detail.is_remark = true;
}

void FeedSource::speed(ChannelId channel, std::uint64_t bits_per_second) {
  ports_[channel].speed = bits_per_second;
}

}  // namespace atscope::capture::live

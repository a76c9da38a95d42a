// SPDX-License-Identifier: MIT
// Turns what feeds see into segments: one loop, one clock for all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "capture/live/capture_clock.h"
#include "capture/live/feed.h"
#include "capture/live/live_source.h"

namespace atscope::capture::live {

/// Segments come in the order in which they were read, over all feeds. Origin::frame counts them, as a
/// recording of them does, and Origin::offset counts bytes.
class FeedSource final : public LiveSource, private FeedSink {
 public:
  /// `format` is the SourceInfo::format ("tap"); static storage.
  FeedSource(std::string_view format, std::vector<std::unique_ptr<Feed>> feeds,
             CaptureClock clock = CaptureClock());

  [[nodiscard]] bool next(Segment& segment) override;
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] const SourceStats& stats() const override { return stats_; }
  [[nodiscard]] StopHandle stop_handle() const override { return stop_; }
  void on_idle(std::function<void()> call) override { on_idle_ = std::move(call); }
  [[nodiscard]] SerialDetail detail() const override { return detail_; }
  [[nodiscard]] const std::vector<pcap::RecordedPort>& ports() const override { return ports_; }
  [[nodiscard]] Timestamp now() override { return clock_.now(); }

 private:
  struct Queued {
    Segment segment;  // the views are empty; their bytes are in text_
    SerialDetail detail;
    std::size_t begin = 0, bytes = 0, note = 0;
  };

  ChannelId add_channel(const pcap::RecordedPort& port) override;
  void data(ChannelId channel, Sender sender, std::string_view bytes) override;
  void line_error(ChannelId channel, Sender sender, pcap::rtac::Event event) override;
  void control_lines(ChannelId channel, std::uint8_t lines) override;
  void gap(ChannelId channel, std::string_view note) override;
  void remark(ChannelId channel, std::string_view note) override;
  void speed(ChannelId channel, std::uint64_t bits_per_second) override;
  std::int64_t monotonic_ns() override { return clock_.monotonic_ns(); }

  void put(ChannelId channel, Sender sender, SegmentKind kind, pcap::rtac::Event event,
           std::string_view bytes, std::string_view note);
  void wait();
  void watch_wall_clock();

  std::vector<std::unique_ptr<Feed>> feeds_;
  CaptureClock clock_;
  StopHandle stop_;
  std::function<void()> on_idle_;
  SourceInfo info_;
  SourceStats stats_;
  std::vector<pcap::RecordedPort> ports_;
  std::vector<std::uint8_t> lines_;  // by channel
  Poller poller_;
  Timestamp read_time_;
  std::string text_;
  std::vector<Queued> queue_;
  std::size_t given_ = 0;
  SerialDetail detail_;
  std::uint64_t bytes_ = 0;
  std::int64_t wall_clock_looked_ = 0;
};

}  // namespace atscope::capture::live

// SPDX-License-Identifier: MIT
#include "capture/live/log_source.h"

#include <fmt/format.h>
#include <utility>
#include <vector>

namespace atscope::capture::live {
namespace {

SerialDetail detail_of(const Segment& segment) {
  using enum pcap::rtac::Event;
  switch (segment.kind) {
    case SegmentKind::data:
      return {segment.sender == Sender::dte   ? sent
              : segment.sender == Sender::dce ? received
                                              : capture_complete,
              0, false};
    case SegmentKind::line_error:
      if (segment.note.starts_with("framing")) return {framing_error, 0, false};
      if (segment.note.starts_with("parity")) return {parity_error, 0, false};
      if (segment.note.starts_with("break")) return {line_break, 0, false};
      if (segment.note.starts_with("overrun")) return {overrun, 0, false};
      return {status_change, 0, true};
    case SegmentKind::gap:
    case SegmentKind::damaged:
      return {data_lost, 0, false};
    default:
      return {status_change, 0, true};
  }
}

class LogSource final : public LiveSource {
 public:
  LogSource(std::unique_ptr<Source> source, std::string name, StopHandle stop,
            std::shared_ptr<std::function<void()>> idle, CaptureClock clock)
      : source_(std::move(source)),
        name_(std::move(name)),
        stop_(std::move(stop)),
        idle_(std::move(idle)),
        clock_(std::move(clock)) {}

  [[nodiscard]] bool next(Segment& segment) override {
    if (!source_->next(segment)) return false;
    // A recording knows only the time of day with its date: what a log counts from elsewhere cannot be
    // placed.
    if (segment.time.clock != Clock::utc) segment.time = clock_.now();
    detail_ = detail_of(segment);
    describe_ports();
    return true;
  }
  [[nodiscard]] const SourceInfo& info() const override { return source_->info(); }
  [[nodiscard]] const SourceStats& stats() const override { return source_->stats(); }
  [[nodiscard]] StopHandle stop_handle() const override { return stop_; }
  void on_idle(std::function<void()> call) override { *idle_ = std::move(call); }
  [[nodiscard]] SerialDetail detail() const override { return detail_; }
  [[nodiscard]] const std::vector<pcap::RecordedPort>& ports() const override { return ports_; }
  [[nodiscard]] Timestamp now() override { return clock_.now(); }

 private:
  // With the first segment: only then a source has its channels. One without channel names has one channel.
  void describe_ports() {
    const std::vector<std::string>& channels = source_->info().channels;
    if (ports_.empty() && channels.empty()) ports_.push_back({name_, {}, 0});
    while (ports_.size() < channels.size()) {
      ports_.push_back({channels[ports_.size()], fmt::format("{}, read as {}", name_, info().format), 0});
    }
  }

  std::unique_ptr<Source> source_;
  std::string name_;
  StopHandle stop_;
  std::shared_ptr<std::function<void()>> idle_;
  CaptureClock clock_;
  std::vector<pcap::RecordedPort> ports_;
  SerialDetail detail_;
};

}  // namespace

std::unique_ptr<LiveSource> make_log_source(std::unique_ptr<Source> source, std::string name, StopHandle stop,
                                            std::shared_ptr<std::function<void()>> idle, CaptureClock clock) {
  return std::make_unique<LogSource>(std::move(source), std::move(name), std::move(stop), std::move(idle),
                                     std::move(clock));
}

}  // namespace atscope::capture::live

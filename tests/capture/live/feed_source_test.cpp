// SPDX-License-Identifier: MIT
#include "capture/live/feed_source.h"

#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

#include "capture/live/stream_source.h"
#include "capture/open_input.h"
#include "capture/pcap/write_pcapng.h"
#include "capture/record/recording_source.h"

namespace atscope::capture::live {
namespace {

using pcap::rtac::Event;

/// Plays one step of a script at each wait.
class ScriptFeed final : public Feed {
 public:
  using Step = std::function<void(FeedSink&, ChannelId)>;
  ScriptFeed(std::string name, std::vector<Step> steps) : name_(std::move(name)), steps_(std::move(steps)) {}

  void start(FeedSink& sink) override { channel_ = sink.add_channel({name_, "", 9600}); }
  int watch(Poller&) override { return 0; }
  void act(const Poller&, FeedSink& sink) override {
    if (next_ < steps_.size()) steps_[next_++](sink, channel_);
  }
  bool ended() const override { return next_ == steps_.size(); }

 private:
  std::string name_;
  std::vector<Step> steps_;
  std::size_t next_ = 0;
  ChannelId channel_ = 0;
};

std::vector<std::unique_ptr<Feed>> feeds_of(std::unique_ptr<Feed> first,
                                            std::unique_ptr<Feed> second = nullptr) {
  std::vector<std::unique_ptr<Feed>> feeds;
  feeds.push_back(std::move(first));
  if (second != nullptr) feeds.push_back(std::move(second));
  return feeds;
}

ScriptFeed::Step say(Sender sender, std::string bytes) {
  return [=](FeedSink& sink, ChannelId channel) { sink.data(channel, sender, bytes); };
}

TEST(FeedSource, SeveralFeedsComeOutOnOneClockWithAChannelEach) {
  std::int64_t now = 1000;
  FeedSource source("test",
                    feeds_of(std::make_unique<ScriptFeed>("a", std::vector{say(Sender::dte, "AT\r")}),
                             std::make_unique<ScriptFeed>(
                                 "b", std::vector{say(Sender::dce, "RING\r\n"), say(Sender::dce, "OK")})),
                    CaptureClock([&] {
                      return CaptureClock::Reading{now += 10, 5'000'000 + now};
                    }));
  Segment segment;
  std::string text;
  std::int64_t last = 0;
  std::uint64_t frame = 0, offset = 0;
  while (source.next(segment)) {
    text += source.info().channels[segment.channel] + ":" + std::string(segment.bytes) + " ";
    EXPECT_GE(segment.time.ns, last);
    EXPECT_EQ(segment.origin.frame, ++frame);
    EXPECT_EQ(segment.origin.offset, offset);
    last = segment.time.ns;
    offset += segment.bytes.size();
  }
  EXPECT_EQ(text, "a:AT\r b:RING\r\n b:OK ");
}

TEST(FeedSource, AStepOfTheWallClockIsARemarkAndTheTimesGoOn) {
  CaptureClock::Reading machine{0, 1'773'480'437'000'000'000};
  const auto pass = [&](FeedSink&, ChannelId) {
    machine.monotonic_ns += 1'500'000'000, machine.wall_ns += 1'500'000'000;
  };
  const auto step = [&](FeedSink&, ChannelId) { machine.wall_ns -= 7'200'000'000'000; };
  FeedSource source("test",
                    feeds_of(std::make_unique<ScriptFeed>(
                        "a", std::vector<ScriptFeed::Step>{say(Sender::dte, "one"), step, pass, pass,
                                                           say(Sender::dte, "two")})),
                    CaptureClock([&] { return machine; }));
  Segment segment;
  std::vector<std::int64_t> times;
  std::string notes;
  while (source.next(segment)) {
    times.push_back(segment.time.ns - 1'773'480'437'000'000'000);
    notes += segment.note;
  }
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1'500'000'000, 3'000'000'000}));
  EXPECT_EQ(notes, "the wall clock was set by -7200.000 s; the times here go on without the step");
}

TEST(FeedSource, StopEndsAWaitFromAnotherThread) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  FeedSource source("test", feeds_of(raw_stream(pipe[0], Sender::dce, "pipe")));
  std::thread stopper([stop = source.stop_handle()] { stop.stop(); });
  Segment segment;
  EXPECT_FALSE(source.next(segment));
  stopper.join();
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(FeedSource, WhatCameBeforeTheStopIsStillGivenOut) {
  std::vector<ScriptFeed::Step> steps{say(Sender::dce, "one"), say(Sender::dce, "two")};
  FeedSource source("test", feeds_of(std::make_unique<ScriptFeed>("a", steps)));
  Segment segment;
  ASSERT_TRUE(source.next(segment));
  source.stop_handle().stop();
  EXPECT_FALSE(source.next(segment));
}

// Everything that a feed can say, through a recording and back.
TEST(RecordingSource, ARecordingReadsBackAsItWasSeen) {
  std::string path = testing::TempDir() + "atscope-live-XXXXXX";
  ::close(::mkstemp(path.data()));
  auto recorder = Recorder::create({path, true});
  ASSERT_TRUE(recorder);
  const std::vector<ScriptFeed::Step> steps{
      [](FeedSink& sink, ChannelId channel) { sink.remark(channel, "an application opened the port"); },
      [](FeedSink& sink, ChannelId channel) {
        sink.control_lines(channel, pcap::rtac::kDtr | pcap::rtac::kRts);
      },
      say(Sender::dte, "AT\r"),
      say(Sender::dce, std::string("\0\xff\r\nOK\r\n", 8)),
      say(Sender::unknown, "?"),
      [](FeedSink& sink, ChannelId channel) { sink.line_error(channel, Sender::dce, Event::parity_error); },
      [](FeedSink& sink, ChannelId channel) { sink.line_error(channel, Sender::dce, Event::line_break); },
      [](FeedSink& sink, ChannelId channel) { sink.gap(channel, "ttyUSB2 vanished"); },
      [](FeedSink& sink, ChannelId channel) { sink.control_lines(channel, pcap::rtac::kDtr); },
      [](FeedSink& sink, ChannelId channel) { sink.remark(channel, "ttyUSB2 is back"); },
  };
  FeedSource live("test", feeds_of(std::make_unique<ScriptFeed>("ttyUSB2", steps)));
  RecordingSource recording(live, recorder->get());

  struct Seen {
    std::string bytes, note;
    SegmentKind kind;
    Sender sender;
    Timestamp time;
    std::uint64_t frame;
  };
  const auto see = [](const Segment& segment) {
    return Seen{
        std::string(segment.bytes), std::string(segment.note), segment.kind, segment.sender, segment.time,
        segment.origin.frame};
  };
  std::vector<Seen> all;
  Segment segment;
  while (recording.next(segment)) all.push_back(see(segment));
  ASSERT_EQ(all.size(), steps.size());
  ASSERT_TRUE((*recorder)->close());
  EXPECT_EQ(recording.totals().dce_bytes, 8U);
  EXPECT_EQ(recording.totals().gaps, 1U);
  EXPECT_EQ(recording.totals().line_errors, 2U);

  auto source = open(path);
  ASSERT_TRUE(source);
  std::size_t index = 0;
  while ((*source)->next(segment)) {
    ASSERT_LT(index, all.size());
    const Seen& expected = all[index++];
    EXPECT_EQ(segment.bytes, expected.bytes) << index;
    EXPECT_EQ(segment.note, expected.note) << index;
    EXPECT_EQ(segment.kind, expected.kind) << index;
    EXPECT_TRUE(segment.kind != SegmentKind::data || segment.sender == expected.sender) << index;
    EXPECT_EQ(segment.time, expected.time) << index;
    EXPECT_EQ(segment.origin.frame, expected.frame) << index;
  }
  EXPECT_EQ(index, all.size());
  ::unlink(path.c_str());
}

TEST(LogStream, AGrowingLogIsReadWhileItGrowsAndStopEndsIt) {
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const std::string_view line = "[12:00:00.100] AT+CSQ\n[12:00:00.200] OK\n";
  StopHandle stop;
  std::thread writer([&] { EXPECT_GT(::write(pipe[1], line.data(), line.size()), 0); });
  int idle = 0;
  auto source = log_stream(pipe[0], "tool", {}, stop, [&] {
    if (++idle > 2) stop.stop();
  });
  writer.join();
  ASSERT_TRUE(source);
  std::string text;
  Segment segment;
  (*source)->on_idle([&] { stop.stop(); });
  while ((*source)->next(segment)) {
    text += segment.bytes;
    EXPECT_EQ(segment.time.clock, Clock::utc);
  }
  EXPECT_NE(text.find("AT+CSQ"), std::string::npos);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

}  // namespace
}  // namespace atscope::capture::live

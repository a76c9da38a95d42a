// SPDX-License-Identifier: MIT
#include "capture/record/recorder.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/resource.h>
#include <vector>

#include "capture/open.h"
#include "capture/pcap/packet_reader.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

namespace fs = std::filesystem;
using pcap::rtac::Event;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'773'480'437 * kSecond;  // 2026-03-14T09:27:17Z

class RecorderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "atscope-record-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] static pcap::SerialRecord received(std::int64_t ns, std::string_view bytes) {
    return {Event::received, pcap::rtac::kCts, {kStart + ns, Clock::utc}, bytes, {}};
  }
  [[nodiscard]] static std::string content(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  /// The bytes of the module in a recording; damage is part of the text.
  [[nodiscard]] static std::string text_of(const std::string& file) {
    auto source = open(file);
    if (!source) return "cannot be opened: " + source.error().reason;
    std::string text;
    Segment segment;
    while ((*source)->next(segment)) {
      if (segment.kind == SegmentKind::data) text += segment.bytes;
      if (segment.kind == SegmentKind::damaged) text += "[damaged]";
    }
    return text;
  }

  fs::path folder_;
};

TEST_F(RecorderTest, WhatWasFlushedIsReadableWhileTheRecordingGoesOn) {
  auto recorder = Recorder::create({path("line.pcapng")});
  ASSERT_TRUE(recorder);
  const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "", 115'200});
  ASSERT_TRUE((*recorder)->write(port, received(0, "RING\r\n")));
  ASSERT_TRUE((*recorder)->flush());
  EXPECT_EQ(text_of(path("line.pcapng")), "RING\r\n");
  ASSERT_TRUE((*recorder)->write(port, received(1, "OK\r\n")));
  ASSERT_TRUE((*recorder)->close());
  EXPECT_EQ(text_of(path("line.pcapng")), "RING\r\nOK\r\n");
}

TEST_F(RecorderTest, ARecordingThatBreaksOffAnywhereIsReadableUpToThere) {
  {
    auto recorder = Recorder::create({path("line.pcapng")});
    ASSERT_TRUE(recorder);
    const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "", 0});
    ASSERT_TRUE((*recorder)->write(port, received(0, "first\r\n")));
    ASSERT_TRUE((*recorder)->write(port, received(1, "second\r\n")));
    ASSERT_TRUE((*recorder)->flush());
  }
  const std::string whole = content(path("line.pcapng"));
  const std::size_t first = whole.find("first") + 12;  // bytes, padding, flags and the length behind them
  for (std::size_t size = first + 20; size < whole.find("second"); ++size) {
    std::ofstream(path("cut.pcapng"), std::ios::binary) << whole.substr(0, size);
    const std::string text = text_of(path("cut.pcapng"));
    EXPECT_TRUE(text.starts_with("first\r\n")) << size << ": " << text;
  }
}

TEST_F(RecorderTest, ANewFileBeginsAtTheSizeAndEveryOneStandsAlone) {
  RecordOptions options{path("line.pcapng")};
  options.rotate_bytes = 4096;
  auto recorder = Recorder::create(options);
  ASSERT_TRUE(recorder);
  const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "modem", 115'200});
  ASSERT_TRUE((*recorder)->write(port, {Event::status_change, 0x11, {kStart, Clock::utc}, {}, {}}));
  std::string expected;
  for (int n = 0; n < 200; ++n) {
    const std::string line = "+CREG: " + std::to_string(n) + "\r\n";
    expected += line;
    pcap::SerialRecord record = received(n * kSecond, line);
    record.control_lines = 0x11;
    ASSERT_TRUE((*recorder)->write(port, record));
  }
  ASSERT_TRUE((*recorder)->close());

  const std::vector<std::string> files((*recorder)->files().begin(), (*recorder)->files().end());
  ASSERT_GT(files.size(), 2U);
  std::string text;
  for (const std::string& file : files) {
    EXPECT_LT(fs::file_size(file), 4096U + 400U);
    text += text_of(file);
    auto source = open(file);
    ASSERT_TRUE(source);
    Segment segment;
    ASSERT_TRUE((*source)->next(segment));
    EXPECT_EQ(segment.kind, SegmentKind::control_lines);
    EXPECT_EQ(segment.note, "CTS, DTR on");
    EXPECT_EQ((*source)->info().channels, std::vector<std::string>{"ttyUSB2"});
  }
  EXPECT_EQ(text, expected);
  // The number comes first, then the time of the first record.
  EXPECT_TRUE(files[1].find("line_00002_20260314T09") != std::string::npos) << files[1];
}

TEST_F(RecorderTest, ANewFileBeginsAfterTheTime) {
  RecordOptions options{path("line")};
  options.rotate_ns = 60 * kSecond;
  auto recorder = Recorder::create(options);
  ASSERT_TRUE(recorder);
  const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "", 0});
  for (const std::int64_t second : {0, 30, 59, 60, 61, 400, 401}) {
    ASSERT_TRUE((*recorder)->write(port, received(second * kSecond, std::to_string(second) + ";")));
  }
  ASSERT_TRUE((*recorder)->close());
  std::vector<std::string> texts;
  for (const std::string& file : (*recorder)->files()) texts.push_back(text_of(file));
  EXPECT_EQ(texts, (std::vector<std::string>{"0;30;59;", "60;61;", "400;401;"}));
}

TEST_F(RecorderTest, ARingKeepsTheNewestFiles) {
  RecordOptions options{path("line.pcapng")};
  options.rotate_ns = kSecond;
  options.keep = 2;
  auto recorder = Recorder::create(options);
  ASSERT_TRUE(recorder);
  const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "", 0});
  for (int n = 0; n < 10; ++n) {
    ASSERT_TRUE((*recorder)->write(port, received(n * kSecond, std::to_string(n))));
  }
  ASSERT_TRUE((*recorder)->close());
  std::size_t there = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder_)) ++there;
  EXPECT_EQ(there, 2U);
  ASSERT_EQ((*recorder)->files().size(), 2U);
  EXPECT_EQ(text_of((*recorder)->files()[0]) + text_of((*recorder)->files()[1]), "89");
}

TEST_F(RecorderTest, AnEarlierRecordingIsReplacedOnlyWhenAskedFor) {
  std::ofstream(path("line.pcapng")) << "precious";
  const auto refused = Recorder::create({path("line.pcapng")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "is there already");
  EXPECT_EQ(content(path("line.pcapng")), "precious");
  EXPECT_TRUE(Recorder::create({path("line.pcapng"), true}));
  std::ofstream(path("empty.pcapng")) << "";
  EXPECT_TRUE(Recorder::create({path("empty.pcapng")}));
}

TEST_F(RecorderTest, AFolderThatDoesNotExistIsNamed) {
  const auto refused = Recorder::create({path("nowhere/line.pcapng")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().path, path("nowhere/line.pcapng"));
  EXPECT_EQ(refused.error().reason, "its folder does not exist");
}

TEST_F(RecorderTest, AFullDeviceIsAFailureWithAWayOut) {
  const auto recorder = Recorder::create({"/dev/full"});
  ASSERT_FALSE(recorder);
  EXPECT_EQ(recorder.error().reason, "the disk is full");
  EXPECT_NE(recorder.error().help, "");
}

// The limit is reached in the middle of a record, as a full disk is.
TEST_F(RecorderTest, WhenTheFileCannotGrowEverythingSoFarIsKeptInWholeRecords) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  for (const rlim_t limit : {5000U, 5001U, 5002U, 5003U, 5040U, 5063U}) {
    const std::string file = path(std::to_string(limit));
    std::string written;
    bool failed = false;
    {
      auto recorder = Recorder::create({file});
      ASSERT_TRUE(recorder);
      const std::uint32_t port = (*recorder)->add_port({"ttyUSB2", "", 0});
      const rlimit small{limit, before.rlim_max};
      ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
      for (int n = 0; n < 1000 && !failed; ++n) {
        const std::string line = "line " + std::to_string(n) + "\r\n";
        failed = !(*recorder)->write(port, received(n, line)) || (n % 7 == 0 && !(*recorder)->flush());
        written += line;
      }
      ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
      ASSERT_TRUE(failed);
      ASSERT_NE((*recorder)->failure(), nullptr);
      EXPECT_EQ((*recorder)->failure()->reason, "the file may not become larger");
      EXPECT_FALSE((*recorder)->write(port, received(0, "more")));
      EXPECT_FALSE((*recorder)->close());
    }
    const std::string kept = text_of(file);
    EXPECT_GT(kept.size(), 500U);
    EXPECT_TRUE(written.starts_with(kept)) << kept;
    EXPECT_LE(fs::file_size(file), limit);
  }
  std::signal(SIGXFSZ, handler);
}

TEST_F(RecorderTest, DropsAreInTheStatistics) {
  auto recorder = Recorder::create({path("line.pcapng")});
  ASSERT_TRUE(recorder);
  const std::uint32_t port = (*recorder)->add_port({"usb", "", 0});
  ASSERT_TRUE((*recorder)->write(port, received(0, "a")));
  (*recorder)->count_drops(port, 41);
  ASSERT_TRUE((*recorder)->close());
  // Interface statistics: option 4 is what was received, 5 what was dropped, 8 bytes each.
  const std::string file = content(path("line.pcapng"));
  EXPECT_NE(file.find(std::string("\x04\0\x08\0\x2a\0\0\0\0\0\0\0\x05\0\x08\0\x29\0\0\0\0\0\0\0", 24)),
            std::string::npos);
}

}  // namespace
}  // namespace atscope::capture

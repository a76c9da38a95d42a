// SPDX-License-Identifier: MIT
#include "capture/pcap/write_pcapng.h"

#include <gtest/gtest.h>

#include "capture/pcap/packet_reader.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

Timestamp utc(std::int64_t ns) {
  return {ns, Clock::utc};
}

TEST(WritePcapng, WhatIsWrittenIsReadBack) {
  std::string file;
  PcapngWriter writer(PcapngWriter::to_string(file));
  const std::uint32_t first = writer.add_port({"ttyUSB2", "AT port", 115'200});
  ASSERT_TRUE(
      writer.write(first, {rtac::Event::sent, 0x1D, utc(1'700'000'000'123'456'789), "AT\r", "first"}));
  const std::uint32_t second = writer.add_port({"ttyUSB3", "", 0});
  ASSERT_TRUE(
      writer.write(second, {rtac::Event::received, 0, utc(1'700'000'000'123'456'790), "RING\r\n", {}}));
  ASSERT_TRUE(
      writer.write(first, {rtac::Event::status_change, 0x01, utc(1'700'000'000'123'456'791), {}, {}}));
  ASSERT_TRUE(writer.write(first, {rtac::Event::parity_error, 0x01, utc(1'700'000'000'123'456'792), {}, {}}));
  ASSERT_TRUE(writer.write(first, {rtac::Event::data_lost, 0x01, utc(1'700'000'000'123'456'793), {}, {}}));
  ASSERT_TRUE(writer.write(first, {rtac::Event::received_end, 0x01, {}, "OK", {}}));
  EXPECT_FALSE(writer.write(2, {rtac::Event::sent, 0, {}, "no such port", {}}));

  const Reading reading = read_capture(file);
  ASSERT_EQ(reading.segments.size(), 6U);
  EXPECT_EQ(reading.info.channels, (std::vector<std::string>{"ttyUSB2", "ttyUSB3"}));
  EXPECT_EQ(reading.info.time_resolution_ns, 1);
  const auto& all = reading.segments;
  EXPECT_EQ(all[0].bytes, "AT\r");
  EXPECT_EQ(all[0].sender, Sender::dte);
  EXPECT_EQ(all[0].time, utc(1'700'000'000'123'456'789));
  EXPECT_EQ(all[0].note, "first");
  EXPECT_EQ(all[0].channel, "ttyUSB2");
  EXPECT_EQ(all[1].bytes, "RING\r\n");
  EXPECT_EQ(all[1].sender, Sender::dce);
  EXPECT_EQ(all[1].channel, "ttyUSB3");
  EXPECT_EQ(all[2].kind, SegmentKind::control_lines);
  EXPECT_EQ(all[2].note, "CTS on");
  EXPECT_EQ(all[3].kind, SegmentKind::line_error);
  EXPECT_EQ(all[4].kind, SegmentKind::gap);
  EXPECT_EQ(all[5].time, utc(0));
}

TEST(WritePcapng, TheFlagsSayTheDirectionToo) {
  std::string file;
  PcapngWriter writer(PcapngWriter::to_string(file));
  const std::uint32_t port = writer.add_port({"tty", "described", 9600});
  for (int event = 0; event <= 10; ++event) {
    ASSERT_TRUE(writer.write(port, {static_cast<rtac::Event>(event), 0, utc(event), "x", {}}));
  }
  auto reader = read_pcapng(Input::from_memory(file));
  ASSERT_TRUE(reader);
  Packet packet;
  std::string directions;
  for (auto step = (*reader)->next(packet); step != PacketReader::Step::end; step = (*reader)->next(packet)) {
    ASSERT_NE(step, PacketReader::Step::damage);
    if (step == PacketReader::Step::packet) directions += "?io"[static_cast<int>(packet.direction)];
  }
  EXPECT_EQ(directions, "?oioi??iiii");
  EXPECT_EQ((*reader)->interfaces().at(0).description, "described");
  EXPECT_EQ((*reader)->interfaces().at(0).speed, 9600U);
}

TEST(WritePcapng, EveryPayloadSizeIsPaddedRight) {
  std::string file, expected, read;
  PcapngWriter writer(PcapngWriter::to_string(file));
  const std::uint32_t port = writer.add_port({"tty", "", 0});
  for (std::size_t size = 1; size < 20; ++size) {
    const std::string payload(size, static_cast<char>('a' + size));
    expected += payload;
    ASSERT_TRUE(writer.write(port, {rtac::Event::sent, 0, utc(1), payload, std::string(size, 'c')}));
  }
  for (const ReadSegment& segment : read_capture(file).segments) {
    EXPECT_EQ(segment.kind, SegmentKind::data);
    EXPECT_EQ(segment.note.size(), segment.bytes.size());
    read += segment.bytes;
  }
  EXPECT_EQ(read, expected);
}

TEST(WritePcapng, LongPayloadGoesIntoSeveralPackets) {
  std::string file, read;
  PcapngWriter writer(PcapngWriter::to_string(file));
  const std::uint32_t port = writer.add_port({"tty", "", 0});
  const std::string payload(1'000'000, 'x');
  const std::string comment(100'000, 'c');
  ASSERT_TRUE(writer.write(port, {rtac::Event::sent, 0, utc(1), payload, comment}));
  const Reading reading = read_capture(file);
  EXPECT_EQ(reading.segments.size(), 4U);
  EXPECT_EQ(reading.segments.at(0).note.size(), 65'535U);
  EXPECT_EQ(reading.segments.at(1).note, "");
  for (const ReadSegment& segment : reading.segments) read += segment.bytes;
  EXPECT_EQ(read, payload);
}

TEST(WritePcapng, AFailureIsRememberedAndNothingFollowsIt) {
  std::string file;
  int blocks = 0;
  PcapngWriter writer([&](std::string_view block) {
    if (++blocks == 3) return false;
    file += block;
    return true;
  });
  const std::uint32_t port = writer.add_port({"tty", "", 0});
  EXPECT_TRUE(writer.good());
  EXPECT_FALSE(writer.write(port, {rtac::Event::sent, 0, utc(1), "lost", {}}));
  EXPECT_FALSE(writer.write(port, {rtac::Event::sent, 0, utc(1), "after", {}}));
  EXPECT_FALSE(writer.good());
  EXPECT_EQ(blocks, 3);
  EXPECT_TRUE(read_capture(file).segments.empty());
}

TEST(WritePcapng, WritesToFiles) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  std::string expected;
  for (auto sink : {PcapngWriter::to_file(file), PcapngWriter::to_string(expected)}) {
    PcapngWriter writer(std::move(sink), "test");
    const std::uint32_t port = writer.add_port({"tty", "", 0});
    ASSERT_TRUE(writer.write(port, {rtac::Event::sent, 0, utc(1), "AT\r", {}}));
  }
  std::string written(expected.size() + 1, '\0');
  std::rewind(file);
  written.resize(std::fread(written.data(), 1, written.size(), file));
  std::fclose(file);
  EXPECT_EQ(written, expected);
}

}  // namespace
}  // namespace atscope::capture::pcap

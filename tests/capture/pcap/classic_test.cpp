// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/capture/pcap/capture_bytes.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

struct Variant {
  bool big;
  bool nanoseconds;
};

class ClassicPcap : public testing::TestWithParam<Variant> {};

TEST_P(ClassicPcap, GivesBytesSenderTimeAndPlace) {
  const auto [big, nanoseconds] = GetParam();
  const std::string file = PcapFile(big, nanoseconds, 250)
                               .packet(rtac(1, "AT\r"), 1'700'000'000, 123'456)
                               .packet(rtac(2, "\r\nOK\r\n"), 1'700'000'000, 654'321)
                               .str();
  ASSERT_TRUE(looks_like_pcap(file));
  const Reading reading = read_capture(file);
  ASSERT_EQ(reading.segments.size(), 2U);

  const ReadSegment& command = reading.segments[0];
  EXPECT_EQ(command.bytes, "AT\r");
  EXPECT_EQ(command.sender, Sender::dte);
  EXPECT_EQ(command.kind, SegmentKind::data);
  EXPECT_EQ(command.framing, Framing::stream);
  EXPECT_EQ(command.time,
            (Timestamp{1'700'000'000'000'000'000 + 123'456 * (nanoseconds ? 1 : 1000), Clock::utc}));
  EXPECT_EQ(command.origin, (Origin{24 + 16 + 12, 0, 1}));
  EXPECT_EQ(file.substr(command.origin.offset, 3), "AT\r");
  EXPECT_EQ(command.channel, "interface 0");

  const ReadSegment& answer = reading.segments[1];
  EXPECT_EQ(answer.bytes, "\r\nOK\r\n");
  EXPECT_EQ(answer.sender, Sender::dce);
  EXPECT_EQ(answer.origin.frame, 2U);
  EXPECT_EQ(file.substr(answer.origin.offset, 6), "\r\nOK\r\n");

  EXPECT_EQ(reading.info.format, "pcap");
  EXPECT_EQ(reading.info.time_resolution_ns, nanoseconds ? 1 : 1000);
  EXPECT_TRUE(reading.info.has_direction);
  EXPECT_EQ(reading.stats.frames, 2U);
  EXPECT_EQ(reading.stats.segments, 2U);
  EXPECT_EQ(reading.stats.bytes, file.size());
}

INSTANTIATE_TEST_SUITE_P(AllMagics, ClassicPcap,
                         testing::Values(Variant{false, false}, Variant{false, true}, Variant{true, false},
                                         Variant{true, true}),
                         [](const auto& variant) {
                           return std::string(variant.param.big ? "Big" : "Little") +
                                  (variant.param.nanoseconds ? "Nanoseconds" : "Microseconds");
                         });

TEST(ClassicPcapFile, UpperBitsOfTheLinkTypeAreNotPartOfIt) {
  const Reading reading =
      read_capture(PcapFile(false, false, 0x24000000 | 250).packet(rtac(1, "AT\r")).str());
  ASSERT_EQ(reading.segments.size(), 1U);
}

TEST(ClassicPcapFile, AForeignLinkTypeIsNamedWithWhatIsRead) {
  const Error error = open_error(PcapFile(false, false, 266).packet("whatever").str());
  EXPECT_EQ(error.kind, Error::Kind::unsupported);
  EXPECT_EQ(error.reason, "its packets are of link type 266 (USB_DARWIN), which atscope does not read");
  EXPECT_NE(error.help.find("250 (RTAC_SERIAL)"), std::string::npos);
  EXPECT_NE(error.help.find("252 (WIRESHARK_UPPER_PDU)"), std::string::npos);
}

TEST(ClassicPcapFile, AHeaderCutShortIsCorrupt) {
  const std::string file = PcapFile(false, false, 250).str();
  const Error error = open_error(std::string_view(file).substr(0, 20));
  EXPECT_EQ(error.kind, Error::Kind::corrupt);
  EXPECT_EQ(error.reason, "the file ends inside the pcap header: 20 of 24 bytes are there");
}

TEST(ClassicPcapFile, WithoutPacketsItIsEmpty) {
  EXPECT_TRUE(read_capture(PcapFile(true, true, 252).str()).segments.empty());
}

TEST(ClassicPcapFile, ARecordOfAbsurdLengthEndsTheReadingWithANote) {
  PcapFile file(false, false, 250);
  file.packet(rtac(1, "AT\r"));
  const std::string bytes =
      file.str() + Bytes(false).u32(0).u32(0).u32(0xFFFFFFF0).u32(0xFFFFFFF0).raw("abc").str();
  const Reading reading = read_capture(bytes);
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[1].kind, SegmentKind::damaged);
  EXPECT_EQ(reading.segments[1].note,
            "the record of frame 2 at offset 55 claims 4294967280 bytes: the file is not read any further");
  EXPECT_EQ(reading.segments[1].origin, (Origin{55, 0, 2}));
  EXPECT_EQ(reading.stats.damaged, 1U);
}

TEST(ClassicPcapFile, WhatTheSnapLengthCutIsAGap) {
  const Reading reading =
      read_capture(PcapFile(false, false, 250).packet(rtac(2, "+CSQ: 1"), 0, 0, 30).str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].bytes, "+CSQ: 1");
  EXPECT_EQ(reading.segments[1].kind, SegmentKind::gap);
  EXPECT_EQ(reading.segments[1].sender, Sender::dce);
  EXPECT_EQ(reading.segments[1].note, "the last 11 bytes of frame 1 were not captured (snap length)");
}

TEST(LooksLikePcap, TakesNothingElse) {
  EXPECT_FALSE(looks_like_pcap(""));
  EXPECT_FALSE(looks_like_pcap("\xD4\xC3\xB2"));
  EXPECT_FALSE(looks_like_pcap("AT+CSQ\r\n+CSQ: 1"));
  EXPECT_FALSE(looks_like_pcap(std::string_view("\n\r\r\n\0\0\0\0ABCD", 12)));
  EXPECT_FALSE(looks_like_pcap("\n\r\r\n"));
}

}  // namespace
}  // namespace atscope::capture::pcap

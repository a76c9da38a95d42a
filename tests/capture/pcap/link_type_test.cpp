// SPDX-License-Identifier: MIT
#include "capture/pcap/link_type.h"

#include <gtest/gtest.h>

#include "tests/capture/pcap/capture_bytes.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

Reading read_packets(std::uint16_t link_type, std::initializer_list<std::string> packets,
                     std::uint32_t flags = 0) {
  PcapngFile file;
  file.section().interface(link_type);
  for (const std::string& packet : packets) file.packet(packet, 1, file.flags(flags));
  return read_capture(file.str());
}

TEST(RtacSerial, TheEventGivesTheSender) {
  const Reading reading = read_packets(250, {rtac(1, "a"), rtac(2, "b"), rtac(3, "c"), rtac(4, "d")}, 1);
  ASSERT_EQ(reading.segments.size(), 4U);
  EXPECT_EQ(reading.segments[0].sender, Sender::dte);
  EXPECT_EQ(reading.segments[1].sender, Sender::dce);
  EXPECT_EQ(reading.segments[2].sender, Sender::dte);
  EXPECT_EQ(reading.segments[3].sender, Sender::dce);
}

TEST(RtacSerial, StatusChangesSayWhichControlLinesChanged) {
  const Reading reading = read_packets(
      250, {rtac(0, "", 0x1D), rtac(1, "AT", 0), rtac(0, "", 0x2C), rtac(0, "", 0x2C), rtac(0, "", 0)});
  ASSERT_EQ(reading.segments.size(), 5U);
  EXPECT_EQ(reading.segments[0].kind, SegmentKind::control_lines);
  EXPECT_EQ(reading.segments[0].note, "CTS, DSR, RTS, DTR on");
  EXPECT_EQ(reading.segments[2].note, "RI on; CTS, DTR off");
  EXPECT_EQ(reading.segments[3].note, "no control line changed");
  EXPECT_EQ(reading.segments[4].note, "DSR, RTS, RI off");
}

TEST(RtacSerial, TheFirstStatusCanBeThatAllLinesAreOff) {
  EXPECT_EQ(read_packets(250, {rtac(0, "")}).segments.at(0).note, "all control lines off");
}

TEST(RtacSerial, ErrorsOfTheLineAreNamedAndTheirBytesKept) {
  const Reading reading = read_packets(250, {rtac(7, "\xFF"), rtac(8, ""), rtac(9, ""), rtac(10, "")});
  ASSERT_EQ(reading.segments.size(), 5U);
  EXPECT_EQ(reading.segments[0].kind, SegmentKind::line_error);
  EXPECT_EQ(reading.segments[0].note, "framing error");
  EXPECT_EQ(reading.segments[0].bytes, "");
  EXPECT_EQ(reading.segments[1].kind, SegmentKind::data);
  EXPECT_EQ(reading.segments[1].bytes, "\xFF");
  EXPECT_EQ(reading.segments[1].sender, Sender::dce);
  EXPECT_EQ(reading.segments[2].note, "parity error");
  EXPECT_EQ(reading.segments[3].note, "break");
  EXPECT_EQ(reading.segments[4].note, "overrun: bytes are lost");
}

TEST(RtacSerial, LostDataIsAGapAndTheEndOfTheCaptureIsNothing) {
  const Reading reading = read_packets(250, {rtac(5, ""), rtac(6, ""), rtac(1, "")});
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].kind, SegmentKind::gap);
  EXPECT_EQ(reading.segments[0].note, "the capturing port lost bytes");
  EXPECT_EQ(reading.stats.frames, 3U);
}

TEST(RtacSerial, UnknownEventsAndShortPacketsAreDamagedWithTheirBytes) {
  const Reading reading = read_packets(250, {rtac(11, "what"), "short", rtac(2, "OK")});
  ASSERT_EQ(reading.segments.size(), 3U);
  EXPECT_EQ(reading.segments[0].kind, SegmentKind::damaged);
  EXPECT_EQ(reading.segments[0].bytes, "what");
  EXPECT_EQ(reading.segments[0].note, "event 11 of link type 250 is unknown");
  EXPECT_EQ(reading.segments[1].kind, SegmentKind::damaged);
  EXPECT_EQ(reading.segments[1].bytes, "short");
  EXPECT_EQ(reading.segments[2].kind, SegmentKind::data);
  EXPECT_EQ(reading.stats.damaged, 2U);
}

TEST(UpperPdu, TheDirectionTagComesBeforeTheFlags) {
  const Reading reading =
      read_packets(252, {upper_pdu("at", "AT", 0), upper_pdu("at", "OK", 1), upper_pdu("at", "+X")}, 2);
  ASSERT_EQ(reading.segments.size(), 3U);
  EXPECT_EQ(reading.segments[0].sender, Sender::dte);
  EXPECT_EQ(reading.segments[0].framing, Framing::record);
  EXPECT_EQ(reading.segments[1].sender, Sender::dce);
  EXPECT_EQ(reading.segments[2].sender, Sender::dte) << "from epb_flags";
}

TEST(UpperPdu, OnlyAtPdusAreTraffic) {
  const Reading reading = read_packets(
      252, {upper_pdu("lte_rrc.dl_dcch", "x"), upper_pdu("at", "OK"),
            upper_pdu(std::string_view("atscope\0", 8), "OK"), upper_pdu("att", "x"), upper_pdu("at", "")});
  EXPECT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.stats.foreign_lines, 2U);
}

TEST(UpperPdu, OfTwoNamesTheLastCounts) {
  const Reading reading =
      read_packets(252, {Bytes(true).tag(12, "at").tag(12, "http").tag(0, "").raw("GET").str(),
                         Bytes(true).tag(12, "http").tag(12, "at").tag(0, "").raw("ATI").str()});
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].bytes, "ATI");
}

TEST(UpperPdu, TagsThatDoNotEndAreDamagedWithTheirBytes) {
  const std::string no_end = Bytes(true).tag(12, "at").str();
  const std::string too_long = Bytes(true).u16(12).u16(500).raw("at").str();
  const Reading reading = read_packets(252, {no_end, too_long, "abc"});
  ASSERT_EQ(reading.segments.size(), 3U);
  for (const ReadSegment& segment : reading.segments) EXPECT_EQ(segment.kind, SegmentKind::damaged);
  EXPECT_EQ(reading.segments[0].bytes, no_end);
  EXPECT_EQ(reading.segments[2].note, "the tags of link type 252 do not end");
}

TEST(LinkTypes, AreListedOnceByNumber) {
  std::uint16_t last = 0;
  for (const LinkType* type : link_types()) {
    EXPECT_GT(type->id, last);
    last = type->id;
    EXPECT_EQ(find_link_type(type->id), type);
    EXPECT_NE(type->decode, nullptr);
    EXPECT_NE(describe_link_type(type->id).find(type->name), std::string::npos);
  }
  EXPECT_EQ(find_link_type(1), nullptr);
}

}  // namespace
}  // namespace atscope::capture::pcap

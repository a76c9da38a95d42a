// SPDX-License-Identifier: MIT
// Files that are cut or broken: all whole records come out, and what is missing is said.
#include <algorithm>
#include <gtest/gtest.h>

#include "tests/capture/pcap/capture_bytes.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

PcapngFile small_pcapng(bool big) {
  PcapngFile file(big);
  const std::string comment = file.bytes().option(1, "note").option(0, "").str();
  file.section()
      .named_interface(250, "tty")
      .packet(rtac(1, "AT+CSQ\r"), 1)
      .block(5, "statistics")
      .packet(rtac(2, "\r\nOK\r\n"), 2, comment)
      .packet(rtac(0, "", 1), 3)
      .section()
      .interface(252)
      .packet(upper_pdu("at", "+CREG: 1", 1), 4);
  return file;
}

PcapFile small_pcap(bool big) {
  PcapFile file(big, false, 250);
  file.packet(rtac(1, "AT+CSQ\r")).packet(rtac(0, "", 9)).packet(rtac(2, "OK\r\n"));
  return file;
}

// What is read from a file cut at `size`: a beginning of what the whole file gives, then at most one remark.
template <class File>
void expect_prefix(const File& file, std::size_t size, const std::vector<ReadSegment>& whole, bool trickle) {
  SCOPED_TRACE(testing::Message() << "cut at " << size << (trickle ? ", from a pipe" : ""));
  const auto& ends = file.packet_ends();
  const auto expected = static_cast<std::size_t>(
      std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= size; }));
  const std::string_view cut = std::string_view(file.str()).substr(0, size);
  auto input = trickle ? Input::from_stream(std::make_unique<Trickle>(cut, 7)) : Input::from_memory(cut);
  auto source = open_pcap(std::move(input), {});
  if (!source) {
    EXPECT_EQ(source.error().kind, Error::Kind::corrupt);
    EXPECT_FALSE(source.error().reason.empty());
    EXPECT_EQ(expected, 0U);
    return;
  }
  std::vector<ReadSegment> all = read_all(**source);
  EXPECT_EQ((*source)->stats().bytes, size);
  if (!all.empty() && all.back().kind == SegmentKind::damaged) {
    EXPECT_FALSE(all.back().note.empty());
    EXPECT_LT(all.back().origin.offset, size);
    all.pop_back();
  }
  ASSERT_EQ(all.size(), expected);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], whole[i]);
}

template <class File>
void expect_prefixes(const File& file, std::size_t shortest) {
  const std::vector<ReadSegment> whole = read_capture(file.str()).segments;
  ASSERT_EQ(whole.size(), file.packet_ends().size());
  for (std::size_t size = shortest; size <= file.str().size(); ++size) {
    expect_prefix(file, size, whole, false);
    expect_prefix(file, size, whole, true);
  }
}

TEST(CutCapture, EveryWholeRecordOfAPcapngComesOut) {
  expect_prefixes(small_pcapng(false), 0);
  expect_prefixes(small_pcapng(true), 0);
}

TEST(CutCapture, EveryWholeRecordOfAPcapComesOut) {
  expect_prefixes(small_pcap(false), 4);
  expect_prefixes(small_pcap(true), 4);
}

TEST(CutCapture, TheNoteSaysWhatIsCutAndWhere) {
  PcapngFile file;
  file.section().interface(250).packet(rtac(1, "AT\r"));
  const std::size_t begin = file.str().size();
  file.packet(rtac(2, "OK\r\n"));
  const Reading reading = read_capture(std::string_view(file.str()).substr(0, begin + 30));
  ASSERT_EQ(reading.segments.size(), 2U);
  const ReadSegment& damaged = reading.segments[1];
  EXPECT_EQ(damaged.kind, SegmentKind::damaged);
  EXPECT_EQ(damaged.note, "the file ends inside frame 2: of its block at offset 96 30 of 48 bytes are there");
  EXPECT_EQ(damaged.origin, (Origin{begin, 0, 2}));

  const std::string classic = small_pcap(false).str();
  const Reading cut = read_capture(std::string_view(classic).substr(0, classic.size() - 1));
  EXPECT_EQ(cut.segments.back().note,
            "the file ends inside frame 3: of its record at offset 87 31 of 32 bytes are there");
}

TEST(CutCapture, TheSectionHeaderItselfIsCorrupt) {
  const std::string file = PcapngFile().section().str();
  const Error error = open_error(std::string_view(file).substr(0, 20));
  EXPECT_EQ(error.kind, Error::Kind::corrupt);
  EXPECT_EQ(error.reason,
            "the file ends inside a section header: of its block at offset 0 20 of 28 bytes are there");
  EXPECT_FALSE(error.help.empty());
}

TEST(BrokenCapture, ReadingGoesOnBehindABlockWhoseLengthsDisagree) {
  PcapngFile file;
  file.section().interface(250).packet(rtac(1, "AT\r"));
  const std::size_t begin = file.str().size();
  file.packet(rtac(2, "OK\r\n")).packet(rtac(1, "ATI\r"));
  std::string bytes = file.str();
  for (const char length : {'\x31', '\x24', '\x7F', '\x08', '\x00'}) {
    bytes[begin + 4] = length;
    const Reading reading = read_capture(bytes);
    ASSERT_EQ(reading.segments.size(), 3U) << static_cast<int>(length);
    EXPECT_EQ(reading.segments[1].kind, SegmentKind::damaged);
    EXPECT_EQ(reading.segments[1].origin.offset, begin);
    EXPECT_NE(reading.segments[1].note.find("; reading goes on at offset 144"), std::string::npos)
        << reading.segments[1].note;
    EXPECT_EQ(reading.segments[2].bytes, "ATI\r");
  }
}

TEST(BrokenCapture, BytesBetweenBlocksAreSteppedOverWithANote) {
  PcapngFile file;
  file.section().interface(250).raw(std::string(4096, '\xEE')).packet(rtac(1, "AT\r"));
  const Reading reading = read_input(Input::from_stream(std::make_unique<Trickle>(file.str(), 100)));
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].note,
            "no block begins at offset 48, where one should; reading goes on at offset 4144");
  EXPECT_EQ(reading.segments[0].origin, (Origin{48, 0, 1})) << "the frame that comes next";
  EXPECT_EQ(reading.segments[1].bytes, "AT\r");
}

TEST(BrokenCapture, APacketLargerThanItsBlockIsOneDamagedRecord) {
  PcapngFile file;
  const std::string body =
      file.bytes().u32(0).u32(0).u32(0).u32(0xFFFFFFFF).u32(0xFFFFFFFF).raw("abcd").str();
  file.section().interface(250).block(6, body).packet(rtac(1, "AT\r"));
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].note, "frame 1 at offset 48 claims 4294967295 bytes in a block that holds 4");
  EXPECT_EQ(reading.segments[1].origin.frame, 2U);
}

TEST(BrokenCapture, APacketOfAnUndescribedInterfaceIsOneDamagedRecord) {
  PcapngFile file;
  file.section().interface(250).packet("x", 0, {}, 7).block(6, "short").block(3, "").packet(rtac(1, "AT\r"));
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 4U);
  EXPECT_EQ(reading.segments[0].note, "frame 1 at offset 48 is of interface 7, which nothing describes");
  EXPECT_EQ(reading.segments[1].note, "the block of frame 2 at offset 84 is too short");
  EXPECT_EQ(reading.segments[2].kind, SegmentKind::damaged);
  EXPECT_EQ(reading.segments[3].bytes, "AT\r");
}

TEST(BrokenCapture, OptionsThatLeaveTheirBlockAreIgnored) {
  PcapngFile file;
  const std::string options = file.bytes().u16(1).u16(0xFFFF).raw("abcd").str();
  file.section().interface(250, options).packet(rtac(1, "AT\r"), 0, options);
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].note, "");
}

TEST(BrokenCapture, AVersionFromTheFutureIsSaid) {
  PcapngFile file;
  file.section().interface(250).packet(rtac(1, "AT\r"));
  file.block(0x0A0D0D0A, file.bytes().u32(0x1A2B3C4D).u16(2).u16(7).u64(UINT64_MAX).str());
  file.interface(250).packet(rtac(1, "new"));
  file.section().interface(250).packet(rtac(1, "ATI\r"));
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 3U);
  EXPECT_NE(reading.segments[1].note.find("is of pcapng version 2.7"), std::string::npos);
  EXPECT_EQ(reading.segments[2].bytes, "ATI\r");
}

TEST(BrokenCapture, ThousandsOfInterfacesAreBounded) {
  PcapngFile file;
  file.section();
  for (int i = 0; i < 5000; ++i) file.named_interface(250, "tty" + std::to_string(i));
  file.packet(rtac(1, "a"), 0, {}, 4000).packet(rtac(1, "b"), 0, {}, 5).packet(rtac(1, "c"), 0, {}, 4999);
  const Reading reading = read_capture(file.str());
  EXPECT_EQ(reading.info.channels.size(), 1024U);
  EXPECT_EQ(reading.stats.damaged, 5000U - 4096U + 1U);
  EXPECT_EQ(reading.stats.foreign_lines, 1U);
}

TEST(BrokenCapture, EveryByteCanBeAnything) {
  for (const std::string& file :
       {small_pcapng(false).str(), small_pcapng(true).str(), small_pcap(false).str()}) {
    for (std::size_t at = 0; at < file.size(); ++at) {
      for (const char value : {'\x00', '\x01', '\x7F', '\x80', '\xFF'}) {
        std::string bytes = file;
        bytes[at] = value;
        auto source = open_pcap(Input::from_memory(bytes), {});
        if (!source) continue;
        const std::vector<ReadSegment> all = read_all(**source);
        EXPECT_LT(all.size(), 40U);
        for (const ReadSegment& segment : all) {
          if (segment.bytes.empty()) continue;
          EXPECT_EQ(bytes.substr(segment.origin.offset, segment.bytes.size()), segment.bytes);
        }
      }
    }
  }
}

}  // namespace
}  // namespace atscope::capture::pcap

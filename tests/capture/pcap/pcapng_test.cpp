// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "capture/pcap/packet_reader.h"
#include "tests/capture/pcap/capture_bytes.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

class Pcapng : public testing::TestWithParam<bool> {
 protected:
  PcapngFile file_{GetParam()};
};

TEST_P(Pcapng, GivesChannelDirectionTimeCommentAndPlace) {
  const std::string ns = file_.bytes().option(2, "ttyUSB2").option(9, "\x09").option(0, "").str();
  const std::string said =
      file_.bytes().option(1, "here it hangs").option(2, file_.bytes().u32(1).str()).option(0, "").str();
  file_.section().interface(250, ns).packet(rtac(2, "RING\r\n"), 1'700'000'000'123'456'789, said);
  ASSERT_TRUE(looks_like_pcap(file_.str()));
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 1U);
  const ReadSegment& segment = reading.segments[0];
  EXPECT_EQ(segment.bytes, "RING\r\n");
  EXPECT_EQ(segment.channel, "ttyUSB2");
  EXPECT_EQ(segment.sender, Sender::dce);
  EXPECT_EQ(segment.time, (Timestamp{1'700'000'000'123'456'789, Clock::utc}));
  EXPECT_EQ(segment.note, "here it hangs");
  EXPECT_EQ(segment.origin.frame, 1U);
  EXPECT_EQ(file_.str().substr(segment.origin.offset, 6), "RING\r\n");
  EXPECT_EQ(reading.info.format, "pcap");
  EXPECT_EQ(reading.info.time_resolution_ns, 1);
}

TEST_P(Pcapng, InterfaceOptionsAreRead) {
  const std::string options = file_.bytes()
                                  .option(3, "AT port of the modem")
                                  .option(2, std::string_view("ttyACM0\0\0", 9))
                                  .option(8, file_.bytes().u64(115'200).str())
                                  .option(9, "\x03")
                                  .option(14, file_.bytes().u64(1'000'000).str())
                                  .option(0x8123, "unknown")
                                  .option(0, "")
                                  .str();
  file_.section().interface(250, options, 1234).packet(rtac(1, "AT"), 2'500);
  auto reader = read_pcapng(Input::from_memory(file_.str()));
  ASSERT_TRUE(reader);
  Packet packet;
  EXPECT_EQ((*reader)->next(packet), PacketReader::Step::section);
  EXPECT_EQ((*reader)->next(packet), PacketReader::Step::interface);
  EXPECT_EQ((*reader)->next(packet), PacketReader::Step::packet);
  EXPECT_EQ(packet.time, (Timestamp{1'000'002'500'000'000, Clock::utc}));
  EXPECT_EQ((*reader)->next(packet), PacketReader::Step::end);
  const Interface& interface = (*reader)->interfaces().at(0);
  EXPECT_EQ(interface.name, "ttyACM0");
  EXPECT_EQ(interface.description, "AT port of the modem");
  EXPECT_EQ(interface.speed, 115'200U);
  EXPECT_EQ(interface.snap_length, 1234U);
  EXPECT_EQ(interface.link_type, 250U);
}

TEST_P(Pcapng, UnknownBlocksAndOptionsAreSteppedOverAndFramesCountAsInWireshark) {
  const std::string comment_and_junk =
      file_.bytes().option(0x7777, "junk").option(2989, "more").option(0, "").str();
  file_.section()
      .block(0x0000CAFE, "before any interface")
      .interface(250)
      .block(10, "secrets")
      .packet(rtac(1, "A"), 0, comment_and_junk)
      .block(4, "names")
      .block(9, "__REALTIME_TIMESTAMP=1")  // a journal entry is a frame
      .block(5, "statistics")
      .block(0xBAD, "pen and data")
      .packet(rtac(1, "B"));
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].origin.frame, 1U);
  EXPECT_EQ(reading.segments[1].origin.frame, 4U);
  EXPECT_EQ(reading.stats.frames, 4U);
  EXPECT_EQ(reading.stats.foreign_lines, 2U);
}

TEST_P(Pcapng, ASimplePacketHasNoTimeOfItsOwn) {
  file_.section()
      .interface(252, {}, 64)
      .block(3, file_.bytes().u32(14).raw(upper_pdu("at", "OK\r\n")).str())
      .block(3, file_.bytes().u32(200).raw(upper_pdu("at", std::string(60, 'x'))).str());
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 3U);
  EXPECT_EQ(reading.segments[0].bytes, "OK\r\n");
  EXPECT_FALSE(reading.segments[0].time.known());
  EXPECT_EQ(reading.segments[0].sender, Sender::unknown);
  EXPECT_EQ(reading.segments[1].bytes.size(), 64 - 10U);
  EXPECT_EQ(reading.segments[2].kind, SegmentKind::gap);
  EXPECT_FALSE(reading.info.has_time);
  EXPECT_FALSE(reading.info.has_direction);
}

TEST_P(Pcapng, TheHeaderOfLinkType250GivesTheTimeThatASimplePacketLacks) {
  file_.section().interface(250).block(3, file_.bytes().u32(14).raw(rtac(1, "AT")).str());
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].time, (Timestamp{1'700'000'000'250'000'000, Clock::utc}));
}

TEST_P(Pcapng, TheObsoletePacketBlockIsRead) {
  const std::string data = rtac(1, "AT\r");
  file_.section().interface(250).block(
      2, file_.bytes().u16(0).u16(3).u32(0).u32(7).u32(data.size()).u32(data.size()).raw(data).str());
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].kind, SegmentKind::gap);
  EXPECT_EQ(reading.segments[0].note, "3 packets were lost before frame 1");
  EXPECT_EQ(reading.segments[1].bytes, "AT\r");
  EXPECT_EQ(reading.segments[1].time.ns, 7000);
}

TEST_P(Pcapng, DroppedPacketsAreAGap) {
  const std::string options = file_.bytes().option(4, file_.bytes().u64(1).str()).option(0, "").str();
  file_.section().interface(250).packet(rtac(1, "AT\r"), 0, options);
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].note, "1 packet was lost before frame 1");
}

TEST_P(Pcapng, ALengthThatDoesNotCountThePaddingIsAccepted) {
  // 20 + 15 bytes and frame make 47, written in 48.
  const std::string data = rtac(1, "AT\r");
  std::string block =
      file_.bytes().u32(6).u32(47).u32(0).u32(0).u32(0).u32(15).u32(15).raw(data).pad().u32(47).str();
  file_.section().interface(250).raw(block).packet(rtac(1, "ATI\r"));
  const Reading reading = read_capture(file_.str());
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].bytes, "AT\r");
  EXPECT_EQ(reading.segments[1].bytes, "ATI\r");
}

INSTANTIATE_TEST_SUITE_P(ByteOrders, Pcapng, testing::Bool(),
                         [](const auto& variant) { return variant.param ? "Big" : "Little"; });

TEST(PcapngFiles, SectionsBeginAnewInTheirOwnByteOrder) {
  PcapngFile file;
  file.section(false).named_interface(250, "a").named_interface(250, "b");
  file.packet(rtac(1, "1"), 0, {}, 0).packet(rtac(1, "2"), 0, {}, 1);
  file.section(true).named_interface(250, "b").packet(rtac(1, "3"), 0, {}, 0);
  file.section(false).named_interface(250, "c").packet(rtac(1, "4"), 0, {}, 0);
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 4U);
  EXPECT_EQ(reading.segments[0].channel, "a");
  EXPECT_EQ(reading.segments[1].channel, "b");
  EXPECT_EQ(reading.segments[2].channel, "b");
  EXPECT_EQ(reading.segments[3].channel, "c");
  EXPECT_EQ(reading.segments[3].origin.frame, 4U);
  EXPECT_EQ(reading.info.channels, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(PcapngFiles, InterfacesOfOneNameAreOneChannelAndOfNoneTwo) {
  PcapngFile file;
  file.section().named_interface(250, "tty").named_interface(250, "tty").interface(250).interface(250);
  for (unsigned i = 0; i < 4; ++i) file.packet(rtac(1, "x"), 0, {}, i);
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 4U);
  EXPECT_EQ(reading.segments[0].channel, "tty");
  EXPECT_EQ(reading.segments[1].channel, "tty");
  EXPECT_EQ(reading.segments[2].channel, "interface 2");
  EXPECT_EQ(reading.segments[3].channel, "interface 3");
}

TEST(PcapngFiles, PacketsOfForeignInterfacesAreCountedAndNumbered) {
  PcapngFile file;
  file.section()
      .interface(1)
      .packet("ethernet")
      .interface(250)
      .packet("more", 0, {}, 0)
      .packet(rtac(1, "x"), 0, {}, 1);
  const Reading reading = read_capture(file.str());
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].origin.frame, 3U);
  EXPECT_EQ(reading.stats.foreign_lines, 2U);
}

TEST(PcapngFiles, OnlyForeignInterfacesAreAnErrorThatNamesThem) {
  PcapngFile file;
  file.section().interface(1).interface(166).interface(4242).packet("frame");
  const Error error = open_error(file.str());
  EXPECT_EQ(error.kind, Error::Kind::unsupported);
  EXPECT_EQ(error.reason,
            "its packets are of link type 1 (ETHERNET), 166 (PPP_PPPD), 4242, which atscope does not read");
}

TEST(PcapngFiles, APipeOfForeignPacketsIsNotReadToItsEnd) {
  struct Endless final : ByteStream {
    std::string head, packet;
    std::size_t given = 0;
    std::size_t read(char* to, std::size_t size) override {
      const std::string& from = given == 0 ? head : packet;
      EXPECT_LT(++given, 100U) << "reads on and on";
      return given < 100 ? from.copy(to, size) : 0;
    }
  };
  auto stream = std::make_unique<Endless>();
  stream->head = PcapngFile().section().interface(1).str();
  stream->packet = PcapngFile().packet("ethernet").str();
  const auto source = open_pcap(Input::from_stream(std::move(stream)), {});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, Error::Kind::unsupported);
}

TEST(PcapngFiles, WithoutInterfacesItIsEmpty) {
  EXPECT_TRUE(read_capture(PcapngFile().section().str()).segments.empty());
}

TEST(PcapngFiles, AClockThatStepsBackIsCounted) {
  PcapngFile file;
  file.section().interface(250).packet(rtac(1, "a"), 10).packet(rtac(1, "b"), 5).packet(rtac(1, "c"), 7);
  EXPECT_EQ(read_capture(file.str()).stats.clock_steps_back, 1U);
}

TEST(PcapngFiles, SentMeansTheModuleWhenTheUserSaysSo) {
  PcapngFile file;
  file.section().interface(250).packet(rtac(1, "OK")).packet(rtac(2, "AT"));
  const Reading as_module = read_capture(file.str(), Sender::dce);
  EXPECT_EQ(as_module.segments.at(0).sender, Sender::dce);
  EXPECT_EQ(as_module.segments.at(1).sender, Sender::dte);
  const Reading as_nobody = read_capture(file.str(), Sender::unknown);
  EXPECT_EQ(as_nobody.segments.at(0).sender, Sender::unknown);
  EXPECT_EQ(as_nobody.segments.at(1).sender, Sender::unknown);
}

}  // namespace
}  // namespace atscope::capture::pcap

// SPDX-License-Identifier: MIT
// Link types that carry several streams: USB and Bluetooth; and those without a meaning of their own.
#include <gtest/gtest.h>

#include "tests/capture/pcap/capture_bytes.h"
#include "tests/capture/pcap/reading.h"

namespace atscope::capture::pcap {
namespace {

using namespace std::string_literals;

std::string byte(unsigned value) {
  return std::string(1, static_cast<char>(value));
}

Reading read_packets(std::uint16_t link_type, const std::vector<std::string>& packets,
                     std::uint32_t flags = 0) {
  PcapngFile file;
  file.section().interface(link_type);
  for (const std::string& packet : packets) file.packet(packet, 1, flags == 0 ? "" : file.flags(flags));
  return read_capture(file.str());
}

/// A record of usbmon with the header of 64 bytes, or of 48.
std::string usbmon(char event, unsigned transfer, unsigned endpoint, const std::string& data,
                   const std::string& setup = "", bool big = false, std::size_t header = 64) {
  std::string out =
      Bytes(big)
          .u64(1)
          .raw(byte(static_cast<unsigned char>(event)) + byte(transfer) + byte(endpoint) + byte(5))
          .u16(2)
          .raw(setup.empty() ? "-" : "\0"s)
          .raw("\0"s)
          .u64(0)
          .u32(0)
          .u32(0)
          .u32(data.size())
          .u32(data.size())
          .raw(setup.empty() ? std::string(8, '\0') : setup)
          .str();
  out.resize(header, '\0');
  return out + data;
}

/// RFCOMM UIH in L2CAP in ACL, as H4.
std::string rfcomm(unsigned dlci, const std::string& data, bool credits = false, unsigned check = 256) {
  const std::string address = byte(dlci << 2U | 3U) + byte(credits ? 0xffU : 0xefU);
  unsigned fcs = 0xff;
  for (const char c : address) {
    fcs ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) fcs = (fcs & 1U) != 0 ? fcs >> 1U ^ 0xe0U : fcs >> 1U;
  }
  const std::string frame = address + byte(static_cast<unsigned>(data.size()) << 1U | 1U) +
                            (credits ? byte(7) : "") + data + byte(check > 255 ? 0xffU - fcs : check);
  const std::string l2cap = Bytes(false).u16(frame.size()).u16(0x41).raw(frame).str();
  return byte(2) + Bytes(false).u16(0x2100).u16(l2cap.size()).raw(l2cap).str();
}
std::string with_direction(bool received, const std::string& h4) {
  return Bytes(true).u32(received ? 1 : 0).str() + h4;
}

TEST(UserLink, IsPlainBytesWithThePacketsDirection) {
  for (const std::uint16_t link : {std::uint16_t{147}, std::uint16_t{162}}) {
    const Reading reading = read_packets(link, {"AT\r"}, 2);
    ASSERT_EQ(reading.segments.size(), 1U);
    EXPECT_EQ(reading.segments[0].bytes, "AT\r");
    EXPECT_EQ(reading.segments[0].sender, Sender::dte);
  }
}

TEST(Usbmon, GivesBulkDataOnceAndNamesThePortByItsEndpoint) {
  for (const std::uint16_t link : {std::uint16_t{220}, std::uint16_t{189}}) {
    const std::size_t header = link == 220 ? 64 : 48;
    for (const bool big : {false, true}) {
      const auto record = [&](char event, unsigned endpoint, const std::string& data) {
        return usbmon(event, 3, endpoint, data, "", big, header);
      };
      const Reading reading =
          read_packets(link, {record('S', 2, "AT\r"), record('C', 2, ""), record('S', 0x82, ""),
                              record('C', 0x82, "\r\nOK\r\n"), record('C', 0x84, "\x01\xff\x80")});
      ASSERT_EQ(reading.segments.size(), 2U);
      EXPECT_EQ(reading.segments[0].bytes, "AT\r");
      EXPECT_EQ(reading.segments[0].sender, Sender::dte);
      EXPECT_EQ(reading.segments[0].channel, "2.5 ep2");
      EXPECT_EQ(reading.segments[1].sender, Sender::dce);
      EXPECT_EQ(reading.stats.foreign_lines, 1U);
    }
  }
}

TEST(Usbmon, PairsEndpointsByTheInterfaceThatDescriptorsTell) {
  const std::string descriptors = "\x09\x02\x20\x00\x01\x01\x00\x80\x32"s +
                                  "\x09\x04\x03\x00\x02\xff\x00\x00\x00"s + "\x07\x05\x85\x02\x40\x00\x00"s +
                                  "\x07\x05\x04\x02\x40\x00\x00"s;
  const Reading reading = read_packets(
      220, {usbmon('C', 2, 0x80, descriptors), usbmon('S', 3, 4, "AT\r"), usbmon('C', 3, 0x85, "OK\r\n")});
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].channel, "2.5 if3");
  EXPECT_EQ(reading.segments[1].channel, "2.5 if3");
}

TEST(Usbmon, TakesTheStatusBytesOfFtdiOff) {
  const std::string first = "\x01\x60"s + std::string(62, 'x');
  const std::string data = first + "\x01\x60OK\r\n"s;
  const Reading reading = read_packets(220, {usbmon('C', 3, 0x81, "\x01\x60"s), usbmon('C', 3, 0x81, data)});
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.segments[0].bytes, std::string(62, 'x') + "OK\r\n");
  EXPECT_EQ(reading.segments[0].offsets[62] - reading.segments[0].offsets[61], 3U);
}

TEST(Usbmon, TellsOfSpeedAndControlLines) {
  const Reading reading = read_packets(
      220, {usbmon('S', 2, 0, "\x00\xc2\x01\x00\x00\x00\x08"s, "\x21\x20\x00\x00\x02\x00\x07\x00"s),
            usbmon('S', 2, 0, "", "\x21\x22\x01\x00\x02\x00\x00\x00"s)});
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].note, "115200 bit/s, 8N1");
  EXPECT_EQ(reading.segments[1].note, "DTR on, RTS off");
  EXPECT_EQ(reading.segments[1].kind, SegmentKind::control_lines);
}

TEST(Usbmon, NamesTheEchoLoopOfTheHostsTerminal) {
  std::vector<std::string> packets = {usbmon('C', 3, 0x81, "testusb\r\n")};
  for (const char c : "testusb\r\n"s) packets.push_back(usbmon('S', 3, 1, std::string(1, c)));
  const Reading reading = read_packets(220, packets);
  EXPECT_EQ(std::count_if(reading.segments.begin(), reading.segments.end(),
                          [](const auto& each) { return each.note.starts_with("echo loop"); }),
            1);
}

TEST(UsbPcap, SkipsTheHeaderByItsLength) {
  const auto record = [](bool from_device, unsigned endpoint, const std::string& data) {
    return Bytes(false)
        .u16(27)
        .u64(1)
        .u32(0)
        .u16(9)
        .raw(byte(from_device ? 1 : 0))
        .u16(1)
        .u16(7)
        .raw(byte(endpoint) + byte(3))
        .u32(data.size())
        .raw(data)
        .str();
  };
  const Reading reading = read_packets(249, {record(false, 3, "ATI\r"), record(true, 0x83, "OK\r\n")});
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].channel, "1.7 ep3");
  EXPECT_EQ(reading.segments[1].bytes, "OK\r\n");
}

TEST(Bluetooth, TheSideThatCommandsIsTheHost) {
  for (const bool phone : {true, false}) {
    const Reading reading = read_packets(201, {with_direction(phone, rfcomm(6, "AT+BRSF=1\r", true)),
                                               with_direction(!phone, rfcomm(6, "\r\nOK\r\n"))});
    ASSERT_EQ(reading.segments.size(), 2U);
    EXPECT_EQ(reading.segments[0].bytes, "AT+BRSF=1\r");
    EXPECT_EQ(reading.segments[0].sender, Sender::dte);
    EXPECT_EQ(reading.segments[1].sender, Sender::dce);
    EXPECT_EQ(reading.segments[1].channel, "RFCOMM dlci 6");
  }
}

TEST(Bluetooth, FramesWithAWrongCheckAndOfTheMultiplexerAreForeign) {
  const Reading reading = read_packets(
      201, {with_direction(true, rfcomm(6, "AT\r", false, 0)), with_direction(true, rfcomm(0, "xx")),
            with_direction(true, "\x04\x05\x00"s), with_direction(true, rfcomm(6, "AT\r"))});
  ASSERT_EQ(reading.segments.size(), 1U);
  EXPECT_EQ(reading.stats.foreign_lines, 3U);
}

TEST(Bluetooth, AFrameInTwoAclPacketsIsReadInBoth) {
  const std::string whole = rfcomm(6, "AT+CIND=?\r");
  const std::string head = byte(2) + Bytes(false).u16(0x2100).u16(10).str() + whole.substr(5, 10);
  const std::string tail = byte(2) + Bytes(false).u16(0x1100).u16(whole.size() - 15).str() + whole.substr(15);
  const Reading reading = read_packets(201, {with_direction(true, head), with_direction(true, tail)});
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].bytes + reading.segments[1].bytes, "AT+CIND=?\r");
}

TEST(Bluetooth, BtsnoopHasItsDirectionInTheRecord) {
  const auto record = [](unsigned flags, const std::string& data) {
    return Bytes(true)
        .u32(data.size())
        .u32(data.size())
        .u32(flags)
        .u32(0)
        .u64(0x00dcddb30f2f8000U + 1'700'000'000'000'000U)
        .raw(data)
        .str();
  };
  const std::string file = "btsnoop\0"s + Bytes(true).u32(1).u32(1002).str() + record(1, rfcomm(6, "AT\r")) +
                           record(0, rfcomm(6, "\r\nOK\r\n"));
  const Reading reading = read_capture(file);
  ASSERT_EQ(reading.segments.size(), 2U);
  EXPECT_EQ(reading.segments[0].sender, Sender::dte);
  EXPECT_EQ(reading.segments[1].sender, Sender::dce);
  EXPECT_EQ(reading.segments[0].time.ns, 1'700'000'000'000'000'000);
  const Reading cut = read_capture(std::string_view(file).substr(0, file.size() - 3));
  ASSERT_EQ(cut.segments.size(), 2U);
  EXPECT_EQ(cut.segments[1].kind, SegmentKind::damaged);
  EXPECT_NE(cut.segments[1].note.find("inside frame 2"), std::string::npos);
}

TEST(BusLinks, CutPacketsAreDamagedOrForeignAndNothingElse) {
  for (const std::uint16_t link :
       {std::uint16_t{187}, std::uint16_t{189}, std::uint16_t{201}, std::uint16_t{220}, std::uint16_t{249}}) {
    const std::string packet =
        link == 220 ? usbmon('C', 3, 0x81, "OK\r\n") : with_direction(true, rfcomm(6, "AT\r"));
    for (std::size_t size = 0; size < packet.size(); ++size) {
      const Reading reading = read_packets(link, {packet.substr(0, size)});
      EXPECT_LE(reading.segments.size(), 1U);
    }
  }
}

}  // namespace
}  // namespace atscope::capture::pcap

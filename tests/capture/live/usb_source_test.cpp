// SPDX-License-Identifier: MIT
#include "capture/live/usb_source.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "capture/live/log_source.h"
#include "capture/live/usb_packets.h"
#include "capture/open_input.h"
#include "capture/pcap/packet_reader.h"

namespace atscope::capture::live {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view kDevice =
    "\x12\x01\x00\x02\xef\x02\x01\x40\x7c\x2c\x25\x01\x18\x03\x01\x02\x00\x01"sv;
// A configuration of 18 bytes in all, with one interface.
constexpr std::string_view kConfiguration =
    "\x09\x02\x12\x00\x01\x01\x00\xa0\xfa\x09\x04\x00\x00\x02\xff\xff\xff\x00"sv;

std::vector<pcap::Packet> packets_of(const std::string& capture, std::vector<std::string>& bytes) {
  std::vector<pcap::Packet> packets;
  auto reader = pcap::read_pcapng(Input::from_memory(capture));
  pcap::Packet packet;
  for (auto step = (*reader)->next(packet); step != pcap::PacketReader::Step::end;
       step = (*reader)->next(packet)) {
    EXPECT_NE(step, pcap::PacketReader::Step::damage) << (*reader)->damage().note;
    if (step != pcap::PacketReader::Step::packet) continue;
    packets.push_back(packet);
    bytes.emplace_back(packet.bytes);
    EXPECT_EQ((*reader)->interfaces().at(packet.interface).link_type, 220);
  }
  return packets;
}

TEST(UsbMonitor, ModemsAreFoundByTheirPorts) {
  std::string root = testing::TempDir() + "atscope-sysfs-XXXXXX";
  ASSERT_NE(::mkdtemp(root.data()), nullptr);
  const auto file = [&](const std::string& name, std::string_view text) {
    fs::create_directories((fs::path(root) / name).parent_path());
    std::ofstream(fs::path(root) / name, std::ios::binary) << text;
  };
  file("1-2/busnum", "1\n");
  file("1-2/devnum", "7\n");
  file("1-2/manufacturer", "Maker\n");
  file("1-2/product", "Modem\n");
  file("1-2/descriptors", std::string(kDevice) + std::string(kConfiguration));
  fs::create_directories(fs::path(root) / "1-2/1-2:1.2/ttyUSB2");
  fs::create_directories(fs::path(root) / "1-2/1-2:1.3/tty/ttyACM0");
  file("1-3/busnum", "1\n");
  file("1-3/devnum", "8\n");
  fs::create_directories(fs::path(root) / "1-3/1-3:1.0/input");
  file("usb1/busnum", "1\n");
  file("usb1/devnum", "1\n");

  const std::vector<UsbModem> modems = find_usb_modems(root);
  fs::remove_all(root);
  ASSERT_EQ(modems.size(), 1U);
  EXPECT_EQ(modems[0].bus, 1);
  EXPECT_EQ(modems[0].device, 7);
  EXPECT_EQ(modems[0].description, "Maker Modem (ttyUSB2 ttyACM0)");
  EXPECT_EQ(modems[0].descriptors.size(), 36U);
  EXPECT_TRUE(find_usb_modems("/nowhere").empty());
}

TEST(UsbMonitor, DescriptorsComeAsIfTheyHadBeenReadNow) {
  const std::string descriptors = std::string(kDevice) + std::string(kConfiguration);
  std::vector<std::string> bytes;
  const auto packets =
      packets_of(descriptor_capture({{2, 7, "", descriptors}}, 1'700'000'000'123'456'000), bytes);
  ASSERT_EQ(packets.size(), 4U);
  const std::string_view submitted = bytes[2], completed = bytes[3];
  EXPECT_EQ(packets[3].time, (Timestamp{1'700'000'000'123'456'000, Clock::utc}));
  EXPECT_EQ(submitted.size(), 64U);
  EXPECT_EQ(submitted[8], 'S');
  EXPECT_EQ(submitted.substr(9, 5), "\x02\x80\x07\x02\x00"sv);
  EXPECT_EQ(submitted.substr(40, 8), "\x80\x06\x00\x02\x00\x00\x12\x00"sv);
  EXPECT_EQ(completed[8], 'C');
  EXPECT_EQ(completed.substr(0, 8), submitted.substr(0, 8));
  EXPECT_EQ(completed.substr(64), kConfiguration);
  EXPECT_EQ(bytes[1].substr(64), kDevice);
}

// The header of 64 bytes, with what a bulk transfer needs.
std::string bulk(char event, std::uint8_t endpoint, std::string_view data) {
  std::string packet(64, '\0');
  packet[8] = event;
  packet[9] = 3;
  packet[10] = static_cast<char>(endpoint);
  packet[11] = 7;
  packet[12] = 2;
  packet[14] = '-';
  packet[32] = packet[36] = static_cast<char>(data.size());
  return packet + std::string(data);
}

TEST(UsbMonitor, ThePortsOfAModemThatWasPluggedInBeforeAreKnown) {
  // Interface 2 with bulk endpoints 3 out and 0x84 in, whose numbers differ.
  const std::string configuration(
      "\x09\x02\x20\x00\x01\x01\x00\xa0\xfa\x09\x04\x02\x00\x02\xff\xff\xff\x00"
      "\x07\x05\x03\x02\x00\x02\x00\x07\x05\x84\x02\x00\x02\x00"sv);
  std::string capture = descriptor_capture({{2, 7, "", std::string(kDevice) + configuration}}, 1'000);
  usb::append_packet(capture, 2'000'000, 0, bulk('S', 0x03, "AT\r"));
  usb::append_packet(capture, 3'000'000, 0, bulk('C', 0x84, "\r\nOK\r\n"));
  auto opened = open_input(Input::from_memory(capture), "usbmon2", {});
  ASSERT_TRUE(opened) << opened.error().reason;
  auto source = make_log_source(std::move(*opened), "usbmon2", StopHandle(),
                                std::make_shared<std::function<void()>>(), CaptureClock());
  Segment segment;
  std::string talk;
  while (source->next(segment)) {
    talk += segment.sender == Sender::dte ? '>' : '<';
    talk += segment.bytes;
    ASSERT_LT(segment.channel, source->ports().size());
    EXPECT_EQ(source->ports()[segment.channel].name, "2.7 if2");
  }
  EXPECT_EQ(talk, ">AT\r<\r\nOK\r\n");
}

TEST(UsbMonitor, BrokenDescriptorsEndTheList) {
  for (const std::string_view broken :
       {"\x12"sv, "\x00\x01\x00\x00"sv, "\x09\x02\x00\x00\x01"sv, "\x09\x05\xff\xff"sv}) {
    std::vector<std::string> bytes;
    EXPECT_TRUE(packets_of(descriptor_capture({{1, 2, "", std::string(broken)}}, 0), bytes).empty());
  }
  // One that claims more than there is comes as far as it goes.
  std::vector<std::string> bytes;
  EXPECT_EQ(packets_of(descriptor_capture({{1, 2, "", std::string(kConfiguration.substr(0, 12))}}, 0), bytes)
                .size(),
            2U);
}

TEST(UsbMonitor, LostPacketsAreInTheStream) {
  std::string capture = usb::capture_head();
  usb::append_packet(capture, 1000, 0, "abc");
  usb::append_packet(capture, 2000, 41, "defg");
  std::vector<std::string> bytes;
  const auto packets = packets_of(capture, bytes);
  ASSERT_EQ(packets.size(), 2U);
  EXPECT_EQ(bytes[0], "abc");
  EXPECT_EQ(packets[0].dropped, 0U);
  EXPECT_EQ(packets[1].dropped, 41U);
}

TEST(UsbMonitor, WhatIsMissingIsSaidWithTheWayOut) {
  const auto source = usb_monitor("usbmon999", {}, StopHandle());
  ASSERT_FALSE(source);
  EXPECT_NE(source.error().reason, "");
  EXPECT_NE(source.error().help, "");
}

}  // namespace
}  // namespace atscope::capture::live

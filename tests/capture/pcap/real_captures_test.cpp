// SPDX-License-Identifier: MIT
// Captures that cannot be part of the project; they are read where ATSCOPE_CAPTURES names their directory,
// or beside the project.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

#include "capture/open.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

std::string capture_directory() {
  const char* directory = std::getenv("ATSCOPE_CAPTURES");
  if (directory != nullptr) return directory;
  const std::string beside = ATSCOPE_SOURCE_DIR "/../shared/captures";
  return std::filesystem::is_directory(beside) ? beside : "";
}

TEST(RealCaptures, AModemTraceGivesItsSeventyPdus) {
  if (capture_directory().empty()) return;
  for (const char* name : {"/nrf9160-at-only.pcapng", "/nrf9160-at-lte-exported-pdu.pcapng"}) {
    auto source = open(capture_directory() + name);
    ASSERT_TRUE(source) << source.error().reason;
    const std::vector<ReadSegment> all = read_all(**source);
    EXPECT_EQ(all.size(), 70U);
    EXPECT_EQ(
        std::count_if(all.begin(), all.end(), [](const auto& each) { return each.sender == Sender::dte; }),
        29);
    EXPECT_EQ(
        std::count_if(all.begin(), all.end(), [](const auto& each) { return each.sender == Sender::dce; }),
        41);
    EXPECT_TRUE(std::all_of(all.begin(), all.end(), [](const auto& each) {
      return each.kind == SegmentKind::data && each.framing == Framing::record && each.time.known();
    }));
    EXPECT_EQ(all[0].bytes, "AT%XMAGPIO=1,0,0,1,1,1574,1577");
    EXPECT_EQ((*source)->stats().damaged, 0U);
  }
}

TEST(RealCaptures, AHandsFreeConnectionOfThePhoneKnowsWhoCommands) {
  if (capture_directory().empty()) return;
  const auto source = open(capture_directory() + "/hfp-csr8670-motoe2-clcc-timeout.pcap");
  ASSERT_TRUE(source);
  const std::vector<ReadSegment> all = read_all(**source);
  const auto clcc =
      std::find_if(all.begin(), all.end(), [](const auto& each) { return each.bytes == "AT+CLCC\r"; });
  ASSERT_NE(clcc, all.end());
  ASSERT_EQ(all.end() - clcc, 4);
  EXPECT_EQ(clcc->sender, Sender::dte);
  EXPECT_EQ(clcc->channel, "RFCOMM dlci 6");
  EXPECT_EQ(clcc[1].bytes, "AT+CMEE=1\r");
  EXPECT_EQ((clcc[1].time.ns - clcc[0].time.ns) / 1'000'000, 5003);
  EXPECT_EQ(clcc[2].bytes, "\r\nOK\r\n");
  EXPECT_EQ(clcc[3].bytes, "\r\nOK\r\n");
  EXPECT_EQ(clcc[3].sender, Sender::dce);
  EXPECT_EQ((clcc[3].time.ns - clcc[2].time.ns) / 100'000, 47);
}

TEST(RealCaptures, AllHandsFreeConnectionsGiveTheirFrames) {
  if (capture_directory().empty()) return;
  const std::pair<const char*, std::size_t> files[] = {{"/hfp-oppo-enco-honor-x7b.pcap", 39},
                                                       {"/hfp-oppo-enco-honor-x7b-2.pcap", 39},
                                                       {"/hfp-csr8670-motoe2-clcc-timeout.pcap", 22},
                                                       {"/hfp-ptt-nexus6p.pcap", 26},
                                                       {"/hfp-lg-hbs730-motog.pcap", 30},
                                                       {"/hfp-lg-hbs750-htc.pcap", 29}};
  for (const auto& [name, frames] : files) {
    const auto source = open(capture_directory() + name);
    ASSERT_TRUE(source);
    EXPECT_EQ(read_all(**source).size(), frames) << name;
  }
}

TEST(RealCaptures, AnEchoLoopIsNamed) {
  if (capture_directory().empty()) return;
  const auto source = open(capture_directory() + "/usbmon-dual-cdc-acm-echo.pcapng");
  ASSERT_TRUE(source);
  const std::vector<ReadSegment> all = read_all(**source);
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](const auto& each) { return each.note.starts_with("echo loop"); }),
            1);
  EXPECT_EQ(all.front().channel, "3.16 ep1");
}

}  // namespace
}  // namespace atscope::capture

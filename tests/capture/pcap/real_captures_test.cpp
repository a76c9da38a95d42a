// SPDX-License-Identifier: MIT
// Captures that cannot be part of the project; they are read where ATSCOPE_CAPTURES names their directory.
#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

#include "capture/open.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

std::string capture_directory() {
  const char* directory = std::getenv("ATSCOPE_CAPTURES");
  return directory == nullptr ? "" : directory;
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

TEST(RealCaptures, UsbCapturesAreNamedNotGuessed) {
  if (capture_directory().empty()) return;
  const auto source = open(capture_directory() + "/usbmon-dual-cdc-acm-echo.pcapng");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, Error::Kind::unsupported);
  EXPECT_NE(source.error().reason.find("220 (USB_LINUX_MMAPPED)"), std::string::npos);
}

}  // namespace
}  // namespace atscope::capture

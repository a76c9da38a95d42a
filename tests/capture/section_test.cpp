// SPDX-License-Identifier: MIT
// Test runners say which test case begins; the log of the modem goes on around that.
#include "capture/text/section.h"

#include <gtest/gtest.h>

#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

TEST(Section, IsNamedByTheLinesOfTestRunners) {
  EXPECT_EQ(section_begun_by("==== Test modem_attach started at 2024-03-01 12:00:00 ===="), "modem_attach");
  EXPECT_EQ(section_begun_by("[ RUN      ] Sms.SendsText"), "Sms.SendsText");
  EXPECT_EQ(section_begun_by("START - test_attach"), "test_attach");
  EXPECT_EQ(section_begun_by("tests/gsm/test_sms.py::test_send[x09] PASSED"), "test_send[x09]");
}

TEST(Section, IsNotSeenInOtherLines) {
  for (const std::string_view line :
       {"", "=", "==== Test", "==== Test x", "[ RUN ] x", "START", "STARTING - x", "test", "test.py",
        "[12:00:00] AT", "AT+CSQ", "=== Log starts here ==="}) {
    EXPECT_EQ(section_begun_by(line), "") << line;
  }
}

TEST(Section, StandsBetweenTheSegmentsOfALog) {
  const auto source = open_bytes(
      "==== Test one started at now ====\n> AT\n< OK\n==== Test two started at now ====\n> AT+CSQ\n< OK\n");
  ASSERT_EQ(source->info().format, "transcript");
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 6U);
  EXPECT_EQ(segments[0].kind, SegmentKind::section);
  EXPECT_EQ(segments[0].note, "one");
  EXPECT_EQ(segments[3].note, "two");
  EXPECT_EQ(segments[3].origin.line, 4U);
  EXPECT_EQ(segments[4].bytes, "AT+CSQ");
}

TEST(Section, TakesTheWholeHeaderOfLabgrid) {
  const auto source = open_bytes(
      "Labgrid Console Logfile for gateway modem\nLogfile started at 2026-03-14 09:26:53.589793\n"
      "=== Log starts here ===\nAT+CSQ\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  const auto segments = read_all(*source);
  ASSERT_GE(segments.size(), 2U);
  EXPECT_EQ(segments[0].kind, SegmentKind::section);
  EXPECT_EQ(segments[0].note, "gateway modem");
  EXPECT_TRUE(segments[1].bytes.starts_with("AT+CSQ")) << segments[1].bytes;
  EXPECT_EQ(source->stats().foreign_lines, 2U);
}

}  // namespace
}  // namespace atscope::capture

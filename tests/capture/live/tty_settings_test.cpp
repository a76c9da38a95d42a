// SPDX-License-Identifier: MIT
#include "capture/live/tty_settings.h"

#include <gtest/gtest.h>

namespace atscope::capture::live {
namespace {

TEST(TtySettings, FramingIsReadAsPeopleWriteIt) {
  TtySettings settings;
  ASSERT_TRUE(parse_framing("7e2", settings));
  EXPECT_EQ(settings.data_bits, 7);
  EXPECT_EQ(settings.parity, TtySettings::Parity::even);
  EXPECT_EQ(settings.stop_bits, 2);
  settings.baud = 9600;
  settings.flow = TtySettings::Flow::rtscts;
  EXPECT_EQ(describe(settings), "9600 7E2 rtscts");
}

TEST(TtySettings, WhatIsNoFramingChangesNothing) {
  for (const char* text : {"", "8N", "8N1 ", "9N1", "4N1", "8X1", "8N3", "8N0", "N81", "8N1.5"}) {
    TtySettings settings;
    EXPECT_FALSE(parse_framing(text, settings)) << text;
    EXPECT_EQ(settings, TtySettings()) << text;
  }
}

}  // namespace
}  // namespace atscope::capture::live

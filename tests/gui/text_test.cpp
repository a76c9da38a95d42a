// SPDX-License-Identifier: MIT
#include "gui/timeline/text.h"

#include <gtest/gtest.h>

namespace atscope::gui {
namespace {

TEST(ShownBytes, LeavesTextAsItIs) {
  EXPECT_EQ(shown_bytes("AT+CSQ", 100), "AT+CSQ");
  EXPECT_EQ(shown_bytes("Zürich 北京 😀", 100), "Zürich 北京 😀");
}

TEST(ShownBytes, MakesControlBytesVisible) {
  EXPECT_EQ(shown_bytes("a\r\nb\x1b[31m\x7f\t", 100), "a\\r\\nb\\x1b[31m\\x7f\\x09");
  EXPECT_EQ(shown_bytes(std::string_view("\0", 1), 100), "\\x00");
}

TEST(ShownBytes, TakesThePowerFromWhatTurnsTheDirection) {
  EXPECT_EQ(shown_bytes("\xe2\x80\xae"
                        "cba\xe2\x81\xa6",
                        100),
            "\xef\xbf\xbd"
            "cba\xef\xbf\xbd");
  EXPECT_EQ(shown_bytes("\xc2\x9b", 100), "\xef\xbf\xbd") << "a control code of eight bits";
}

TEST(ShownBytes, ReplacesWhatIsNoUtf8ByteByByte) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(shown_bytes("\xff"
                        "A",
                        100),
            bad + "A");
  EXPECT_EQ(shown_bytes("\xc0\x80", 100), bad + bad) << "overlong";
  EXPECT_EQ(shown_bytes("\xed\xa0\x80", 100), bad) << "a surrogate";
  EXPECT_EQ(shown_bytes("\xe2\x82", 100), bad + bad) << "cut off";
  EXPECT_EQ(shown_bytes("\xf4\x90\x80\x80", 100), bad) << "beyond the last code point";
}

TEST(ShownBytes, TellsThatThereIsMore) {
  EXPECT_EQ(shown_bytes("abcdef", 3), "abc…");
  EXPECT_EQ(shown_bytes("abc", 3), "abc");
  EXPECT_EQ(shown_bytes("aü", 2), "aü") << "a letter is not cut in two";
}

}  // namespace
}  // namespace atscope::gui

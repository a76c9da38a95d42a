// SPDX-License-Identifier: MIT
#include "decoder/report/visible_text.h"

#include <gtest/gtest.h>
#include <string>

#include "decoder/report/utf8.h"

namespace atscope::report {
namespace {

using namespace std::string_view_literals;

TEST(TerminalText, DrawsControlBytes) {
  EXPECT_EQ(visible("a\r\n\t\0\x1a\x7f"sv), "a␍␊␉␀\\x1a\\x7f");
}

TEST(TerminalText, NeutralisesEscapesInEveryDisguise) {
  EXPECT_EQ(visible("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ(visible("\x9b"
                    "31m"),
            "\\x9b31m");  // C1 as a single byte
  EXPECT_EQ(visible("\xC2\x9B"
                    "31m"),
            "\\xc2\\x9b31m");                             // C1 as UTF-8
  EXPECT_EQ(visible("\xE2\x80\xAE"), "\\xe2\\x80\\xae");  // right-to-left override
  EXPECT_EQ(visible("\xE2\x81\xA9"), "\\xe2\\x81\\xa9");  // pop directional isolate
  EXPECT_EQ(visible("\xE2\x80\xA8"), "\\xe2\\x80\\xa8");  // line separator
}

TEST(TerminalText, NoByteSequenceOfTwoLeavesAControlCharacter) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string drawn = visible(std::string{static_cast<char>(first), static_cast<char>(second)});
      ASSERT_TRUE(is_utf8(drawn));
      for (std::string_view rest = drawn; !rest.empty();) {
        const CodePoint point = decode_utf8(rest);
        ASSERT_FALSE(steers_terminal(point.value)) << first << ' ' << second;
        rest.remove_prefix(point.size);
      }
    }
  }
}

TEST(TerminalText, KeepsReadableText) {
  EXPECT_EQ(visible("发→◇ é 😀"), "发→◇ é 😀");
}

TEST(TerminalText, CutsLongTextBetweenCodePoints) {
  std::string out;
  append_excerpt(out, "ab€cd", 3);  // the third byte is inside the euro sign
  EXPECT_EQ(out, "ab… (+5 bytes)");
  out.clear();
  append_excerpt(out, "abc", 3);
  EXPECT_EQ(out, "abc");
}

TEST(TerminalText, CutsRunsOfContinuationBytesSomewhere) {
  std::string out;
  append_excerpt(out, std::string(100, '\x80'), 10);
  EXPECT_NE(out.find("… (+"), std::string::npos);
  EXPECT_LT(out.size(), 80U);
}

TEST(TerminalText, MeasuresColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("␍␊"), 2U);
  EXPECT_EQ(display_width("发"), 2U);
}

TEST(DurationText, PicksTheUnit) {
  EXPECT_EQ(duration_text(-1), "");
  EXPECT_EQ(duration_text(0), "0 µs");
  EXPECT_EQ(duration_text(540'000), "540 µs");
  EXPECT_EQ(duration_text(12'300'000), "12.3 ms");
  EXPECT_EQ(duration_text(999'499'999), "999 ms");
  EXPECT_EQ(duration_text(999'999'999), "1.00 s");
  EXPECT_EQ(duration_text(9'000'000'000), "9.00 s");
  EXPECT_EQ(duration_text(300'000'000'000), "300.0 s");
}

}  // namespace
}  // namespace atscope::report

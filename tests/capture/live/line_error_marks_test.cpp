// SPDX-License-Identifier: MIT
#include "capture/live/line_error_marks.h"

#include <gtest/gtest.h>
#include <vector>

namespace atscope::capture::live {
namespace {

using namespace std::string_view_literals;
using pcap::rtac::Event;

// Bytes as they are, errors as [break] and so on; read in pieces of `step` bytes.
std::string read(std::string_view raw, bool parity = false, std::size_t step = 1000) {
  LineErrorMarks marks;
  std::string out;
  for (; !raw.empty(); raw.remove_prefix(std::min(step, raw.size()))) {
    marks.take(
        raw.substr(0, step), parity, [&](std::string_view bytes) { out += bytes; },
        [&](Event event) {
          out += event == Event::line_break     ? "[break]"
                 : event == Event::parity_error ? "[parity]"
                                                : "[framing]";
        });
  }
  return out;
}

TEST(LineErrorMarks, PlainBytesPass) {
  EXPECT_EQ(read("AT+CSQ\r"), "AT+CSQ\r");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("\0\x01\x7f\x80\xfe"sv), "\0\x01\x7f\x80\xfe"sv);
}

TEST(LineErrorMarks, ADoubledMarkIsTheByteItself) {
  EXPECT_EQ(read("a\xff\xff"
                 "b"),
            "a\xff"
            "b");
  EXPECT_EQ(read("\xff\xff\xff\xff"), "\xff\xff");
}

TEST(LineErrorMarks, AWrongByteIsToldAndKept) {
  EXPECT_EQ(read("A\xff\0TX"sv), "A[framing]TX");
  EXPECT_EQ(read("A\xff\0TX"sv, true), "A[parity]TX");
}

TEST(LineErrorMarks, ABreakIsNoByte) {
  EXPECT_EQ(read("A\xff\0\0T"sv), "A[break]T");
  EXPECT_EQ(read("A\xff\0\0T"sv, true), "A[break]T");
}

TEST(LineErrorMarks, AWrongByteMayBeTheMarkItself) {
  EXPECT_EQ(read("\xff\0\xff"
                 "A"sv),
            "[framing]\xff"
            "A"sv);
}

TEST(LineErrorMarks, WhatIsNoMarkIsNotSwallowed) {
  EXPECT_EQ(read("a\xff"
                 "b"),
            "a\xff"
            "b");
}

TEST(LineErrorMarks, HowItWasReadMakesNoDifference) {
  const std::string_view raw =
      "x\xff\xff\xff\0a\xff\0\0\xff\xff\xff\0\xff"
      "b\xff"
      "c"sv;
  for (std::size_t step = 1; step < raw.size(); ++step) EXPECT_EQ(read(raw, false, step), read(raw)) << step;
}

}  // namespace
}  // namespace atscope::capture::live

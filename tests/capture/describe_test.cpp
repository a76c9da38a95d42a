// SPDX-License-Identifier: MIT
#include "capture/describe.h"

#include <gtest/gtest.h>
#include <string>

namespace atscope::capture {
namespace {

using namespace std::string_literals;

TEST(Describe, NamesWhatAFileLooksLike) {
  EXPECT_EQ(describe(""), "empty");
  EXPECT_EQ(describe("\n\n\r\n"), "empty lines only");
  EXPECT_EQ(describe("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s), "binary: PNG image");
  EXPECT_EQ(describe("\x7f"
                     "ELF\x02\x01"),
            "binary: ELF program or library");
  EXPECT_EQ(describe("ab\0\x01\x02\x03"s), "binary data of an unknown kind");
  EXPECT_EQ(describe("\xff\xfe"
                     "A\0T\0"s),
            "UTF-16 text (convert it with iconv -f UTF-16 -t UTF-8)");
  EXPECT_EQ(describe("[    0.000000] Linux version 6.1\n[    0.100000] ata1: SATA max UDMA/133\n"),
            "a kernel log without AT traffic");
  EXPECT_EQ(describe("Oct 27 12:53:06 host kernel: usb 1-1: new device\n"),
            "a system log without AT traffic");
  EXPECT_EQ(describe("07-12 01:10:33.860   945  1043 D RILJ    : [3657]> OPERATOR\n"),
            "an Android log without AT traffic");
  EXPECT_EQ(describe("{\"a\": 1}\n"), "JSON");
  EXPECT_EQ(describe("once upon a time\nat the end of the world\n"), "text without AT traffic");
  EXPECT_EQ(describe("AT+CSQ\r\n+CSQ: 20,99\r\n\r\nOK\r\n"), "text with AT commands");
  EXPECT_EQ(describe("+CREG: 1\r\n"), "text with AT responses but no commands");
  EXPECT_EQ(describe("[ttyUSB2/at] --> 'AT<CR>'\n"), "a log in the format modemmanager");
}

}  // namespace
}  // namespace atscope::capture

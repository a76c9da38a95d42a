// SPDX-License-Identifier: MIT
#include "decoder/session/typed_value.h"

#include <gtest/gtest.h>

namespace atscope::session {
namespace {

std::string address(std::string_view text) {
  const auto found = address_of(text);
  return found ? found->text : "none";
}

TEST(Quotes, AreTakenFromOneValueOnly) {
  EXPECT_EQ(unquoted("\"abc\""), "abc");
  EXPECT_EQ(unquoted("\"\""), "");
  EXPECT_EQ(unquoted("abc"), "abc");
  EXPECT_EQ(unquoted("\""), "\"");
  EXPECT_EQ(unquoted(R"("a","b")"), R"("a","b")");
  EXPECT_EQ(unquoted(R"("",1,"b")"), R"("",1,"b")");
  EXPECT_EQ(unquoted(R"("{"t":"21","h":40}")"), R"({"t":"21","h":40})");
  EXPECT_EQ(unquoted(R"("said "no", twice")"), R"(said "no", twice)");
}

TEST(Address, HasManyForms) {
  EXPECT_EQ(address("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(address("192.0.2.1/24"), "192.0.2.1/24");
  EXPECT_EQ(address("192.0.2.1.255.255.240.0"), "192.0.2.1/20");
  EXPECT_EQ(address("192.0.2.1.255.0.255.0"), "192.0.2.1 mask 255.0.255.0");
  EXPECT_EQ(address("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(address("fe80::1/64"), "fe80::1/64");
  EXPECT_EQ(address("254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1.255.255.255.255.255.255.255.255.0.0.0.0.0.0.0.0"),
            "fe80::1/64");
  EXPECT_EQ(address("192.0.2.1.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1"), "192.0.2.1 fe80::1");
}

TEST(Address, IsNotWhatOnlyLooksLikeOne) {
  for (const char* text :
       {"", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "0001.2.3.4", "1.2.3.4/33", "1.2.3.4/",
        "fe80::1::2", "fe80::1/129", "1.2.3.4 ", "-1.2.3.4", "::ffff:1.2.3.4.5"}) {
    EXPECT_FALSE(address_of(text)) << text;
  }
}

TEST(Timer, HasTwoCodings) {
  using grammar::TimerCoding;
  EXPECT_EQ(timer_seconds("00000101", TimerCoding::gprs_timer), 10.0);
  EXPECT_EQ(timer_seconds("00100101", TimerCoding::gprs_timer), 300.0);
  EXPECT_EQ(timer_seconds("01000001", TimerCoding::gprs_timer), 360.0);
  EXPECT_EQ(timer_seconds("01100001", TimerCoding::gprs_timer), 60.0);
  EXPECT_EQ(timer_seconds("00000001", TimerCoding::gprs_timer_3), 600.0);
  EXPECT_EQ(timer_seconds("11000001", TimerCoding::gprs_timer_3), 320.0 * 3600);
  EXPECT_EQ(timer_seconds("06", TimerCoding::gprs_timer_3), 3600.0);
  EXPECT_FALSE(timer_seconds("0010010", TimerCoding::gprs_timer));
  EXPECT_FALSE(timer_seconds("0010012x", TimerCoding::gprs_timer));
  EXPECT_EQ(seconds_text(90), "90 s");
  EXPECT_EQ(seconds_text(5400), "1 h 30 min");
}

TEST(Octets, ComeInPairs) {
  EXPECT_EQ(octets_of("48656c6C6F"), "Hello");
  EXPECT_FALSE(octets_of("486"));
  EXPECT_FALSE(octets_of("4G"));
  EXPECT_FALSE(octets_of(""));
  EXPECT_EQ(octets_of("414243", 2), "AB");
}

TEST(Escapes, StandForBytes) {
  EXPECT_EQ(unescaped("a\\22b\\5Cc"), "a\"b\\c");
  EXPECT_FALSE(unescaped("plain"));
  EXPECT_FALSE(unescaped("a\\zz"));
  EXPECT_FALSE(unescaped("end\\2"));
}

TEST(Integers, AreWhole) {
  EXPECT_EQ(integer_of("+5"), 5);
  EXPECT_EQ(integer_of("-5"), -5);
  EXPECT_FALSE(integer_of("5x"));
  EXPECT_FALSE(integer_of("99999999999999999999"));
  EXPECT_EQ(hex_number_of("0x1A"), 26);
  EXPECT_FALSE(hex_number_of("-1A"));
}

TEST(PlainText, IsUtf8WithoutControls) {
  EXPECT_TRUE(is_plain_text("a\r\n\tb\xC3\xA4"));
  EXPECT_FALSE(is_plain_text("a\x1b"));
  EXPECT_FALSE(is_plain_text("\xC3"));
  EXPECT_FALSE(is_plain_text("\xC2\x9b"));
  EXPECT_FALSE(is_plain_text("\xED\xA0\x80"));
}

}  // namespace
}  // namespace atscope::session

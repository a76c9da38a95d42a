// SPDX-License-Identifier: MIT
// Formats that users describe: what they read, and how their mistakes are told.
#include "capture/text/format_file.h"

#include <gtest/gtest.h>
#include <string>

#include "tests/capture/read_all.h"
#include "tests/capture/temporary.h"

namespace atscope::capture {
namespace {

const std::string kFile =
    "// What our gateway prints.\n"
    "format my-gateway \"the gateway's own log\"\n"
    "\n"
    "sent      \"<time> [<channel>] TX: <payload>\"\n"
    "received  \"<time> [<channel>] RX: <payload>\"\n"
    "nothing   \"<time> [<channel>] state <any>\"\n"
    "escapes   backslash\n"
    "sample \"12:00:01.250 [gsm] TX: AT+CSQ\\\\r\"  sent \"AT+CSQ\\r\"\n"
    "sample \"12:00:01.300 [gsm] RX: OK\"          received \"OK\"\n"
    "sample \"12:00:01.300 [gsm] state idle\"      nothing\n";

/// "LINE:COLUMN: message" of the first mistake.
std::string first_mistake(const std::string& text) {
  const auto parsed = parse_format_file(text);
  if (parsed) return "";
  const FormatMistake& mistake = parsed.error().front();
  return std::to_string(mistake.line) + ":" + std::to_string(mistake.column) + ": " + mistake.message;
}

TEST(FormatFile, ReadsALogAsItsPatternsSay) {
  const TemporaryFile file(kFile);
  const std::string path = file.path();
  const std::string log = "12:00:01.250 [gsm] TX: AT+CSQ\\r\nboot\n12:00:01.300 [gsm] RX: \\r\\nOK\\r\\n\n";
  const auto source = open_bytes(log, path);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->info().format, "my-gateway");
  EXPECT_TRUE(source->info().has_time);
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].bytes, "AT+CSQ\r");
  EXPECT_EQ(segments[0].channel, "gsm");
  EXPECT_EQ(segments[1].bytes, "\r\nOK\r\n");
  EXPECT_EQ(segments[1].sender, Sender::dce);
  EXPECT_EQ(source->stats().foreign_lines, 1U);
}

TEST(FormatFile, TellsItsMistakesWithTheirPlace) {
  EXPECT_EQ(first_mistake(kFile), "");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"<tim> <payload>\"\n").substr(0, 22),
            "2:7: no such field; th");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"TX: \\\"<tme>\"\n").substr(0, 5), "2:13:");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"TX: \"\n"), "2:6: the pattern has no <payload>");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"TX: <payload>\n"), "2:6: this string does not end");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent TX\n"), "2:6: a pattern in quotes is expected here");
  EXPECT_EQ(first_mistake("format x \"y\"\nescapes some\n").substr(0, 20), "2:9: the escapes are");
  EXPECT_EQ(first_mistake("formt x\n").substr(0, 22), "1:1: unknown statement");
  EXPECT_EQ(first_mistake("format x \"y\" z\n"), "1:14: nothing is expected here any more");
  EXPECT_NE(first_mistake("").find("names no format"), std::string::npos);
  EXPECT_NE(first_mistake("format x \"y\"\n").find("no pattern"), std::string::npos);
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"<payload>\"\n"),
            "2:7: a pattern needs some text to be known by");
  EXPECT_EQ(first_mistake("format x \"y\"\nsent \"a<any><channel>b<payload>\"\n").substr(0, 14),
            "2:13: text mus");
}

TEST(FormatFile, TriesItsSamples) {
  const std::string head = "format x \"y\"\nsent \"TX: <payload>\"\nreceived \"RX: <payload>\"\n";
  EXPECT_EQ(first_mistake(head + "sample \"TX: AT\" received \"AT\"\n"), "4:8: this line gives sent \"AT\"");
  EXPECT_EQ(first_mistake(head + "sample \"TX: AT\" sent \"AT\\r\"\n"), "4:8: this line gives sent \"AT\"");
  EXPECT_EQ(first_mistake(head + "sample \"XX: AT\" sent \"AT\"\n"),
            "4:8: no pattern of traffic fits this line");
  EXPECT_EQ(first_mistake(head + "sample \"XX: AT\" nothing\n"), "");
}

TEST(FormatFile, OpenNamesTheFirstMistake) {
  const TemporaryFile file("format x \"y\"\nsend \"<payload>\"\n");
  OpenOptions options;
  options.format = file.path();
  const auto source = open_input(Input::from_memory("x"), "memory", options);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, Error::Kind::unknown_format);
  EXPECT_NE(source.error().reason.find(":2:1: unknown statement"), std::string::npos)
      << source.error().reason;
  options.format = "no/such.format";
  EXPECT_EQ(open_input(Input::from_memory("x"), "memory", options).error().reason, "no such format file");
}

TEST(LinePattern, TakesThePayloadUpToTheLastPlaceOfWhatClosesIt) {
  const auto pattern = LinePattern::parse("RX [<payload>] end");
  LineMatch match;
  ASSERT_TRUE(pattern->match("RX [a] b] end", match));
  EXPECT_EQ(match.payload, "a] b");
  EXPECT_FALSE(pattern->match("RX [a] b] END", match));
}

TEST(LinePattern, OneBlankBeforeThePayloadBelongsToThePattern) {
  const auto pattern = LinePattern::parse("TX <payload>");
  LineMatch match;
  ASSERT_TRUE(pattern->match("TX   AT", match));
  EXPECT_EQ(match.payload, "  AT");
  ASSERT_TRUE(pattern->match("TX", match));
  EXPECT_EQ(match.payload, "");
  EXPECT_FALSE(pattern->match("TXAT", match));
}

TEST(LinePattern, DoubledBracketIsTheCharacter) {
  const auto pattern = LinePattern::parse("<<- <payload>");
  LineMatch match;
  ASSERT_TRUE(pattern->match("<- OK", match));
  EXPECT_EQ(match.payload, "OK");
}

}  // namespace
}  // namespace atscope::capture

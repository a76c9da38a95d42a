// SPDX-License-Identifier: MIT
// A log is the same log in a mail, in the system log or on a web page, and its bytes are found in the file.
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "capture/text/formats.h"
#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

std::string each(std::string_view text, const std::function<std::string(std::string_view)>& wrap) {
  std::string wrapped;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    wrapped += wrap(text.substr(0, size));
    text.remove_prefix(size);
  }
  return wrapped;
}

std::string quote(std::string_view line) {
  return "> " + std::string(line);
}
std::string indent(std::string_view line) {
  return "    " + std::string(line);
}
std::string colour(std::string_view line) {
  return "\x1b[0;32m" + std::string(line);
}
std::string in_syslog(std::string_view line) {
  return "Oct 27 12:53:06 box kernel: [  123.4] usb 1-1: reset\nOct 27 12:53:06 box logger[12]: " +
         std::string(line);
}
std::string in_iso_syslog(std::string_view line) {
  return "2024-03-01T12:00:00.123456+0100 box logger[12]: " + std::string(line);
}
std::string in_full_syslog(std::string_view line) {
  return "Fri 2024-03-01 12:00:00 CET box logger[12]: " + std::string(line);
}
std::string on_a_page(std::string_view line) {
  std::string out;
  for (const char c : line) {
    out += c == '<'   ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '&' ? "&amp;"
           : c == '"' ? "&quot;"
                      : std::string(1, c);
  }
  return out;
}
std::string printable(std::string_view line) {
  std::string out;
  std::size_t column = 0;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\r') {
      out += c;
      continue;
    }
    if (column > 60) {
      out += "=\n";
      column = 0;
    }
    const bool escape = c == '=' || byte >= 0x7f || (byte < 0x20 && c != '\t');
    const std::string piece = escape ? fmt::format("={:02X}", byte) : std::string(1, c);
    out += piece;
    column += piece.size();
  }
  return out;
}

struct Case {
  std::string_view name;
  std::string (*wrap)(std::string_view line);
  bool changes_bytes;
};
constexpr Case kCases[] = {
    {"quote", quote, false},
    {"indent", indent, false},
    {"colour", colour, false},
    {"syslog", in_syslog, false},
    {"iso_syslog", in_iso_syslog, false},
    {"full_syslog", in_full_syslog, false},
    {"html", on_a_page, true},
    {"quoted_printable", printable, true},
};

std::string joined(const std::vector<ReadSegment>& segments) {
  std::string bytes;
  for (const ReadSegment& segment : segments) bytes += segment.bytes;
  return bytes;
}

class Wrapped : public testing::TestWithParam<Case> {};

/// These stand in the system log anyway, or tell nothing apart from what stands around them.
bool knows_the_wrapping(const Format& format, std::string_view wrapping) {
  if (&format == &raw || &format == &bracket_time) return true;
  if (&format == &transcript && wrapping == "quote") return true;
  return false;
}

TEST_P(Wrapped, LogsAreReadAsIfNothingStoodAroundThem) {
  for (const Format* format : text_formats()) {
    if (knows_the_wrapping(*format, GetParam().name)) continue;
    SCOPED_TRACE(format->name);
    const std::string plain(format->samples.front().text);
    const std::string text = each(plain, GetParam().wrap);
    if (text == plain) continue;
    const auto expected = read_all(*open_bytes(plain));
    const auto source = open_bytes(text);
    ASSERT_NE(source, nullptr);
    EXPECT_EQ(source->info().format, format->name) << text;
    const auto got = read_all(*source);
    EXPECT_EQ(joined(got), joined(expected));
    EXPECT_EQ(source->stats().bytes, text.size());
  }
}

TEST_P(Wrapped, LogsKeepTheirPlacesInTheFile) {
  const std::string plain =
      "[14:42:41.394]发→◇AT+COPS=\"<&>\"\n□\n[14:42:41.398]收←◆AT+COPS=\"<&>\"\n\nOK\n\n";
  const std::string text = each(plain, GetParam().wrap);
  const auto source = open_bytes(text);
  ASSERT_EQ(source->info().format, "sscom");
  const auto segments = read_all(*source);
  ASSERT_FALSE(segments.empty());
  for (const ReadSegment& segment : segments) {
    for (std::size_t i = 0; i < segment.bytes.size(); ++i) {
      const std::size_t offset = segment.offsets[i];
      ASSERT_LT(offset, text.size());
      const char in_file = text[offset];
      if (!GetParam().changes_bytes || (in_file != '&' && in_file != '=')) {
        EXPECT_EQ(in_file, segment.bytes[i]);
      }
    }
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(segment.origin.offset), '\n');
    EXPECT_EQ(segment.origin.line, static_cast<std::uint64_t>(line));
  }
}

std::string case_name(const testing::TestParamInfo<Case>& each) {
  return std::string(each.param.name);
}
INSTANTIATE_TEST_SUITE_P(All, Wrapped, testing::ValuesIn(kCases), case_name);

TEST(Wrapping, GivesTheTimesOfTheSystemLogToALogWithoutAny) {
  const auto source = open_bytes(
      "2024-03-01T12:00:00.500000+00:00 box dialer[7]: --> Sending: ATZ\n"
      "2024-03-01T12:00:00.600000+00:00 box dialer[7]: OK\n");
  ASSERT_EQ(source->info().format, "wvdial");
  EXPECT_TRUE(source->info().has_time);
  EXPECT_EQ(source->info().wrapping, "syslog of dialer");
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[1].time.ns - segments[0].time.ns, 100'000'000);
  EXPECT_EQ(segments[0].time.clock, Clock::utc);
}

TEST(Wrapping, ReadsAJournalInJson) {
  const auto source = open_bytes(
      "{\"__REALTIME_TIMESTAMP\":\"1700000000123456\",\"SYSLOG_IDENTIFIER\":\"dialer\",\"MESSAGE\":\"--> "
      "Sending: "
      "AT+COPS=\\\"x\\\"\"}\n"
      "{\"__REALTIME_TIMESTAMP\":\"1700000000223456\",\"SYSLOG_IDENTIFIER\":\"kernel\",\"MESSAGE\":\"usb\"}\n"
      "{\"__REALTIME_TIMESTAMP\":\"1700000000323456\",\"SYSLOG_IDENTIFIER\":\"dialer\",\"MESSAGE\":\"OK\"}"
      "\n");
  ASSERT_EQ(source->info().format, "wvdial");
  const auto segments = read_all(*source);
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].bytes, "AT+COPS=\"x\"");
  EXPECT_EQ(segments[1].origin.line, 3U);
  EXPECT_EQ(segments[1].time.ns, 1'700'000'000'323'456'000);
  EXPECT_EQ(source->stats().foreign_lines, 1U);
}

std::string utf16(std::string_view ascii, bool little) {
  std::string text = little ? "\xff\xfe" : "\xfe\xff";
  for (const char c : ascii) {
    if (!little) text += '\0';
    text += c;
    if (little) text += '\0';
  }
  return text;
}

TEST(Wrapping, ReadsUtf16OfEitherByteOrder) {
  const std::string log = "[09:05:01.250] TX: AT\r\n[09:05:01.300] RX: OK\r\n";
  for (const bool little : {true, false}) {
    const std::string text = utf16(log, little);
    for (const std::string_view format : {"auto", "transcript"}) {
      const auto source = open_bytes(text, std::string(format));
      ASSERT_NE(source, nullptr);
      EXPECT_EQ(source->info().format, "transcript");
      EXPECT_EQ(source->info().wrapping, "UTF-16");
      const auto segments = read_all(*source);
      ASSERT_EQ(segments.size(), 2U);
      EXPECT_EQ(segments[1].bytes, "OK");
      EXPECT_EQ(segments[1].origin.line, 2U);
      EXPECT_EQ(segments[1].offsets, (std::vector<std::uint64_t>{2 + 42 * 2, 2 + 43 * 2}));
      EXPECT_EQ(source->stats().bytes, text.size());
    }
  }
}

TEST(Wrapping, KeepsHalfACharacterAtTheEndOfUtf16) {
  const std::string text = utf16("AT\r\nOK\r\n", true) + "x";
  const auto source = open_bytes(text);
  EXPECT_EQ(joined(read_all(*source)), "AT\r\nOK\r\nx");
}

std::vector<std::string> lines_of(std::string_view log) {
  const auto source = open_bytes(log);
  std::vector<std::string> lines;
  const std::string bytes = joined(read_all(*source));
  for (std::string_view text = bytes; !text.empty();) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return lines;
}

TEST(Wrapping, PutsLostLineEndsBack) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of("ATE0OKAT+CSQ+CSQ: 20,99OKAT+CGATT?+CGATT: "
                     "1OKAT+CIPSTART=\"TCP\",\"host\",80ERRORAT+CIPSTART=\"TCP\",\"host\",81OKCONNECT OK\n"),
            (Lines{"ATE0", "OK", "AT+CSQ", "+CSQ: 20,99", "OK", "AT+CGATT?", "+CGATT: 1", "OK",
                   "AT+CIPSTART=\"TCP\",\"host\",80", "ERROR", "AT+CIPSTART=\"TCP\",\"host\",81", "OK",
                   "CONNECT OK"}));
  EXPECT_EQ(lines_of("AT+CPIN?+CPIN: READY OKAT+CIPSHUTSHUT OK\n"),
            (Lines{"AT+CPIN?", "+CPIN: READY ", "OK", "AT+CIPSHUTSHUT ", "OK"}));
  EXPECT_EQ(lines_of("AT+CREG?+CREG: 0,1OK\nAT+CPIN?+CME ERROR: 10\nAT+CGDCONT?+CGDCONT: 1,\"IP\"+CGDCONT: "
                     "2,\"IP\"OK\n"),
            (Lines{"AT+CREG?", "+CREG: 0,1", "OK", "AT+CPIN?", "+CME ERROR: 10", "AT+CGDCONT?",
                   "+CGDCONT: 1,\"IP\"", "+CGDCONT: 2,\"IP\"", "OK"}));
}

TEST(Wrapping, TakesTheLineEndsOfAPage) {
  EXPECT_EQ(lines_of("<p>AT+CMGS=&quot;1&quot;<br>&gt; hi<br/>+CMGS: 1</p><p>OK</p>\n"),
            (std::vector<std::string>{"AT+CMGS=\"1\"", "> hi", "+CMGS: 1", "OK"}));
}

TEST(Wrapping, LeavesAloneWhatOnlyLooksRunOn) {
  for (const std::string_view log :
       {"AT+CMGS=\"OKAT\"\n> \nAT+CSQ\n+CSQ: 1,2\nOK\nAT\nOK\n", "ATOK\nAT+CSQ\nOK\nAT\nOK\n"}) {
    const auto source = open_bytes(log);
    EXPECT_EQ(source->info().wrapping, "");
    EXPECT_EQ(joined(read_all(*source)), log);
  }
}

TEST(Wrapping, TakesALongRunOnLineInItsStride) {
  std::string log;
  while (log.size() < (std::size_t{8} << 20U)) log += "AT";
  log += "OK";
  std::size_t bytes = 0;
  for (const ReadSegment& segment : read_all(*open_bytes(log))) bytes += segment.bytes.size();
  EXPECT_GE(bytes, log.size());
}

TEST(Wrapping, KeepsThePlacesOfARunOnLine) {
  const auto source = open_bytes("AT+CSQ+CSQ: 20,99OKATOK");
  EXPECT_EQ(source->info().wrapping, "lost line ends");
  std::vector<std::uint64_t> places;
  for (const ReadSegment& segment : read_all(*source)) places.push_back(segment.origin.offset);
  EXPECT_EQ(places, (std::vector<std::uint64_t>{0, 6, 17, 19, 21}));
}

TEST(Wrapping, LeavesPlainTranscriptsAlone) {
  const auto source = open_bytes("> AT+CSQ\n< +CSQ: 20,99\n< OK\n");
  EXPECT_EQ(source->info().wrapping, "");
  EXPECT_EQ(read_all(*source).size(), 3U);
}

}  // namespace
}  // namespace atscope::capture

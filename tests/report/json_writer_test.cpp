// SPDX-License-Identifier: MIT
#include "decoder/report/json_writer.h"

#include <gtest/gtest.h>
#include <string>

#include "decoder/report/csv.h"

namespace atscope::report {
namespace {

using namespace std::string_view_literals;

std::string json_string(std::string_view value) {
  std::string out;
  append_json_string(out, value);
  return out;
}

TEST(JsonWriter, PlacesCommasBetweenMembersAndElementsOnly) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.number("v", 1);
  json.begin_array("empty");
  json.end_array();
  json.begin_array("list");
  json.string("a");
  json.number(2);
  json.begin_object();
  json.null("x");
  json.boolean("y", true);
  json.end_object();
  json.end_array();
  json.begin_object("object");
  json.signed_number("low", -5);
  json.real("real", 0.5);
  json.end_object();
  json.string_or_null("none", "");
  json.end_object();
  EXPECT_EQ(
      out,
      R"({"v":1,"empty":[],"list":["a",2,{"x":null,"y":true}],"object":{"low":-5,"real":0.5},"none":null})");
}

TEST(JsonWriter, EscapesWhatJsonDemands) {
  EXPECT_EQ(json_string("a\"b\\c\r\n\t\b\f\0\x1a"sv), "\"a\\\"b\\\\c\\r\\n\\t\\b\\f\\u0000\\u001a\"");
}

TEST(JsonWriter, EscapesWhatSteersATerminal) {
  EXPECT_EQ(json_string("\x7f"), "\"\\u007f\"");
  EXPECT_EQ(json_string("\xC2\x9B"), "\"\\u009b\"");                 // C1 CSI as UTF-8
  EXPECT_EQ(json_string("\xE2\x80\xAE"), "\"\\u202e\"");             // right-to-left override
  EXPECT_EQ(json_string("\xE2\x81\xA6"), "\"\\u2066\"");             // left-to-right isolate
  EXPECT_EQ(json_string("\xF3\xA0\x81\x81"), "\"\\udb40\\udc41\"");  // a tag, beyond the basic plane
}

TEST(JsonWriter, KeepsHarmlessUtf8) {
  EXPECT_EQ(json_string("发→◇ é 😀"), "\"发→◇ é 😀\"");
}

TEST(JsonWriter, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(json_string("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(json_string("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // overlong NUL
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");  // a surrogate
  EXPECT_EQ(json_string("\xE2\x82"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                  // cut short
}

TEST(JsonWriter, WritesHexInsteadOfTextThatIsNoUtf8) {
  const auto written = [](std::string_view bytes) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.text_or_hex(bytes);
    json.end_object();
    return out;
  };
  EXPECT_EQ(written("AT"), R"({"text":"AT"})");
  EXPECT_EQ(written(""), R"({"text":""})");
  EXPECT_EQ(written("A\xFF\x01"), R"({"hex":"41ff01"})");
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  const auto cell = [](std::string_view value) {
    std::string out;
    append_csv(out, value);
    return out;
  };
  EXPECT_EQ(cell("plain"), "plain");
  EXPECT_EQ(cell("+CSQ: 17,99"), "\"+CSQ: 17,99\"");
  EXPECT_EQ(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
}

TEST(Csv, KeepsARowOnOneLineAndReversible) {
  std::string out;
  append_csv_bytes(out, "a\r\n\\\x1b[31m\xFF é"sv);
  EXPECT_EQ(out, "a\\x0d\\x0a\\\\\\x1b[31m\\xff é");
}

}  // namespace
}  // namespace atscope::report

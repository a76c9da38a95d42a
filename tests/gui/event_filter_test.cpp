// SPDX-License-Identifier: MIT
#include "gui/document/event_filter.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace atscope::gui {
namespace {

struct Line {
  const char* text;
  SearchMode mode;
};

class Lines : public testing::TestWithParam<Line> {};

TEST_P(Lines, SayByThemselvesHowTheyAreMeant) {
  EXPECT_EQ(mode_of(GetParam().text), GetParam().mode) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Search, Lines,
    testing::Values(
        Line{"AT+CSQ", SearchMode::text}, Line{"", SearchMode::text}, Line{"0d", SearchMode::text},
        Line{"15", SearchMode::text}, Line{"0d 0a", SearchMode::bytes}, Line{"0D:0A", SearchMode::bytes},
        Line{"0d 0", SearchMode::text}, Line{"0d  0a", SearchMode::text}, Line{"0x0d0a", SearchMode::bytes},
        Line{"0X0D 0x0a", SearchMode::bytes}, Line{"0x0d, 0x0a", SearchMode::bytes},
        Line{"0xyz", SearchMode::text}, Line{"0x0", SearchMode::bytes}, Line{"add a dead", SearchMode::text},
        Line{"/^\\+CSQ/", SearchMode::pattern}, Line{"/ok/i", SearchMode::text},
        Line{"/say \"x\"/", SearchMode::pattern}, Line{"//", SearchMode::text},
        Line{"/dev/ttyUSB2", SearchMode::text}, Line{"kind == urc", SearchMode::filter},
        Line{"text contains 0d:0a", SearchMode::filter}, Line{"\"kind == urc\"", SearchMode::text},
        Line{"\"0d 0a\"", SearchMode::text}, Line{"\"", SearchMode::text}));

TEST(EventFilter, WritesALineInAnotherMode) {
  EXPECT_EQ(written_as(SearchMode::pattern, "OK"), "/OK/");
  EXPECT_EQ(written_as(SearchMode::bytes, "OK"), "0x4f4b");
  EXPECT_EQ(written_as(SearchMode::text, "0x4f4b"), "OK");
  EXPECT_EQ(written_as(SearchMode::text, "/OK/"), "OK");
  EXPECT_EQ(written_as(SearchMode::text, "kind == urc"), "\"kind == urc\"");
  EXPECT_EQ(written_as(SearchMode::filter, "say \"x\""), "text contains \"say \\\"x\\\"\"");
  EXPECT_EQ(written_as(SearchMode::filter, "0d 0a"), "text contains \"\\x0d\\x0a\"");
  EXPECT_EQ(written_as(SearchMode::filter, "/\\d/"), "text matches \"\\d\"");
  EXPECT_EQ(written_as(SearchMode::bytes, "0d 0a"), "0d 0a") << "it is that already";
  for (const SearchMode mode :
       {SearchMode::text, SearchMode::pattern, SearchMode::bytes, SearchMode::filter}) {
    for (const char* line : {"OK", "a \"quoted\" word", "0d 0a", "/x/", "kind == urc", "\xc3\xa4"}) {
      const std::string written = written_as(mode, line);
      const bool sayable =
          std::string_view(line).find('"') == std::string_view::npos || mode != SearchMode::text;
      EXPECT_TRUE(mode_of(written) == mode || !sayable) << line << " -> " << written;
      EXPECT_FALSE(EventFilter(written).error()) << written;
    }
    EXPECT_EQ(written_as(mode, ""), "");
  }
}

class Searched : public testing::Test {
 protected:
  Searched() {
    std::string name = std::filesystem::temp_directory_path() / "atscope-search-XXXXXX";
    close(mkstemp(name.data()));
    path_ = name;
    std::ofstream(path_, std::ios::binary) << "AT+CSQ\r\n+CSQ: 15,0\r\n\r\nOK\r\n"
                                              "AT+CCLK?\r\n+CCLK: \"26/03/14,10:15:30+00\"\r\n\r\nOK\r\n"
                                              "AT+SAY=\"\x10\x15\xff\"\r\nERROR\r\nAT+X=0x15\r\nOK\r\n";
    document_ = std::make_unique<Document>(path_);
    document_->wait();
  }
  ~Searched() override { std::filesystem::remove(path_); }
  std::size_t hits(const std::string& line) {
    EventFilter filter(line);
    EXPECT_FALSE(filter.error()) << line;
    std::vector<trace::EventIndex> found;
    EXPECT_FALSE(filter.search(*document_, found, 1'000'000));
    return found.size();
  }

 private:
  std::string path_;
  std::unique_ptr<Document> document_;
};

TEST_F(Searched, FindsTextPatternsAndBytes) {
  EXPECT_EQ(hits("csq"), 2U) << "without case";
  EXPECT_EQ(hits("/^at.csq/"), 1U);
  EXPECT_EQ(hits("/(?-i)csq/"), 0U);
  EXPECT_EQ(hits("/^OK$/"), 3U);
  EXPECT_EQ(hits("/\"26.03/"), 1U) << "a quote in a pattern";
  EXPECT_EQ(hits("0x1015"), 1U);
  EXPECT_EQ(hits("0x10 0x15 0xff"), 1U);
  EXPECT_EQ(hits("10 15"), 1U) << "bytes";
  EXPECT_EQ(hits("10:15"), 2U) << "bytes, and a time of day";
  EXPECT_EQ(hits("10:15:30"), 1U) << "a time of day";
  EXPECT_EQ(hits("0x15"), 1U) << "a byte, and not the text";
  EXPECT_EQ(hits("\"0x15\""), 1U) << "the text, and not the byte";
  EXPECT_EQ(hits("4f4b"), 0U) << "no 0x and no pairs: text";
  EXPECT_EQ(hits("0x4f4b"), 3U);
}

TEST(EventFilter, SaysWhatIsWrong) {
  EXPECT_TRUE(EventFilter("0x0d0").error()) << "half a byte";
  EXPECT_TRUE(EventFilter("/(/").error());
  EXPECT_TRUE(EventFilter("kind == nothing").error());
  EXPECT_FALSE(EventFilter("").error());
}

}  // namespace
}  // namespace atscope::gui

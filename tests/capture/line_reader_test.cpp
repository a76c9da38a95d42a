// SPDX-License-Identifier: MIT
#include "capture/text/line_reader.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "tests/capture/read_all.h"

namespace atscope::capture {
namespace {

using namespace std::string_literals;

struct ReadLine {
  std::string text;
  std::uint64_t offset;
  std::uint64_t number;
  LineEnd end;
  bool continued;

  friend bool operator==(const ReadLine&, const ReadLine&) = default;
};

std::vector<ReadLine> lines_of(std::unique_ptr<Input> input) {
  LineReader reader(*input);
  std::vector<ReadLine> lines;
  Line line;
  while (reader.next(line)) {
    lines.push_back({std::string(line.text), line.offset, line.number, line.end, line.continued});
  }
  return lines;
}

std::unique_ptr<Input> trickle(std::string_view bytes, std::size_t step) {
  return Input::from_stream(std::make_unique<Trickle>(bytes, step));
}

TEST(LineReader, TellsLfCrLfAndTheEndApart) {
  const std::string text = "a\nb\r\n\r\nc\rd\n\ne"s;
  const std::vector<ReadLine> expected = {
      {"a", 0, 1, LineEnd::lf, false},  {"b", 2, 2, LineEnd::crlf, false},
      {"", 5, 3, LineEnd::crlf, false}, {"c\rd", 7, 4, LineEnd::lf, false},
      {"", 11, 5, LineEnd::lf, false},  {"e", 12, 6, LineEnd::none, false},
  };
  EXPECT_EQ(lines_of(Input::from_memory(text)), expected);
  for (const std::size_t step : {1U, 2U, 3U}) EXPECT_EQ(lines_of(trickle(text, step)), expected) << step;
}

TEST(LineReader, GivesNothingForAnEmptyInput) {
  EXPECT_TRUE(lines_of(Input::from_memory("")).empty());
  EXPECT_TRUE(lines_of(trickle("", 1)).empty());
}

TEST(LineReader, StepsOverAByteOrderMarkAndNothingLess) {
  EXPECT_EQ(lines_of(Input::from_memory("\xef\xbb\xbf"
                                        "AT\n")),
            (std::vector<ReadLine>{{"AT", 3, 1, LineEnd::lf, false}}));
  EXPECT_EQ(lines_of(trickle("\xef\xbb\xbf"
                             "AT\n",
                             1)),
            (std::vector<ReadLine>{{"AT", 3, 1, LineEnd::lf, false}}));
  EXPECT_EQ(lines_of(trickle("\xef\xbb", 1)),
            (std::vector<ReadLine>{{"\xef\xbb", 0, 1, LineEnd::none, false}}));
}

TEST(LineReader, KeepsNulsAndInvalidUtf8) {
  const std::string text = "a\0b\xff\xfe\n\0"s;
  EXPECT_EQ(lines_of(Input::from_memory(text)),
            (std::vector<ReadLine>{{"a\0b\xff\xfe"s, 0, 1, LineEnd::lf, false},
                                   {"\0"s, 6, 2, LineEnd::none, false}}));
}

TEST(LineReader, CutsAVeryLongLineIntoPiecesThatAddUp) {
  const std::size_t size = LineReader::kMaxPiece * 3 + 17;
  const std::string text = std::string(size, 'x') + "\nnext\n";
  for (auto* make : {+[](std::string_view bytes) { return Input::from_memory(bytes); },
                     +[](std::string_view bytes) { return trickle(bytes, 100'000); }}) {
    const std::vector<ReadLine> lines = lines_of(make(text));
    ASSERT_EQ(lines.size(), 5U);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(lines[i].offset, sum);
      EXPECT_EQ(lines[i].number, 1U);
      EXPECT_EQ(lines[i].continued, i > 0);
      EXPECT_EQ(lines[i].end, i < 3 ? LineEnd::cut : LineEnd::lf);
      sum += lines[i].text.size();
    }
    EXPECT_EQ(sum, size);
    EXPECT_EQ(lines[4], (ReadLine{"next", size + 1, 2, LineEnd::lf, false}));
  }
}

TEST(LineReader, DoesNotCutBetweenCrAndLf) {
  const std::string text = std::string(LineReader::kMaxPiece - 1, 'x') + "\r\nnext";
  const std::vector<ReadLine> lines = lines_of(trickle(text, 50'000));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].end, LineEnd::cut);
  EXPECT_EQ(lines[1].text, "");
  EXPECT_EQ(lines[1].end, LineEnd::crlf);
  EXPECT_EQ(lines[2].text, "next");
  EXPECT_EQ(lines_of(Input::from_memory(text)), lines);
}

TEST(LineReader, DoesNotCutInsideAUtf8Character) {
  const std::string text = std::string(LineReader::kMaxPiece - 1, 'x') + "\xe2\x96\xa1 and so on";
  const std::vector<ReadLine> lines = lines_of(Input::from_memory(text));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].text, "\xe2\x96\xa1 and so on");
}

TEST(LineReader, ShowsWhatFollowsWithoutLosingTheLine) {
  const std::string text = "one\r\ntwo\nthree";
  for (const std::size_t step : {1U, 100U}) {
    const std::unique_ptr<Input> input = trickle(text, step);
    LineReader reader(*input);
    Line line;
    ASSERT_TRUE(reader.next(line));
    EXPECT_TRUE(reader.following(line, 3).starts_with("two"));
    EXPECT_EQ(line.text, "one");
    EXPECT_EQ(line.with_end(), "one\r\n");
    EXPECT_EQ(reader.following(line, 1'000), "two\nthree");
    EXPECT_EQ(line.text, "one");
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line.text, "two");
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(reader.following(line, 10), "");
    EXPECT_EQ(line.text, "three");
  }
}

}  // namespace
}  // namespace atscope::capture

// SPDX-License-Identifier: MIT
#include "decoder/session/line_assembler.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace atscope::session {
namespace {

struct Cut {
  std::string text;
  std::uint32_t bytes;
  bool operator==(const Cut&) const = default;
};

std::vector<Cut> cut(const std::vector<std::string>& chunks, std::size_t limit = 64, char prompt = '\0') {
  LineAssembler lines(limit, nullptr);
  lines.expect_prompt(prompt);
  std::vector<Cut> found;
  Unit unit;
  for (const std::string& chunk : chunks) {
    capture::Segment segment;
    segment.bytes = chunk;
    std::size_t position = 0;
    while (lines.next(segment, position, unit)) found.push_back({std::string(unit.text), unit.bytes});
  }
  if (lines.flush(unit)) found.push_back({std::string(unit.text), unit.bytes});
  return found;
}

using Cuts = std::vector<Cut>;

TEST(LineAssembler, CountsTheLineEndsAroundALine) {
  EXPECT_EQ(cut({"\r\nOK\r\n"}), (Cuts{{"OK", 6}}));
  EXPECT_EQ(cut({"a\r\r\nb\n\r\nc"}), (Cuts{{"a", 4}, {"b", 2}, {"c", 3}}));
}

TEST(LineAssembler, WaitsForTheLineFeedBehindACarriageReturn) {
  EXPECT_EQ(cut({"AT\r", "\nOK\r\n"}), (Cuts{{"AT", 4}, {"OK", 4}}));
  EXPECT_EQ(cut({"0\r", "1\r"}), (Cuts{{"0", 2}, {"1", 2}}));
}

TEST(LineAssembler, GivesOutPiecesOfALineThatIsTooLong) {
  EXPECT_EQ(cut({"abcdefghij\r\n"}, 4), (Cuts{{"abcd", 4}, {"efgh", 4}, {"ij", 4}}));
  EXPECT_EQ(cut({"abc", "defg", "hij\r\n"}, 4), (Cuts{{"abcd", 4}, {"efgh", 4}, {"ij", 4}}));
}

TEST(LineAssembler, EndsAPromptBehindItsBlanks) {
  EXPECT_EQ(cut({"\r\n> ", "hello\r\n"}, 64, '>'), (Cuts{{"> ", 4}, {"hello", 7}}));
  EXPECT_EQ(cut({"\r\n> "}, 64, '\0'), (Cuts{{"> ", 4}}));
}

}  // namespace
}  // namespace atscope::session

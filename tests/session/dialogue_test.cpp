// SPDX-License-Identifier: MIT
// Every dialogue says what its comments expect, however its bytes are cut.
#include "tests/session/dialogue.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace atscope::test {
namespace {

class DialogueTest : public testing::TestWithParam<std::string> {};

TEST_P(DialogueTest, SaysWhatIsExpected) {
  const Dialogue dialogue = read_dialogue(GetParam());
  ASSERT_FALSE(dialogue.lines.empty());
  const Recorded recorded = decode(dialogue, {});
  for (const DialogueLine& line : dialogue.lines) {
    std::vector<std::string> said;
    std::size_t index = 0;
    for (const Recorded::Line& event : recorded.events) {
      if (event.number != line.number) continue;
      std::string words = event.words;
      if (index < line.expected.size() && line.expected[index].find(" = ") != std::string::npos) {
        words += " = \"" + event.text + '"';
      }
      said.push_back(words);
      ++index;
    }
    EXPECT_EQ(said, line.expected) << GetParam() << ':' << line.number;
  }
  if (!dialogue.transactions.empty()) {
    EXPECT_EQ(recorded.transactions, dialogue.transactions) << GetParam();
  }
}

TEST_P(DialogueTest, LosesNoByte) {
  const Dialogue dialogue = read_dialogue(GetParam());
  if (dialogue.framing == capture::Framing::record) return;
  std::uint64_t bytes = 0;
  std::string tail;
  for (const DialogueLine& line : dialogue.lines) {
    bytes += line.bytes.size();
    if (!line.bytes.empty()) tail = line.bytes;
  }
  EXPECT_EQ(decode(dialogue, {}).bytes, bytes);
}

TEST_P(DialogueTest, DoesNotDependOnHowBytesAreCut) {
  const Dialogue dialogue = read_dialogue(GetParam());
  if (dialogue.framing == capture::Framing::record) return;
  const Recorded whole = decode(dialogue, {});
  EXPECT_EQ(decode(dialogue, {1}).full, whole.full) << "byte by byte";
  rc::check("any cut gives the same events", [&] {
    const auto cuts =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 9)));
    RC_ASSERT(decode(dialogue, cuts).full == whole.full);
  });
}

INSTANTIATE_TEST_SUITE_P(Session, DialogueTest, testing::ValuesIn(dialogue_files()), [](const auto& test) {
  std::string name = read_dialogue(test.param).name;
  for (char& c : name) c = c == '-' || c == '.' ? '_' : c;
  return name;
});

}  // namespace
}  // namespace atscope::test

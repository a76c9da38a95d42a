// SPDX-License-Identifier: MIT
// What is remembered of lines makes no difference to the events: the same traffic with and without memory.
#include "decoder/session/line_memory.h"

#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>

#include "tests/session/dialogue.h"

namespace atscope::test {
namespace {

std::vector<std::string> without_memory(const Dialogue& dialogue) {
  session::SessionOptions options;
  options.remember_lines = false;
  return decode(dialogue, {}, options).full;
}

// A module that is polled: the same again and again. Times go on, so that nothing is a step back.
Dialogue repeated(const Dialogue& once, int times) {
  Dialogue result = once;
  const std::int64_t step = once.lines.empty() ? 0 : once.lines.back().time.ns + 1'000'000'000;
  for (int round = 1; round < times; ++round) {
    for (DialogueLine line : once.lines) {
      if (line.time.known()) line.time.ns += round * step;
      result.lines.push_back(std::move(line));
    }
  }
  return result;
}

TEST(LineMemory, RepeatedDialoguesSayTheSame) {
  for (const std::string& path : dialogue_files()) {
    const Dialogue dialogue = repeated(read_dialogue(path), 4);
    EXPECT_EQ(decode(dialogue, {}).full, without_memory(dialogue)) << path;
  }
}

// Lines of all dialogues of one dialect in any order: answers meet commands that are not theirs, settings
// change in between.
TEST(LineMemory, AnyOrderOfLinesSaysTheSame) {
  std::map<std::string, std::vector<DialogueLine>> by_dialect;
  for (const std::string& path : dialogue_files()) {
    const Dialogue dialogue = read_dialogue(path);
    if (dialogue.framing == capture::Framing::record) continue;
    auto& lines = by_dialect[dialogue.dialect];
    for (DialogueLine line : dialogue.lines) {
      line.time = {};
      lines.push_back(std::move(line));
    }
  }
  ASSERT_FALSE(by_dialect.empty());
  for (const auto& [dialect, lines] : by_dialect) {
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(rc::check("any order of the lines for " + dialect, [&, &lines = lines, &dialect = dialect] {
      Dialogue mixed;
      mixed.dialect = dialect;
      // A few kinds of lines, many times.
      const auto kinds =
          *rc::gen::container<std::vector<std::size_t>>(8, rc::gen::inRange<std::size_t>(0, lines.size()));
      const auto order =
          *rc::gen::container<std::vector<std::size_t>>(60, rc::gen::inRange<std::size_t>(0, kinds.size()));
      for (const std::size_t index : order) mixed.lines.push_back(lines[kinds[index]]);
      for (std::size_t index = 0; index < mixed.lines.size(); ++index) mixed.lines[index].number = index + 1;
      RC_ASSERT(decode(mixed, {}).full == without_memory(mixed));
    }));
  }
}

// Transactions use their memory again: a command that nobody knows must not inherit the form of the one that
// was there before it.
TEST(Transactions, AnUnknownCommandHasNoFormOfAnother) {
  Dialogue dialogue;
  const auto say = [&](capture::Sender sender, std::string bytes) {
    DialogueLine line;
    line.number = dialogue.lines.size() + 1;
    line.sender = sender;
    line.bytes = std::move(bytes);
    dialogue.lines.push_back(std::move(line));
  };
  say(capture::Sender::dte, "AT+OPEN=1,\"TCP\",\"192.0.2.2\",80\r");
  say(capture::Sender::dce, "\r\nERROR\r\n");
  say(capture::Sender::dte, "AT+NOBODYKNOWS\r");
  say(capture::Sender::dce, "\r\nOK\r\n");
  const Recorded recorded = decode(dialogue, {});
  ASSERT_EQ(recorded.transactions, (std::vector<std::string>{"1 error ERROR", "2 ok OK"}));
}

TEST(LineMemory, KeepsWhatWasFoundUntilAnotherTextTakesItsPlace) {
  session::Memo<int, 2> memo;
  const session::Situation situation{1, false, 7, 3};
  std::size_t place = 0;
  ASSERT_EQ(memo.find(situation, "+CSQ: 18,99", place), nullptr);
  memo.keep(situation, "+CSQ: 18,99", place, 42);
  ASSERT_NE(memo.find(situation, "+CSQ: 18,99", place), nullptr);
  EXPECT_EQ(*memo.find(situation, "+CSQ: 18,99", place), 42);
  for (int number = 0; number < 64; ++number) {
    const std::string text = "+CSQ: " + std::to_string(number);
    if (memo.find(situation, text, place) == nullptr) memo.keep(situation, text, place, number);
    EXPECT_EQ(*memo.find(situation, text, place), number);
  }
  EXPECT_EQ(memo.find(situation, "+CSQ: 18,99", place), nullptr);
}

TEST(LineMemory, TellsSituationsApart) {
  session::Memo<int, 64> memo;
  const session::Situation known{1, false, 7, 3};
  std::size_t place = 0;
  ASSERT_EQ(memo.find(known, "OK", place), nullptr);
  memo.keep(known, "OK", place, 1);
  for (const session::Situation& other :
       {session::Situation{2, false, 7, 3}, session::Situation{1, true, 7, 3},
        session::Situation{1, false, 8, 3}, session::Situation{1, false, 7, 4}}) {
    EXPECT_EQ(memo.find(other, "OK", place), nullptr);
  }
}

TEST(LineMemory, DoesNotKeepLongTexts) {
  session::Memo<int, 64> memo;
  const std::string text(session::Memo<int, 64>::longest + 1, 'a');
  std::size_t place = 0;
  ASSERT_EQ(memo.find({}, text, place), nullptr);
  EXPECT_EQ(memo.keep({}, text, place, 5), 5);
  EXPECT_EQ(memo.find({}, text, place), nullptr);
}

}  // namespace
}  // namespace atscope::test

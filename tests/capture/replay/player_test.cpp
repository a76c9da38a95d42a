// SPDX-License-Identifier: MIT
#include "capture/replay/player.h"

#include <gtest/gtest.h>

namespace atscope::capture {
namespace {

constexpr std::int64_t kMs = 1'000'000;

ReplayStep host(std::string bytes, std::int64_t wait_ms = 0) {
  return {Sender::dte, std::move(bytes), wait_ms * kMs, false, false, {}};
}
ReplayStep module(std::string bytes, std::int64_t wait_ms = 0, bool settles = false) {
  return {Sender::dce, std::move(bytes), wait_ms * kMs, settles, false, {}};
}

std::vector<ReplayStep> dialogue() {
  return {host("AT+CSQ\r"),
          module("\r\n+CSQ: 20,99\r\n", 10),
          module("\r\nOK\r\n", 5, true),
          module("\r\nRING\r\n", 60'000),
          host("ATA\r", 500),
          module("\r\nNO CARRIER\r\n", 3000, true)};
}

/// A player with a clock that is moved by hand.
struct Play {
  explicit Play(std::vector<ReplayStep> steps, ReplayOptions options = {})
      : player(std::move(steps), options) {
    run(0);
  }
  /// What it has sent until `ms`.
  std::string run(std::int64_t ms) {
    out.clear();
    while (true) {
      const auto due = player.advance(now, [&](std::string_view bytes) { out += bytes; });
      if (!due || *due > ms * kMs) break;
      now = std::max(*due, now + 1);
    }
    now = std::max(now, ms * kMs);
    static_cast<void>(player.advance(now, [&](std::string_view bytes) { out += bytes; }));
    return out;
  }
  std::string hear(std::string_view bytes) {
    player.receive(bytes, now);
    return run(now / kMs);
  }

  Player player;
  std::int64_t now = 0;
  std::string out;
};

TEST(Player, AnAnswerComesWithTheRecordedWaits) {
  Play play(dialogue());
  EXPECT_EQ(play.run(1000), "");
  EXPECT_EQ(play.hear("AT+CSQ\r"), "");
  EXPECT_EQ(play.run(1009), "");
  EXPECT_EQ(play.run(1010), "\r\n+CSQ: 20,99\r\n");
  EXPECT_EQ(play.run(1014), "");
  EXPECT_EQ(play.run(1015), "\r\nOK\r\n");
  EXPECT_EQ(play.run(61'014), "");
  EXPECT_EQ(play.run(61'015), "\r\nRING\r\n");
  EXPECT_EQ(play.hear("ATA\r"), "");
  EXPECT_FALSE(play.player.over());
  EXPECT_EQ(play.run(64'015), "\r\nNO CARRIER\r\n");
  EXPECT_TRUE(play.player.over());
  EXPECT_EQ(play.player.unexpected_count(), 0U);
}

TEST(Player, ScaledWaitsAndNoneAtAll) {
  Play fast(dialogue(), {Sender::dce, 10, false, false});
  fast.hear("AT+CSQ\r");
  EXPECT_EQ(fast.run(1), "\r\n+CSQ: 20,99\r\n");
  Play at_once(dialogue(), {Sender::dce, 0, false, false});
  EXPECT_EQ(at_once.hear("AT+CSQ\rATA\r"), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n\r\nNO CARRIER\r\n");
  EXPECT_TRUE(at_once.player.over());
}

TEST(Player, AHostThatIsFasterDoesNotWaitForWhatDidNotAnswerIt) {
  Play play(dialogue());
  play.hear("AT+CSQ\r");
  play.run(20);
  EXPECT_EQ(play.hear("ATA\r"), "\r\nRING\r\n");
  EXPECT_EQ(play.run(3020), "\r\nNO CARRIER\r\n");
}

TEST(Player, AHostThatDoesNotWaitForTheResultGetsItInItsTime) {
  Play play(dialogue());
  EXPECT_EQ(play.hear("AT+CSQ\rATA\r"), "");
  EXPECT_EQ(play.run(9), "");
  EXPECT_EQ(play.run(15), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n");
}

TEST(Player, HowTheHostCutsItsBytesMakesNoDifference) {
  for (std::size_t size = 1; size < 12; ++size) {
    Play play(dialogue(), {Sender::dce, 0, false, false});
    std::string all;
    const std::string_view input = "AT+CSQ\rATA\r";
    for (std::size_t at = 0; at < input.size(); at += size) all += play.hear(input.substr(at, size));
    EXPECT_EQ(all, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n\r\nNO CARRIER\r\n") << size;
  }
}

TEST(Player, SomethingElseEndsItAndIsToldWithWhatWasExpected) {
  Play play(dialogue());
  play.hear("AT+C");
  play.hear("REG?\r");
  ASSERT_TRUE(play.player.over());
  ASSERT_EQ(play.player.unexpected().size(), 1U);
  EXPECT_EQ(play.player.unexpected()[0].received, "AT+CREG?\r");
  EXPECT_EQ(play.player.unexpected()[0].expected, "AT+CSQ\r");
}

TEST(Player, ADifferenceIsToldWholeOnceTheLineEndsOrTheHostPauses) {
  Play play(dialogue());
  play.hear("AT+CR");
  EXPECT_FALSE(play.player.over());
  play.run(200);
  EXPECT_FALSE(play.player.over());
  play.run(400);
  ASSERT_TRUE(play.player.over());
  EXPECT_EQ(play.player.unexpected()[0].received, "AT+CR");
}

TEST(Player, LenientAnswersInAnyOrderAndAnyCase) {
  Play play(dialogue(), {Sender::dce, 0, true, false});
  EXPECT_EQ(play.hear("ata\r\n"), "\r\nNO CARRIER\r\n");
  Play again(dialogue(), {Sender::dce, 0, true, true});
  again.hear("ATA\r");
  EXPECT_EQ(again.hear("at+csq\r"), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n");
  EXPECT_EQ(again.player.unexpected_count(), 0U);
}

TEST(Player, LenientAnswersWhatTheCaptureDoesNotKnowWithError) {
  Play play(dialogue(), {Sender::dce, 0, true, false});
  EXPECT_EQ(play.hear("AT+NONE\r"), "\r\nERROR\r\n");
  EXPECT_EQ(play.player.unexpected_count(), 1U);
  EXPECT_FALSE(play.player.over());
  EXPECT_EQ(play.hear("AT+CSQ\r"), "\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nRING\r\n");
}

TEST(Player, ALineTypedByteByByteIsEchoedAsItWas) {
  const std::vector<ReplayStep> typed{host("A"),     module("A"),
                                      host("T"),     module("T"),
                                      host("\r"),    module("\r\r\nOK\r\n", 0, true),
                                      host("ATI\r"), module("\r\nX\r\n\r\nOK\r\n", 0, true)};
  Play play(typed, {Sender::dce, 0, false, false});
  EXPECT_EQ(play.hear("AT\r"), "AT\r\r\nOK\r\n");
  Play lenient(typed, {Sender::dce, 0, true, true});
  // The line begins like the one that was expected, and so far it was echoed.
  EXPECT_EQ(lenient.hear("ATI\r"), "AT\r\nX\r\n\r\nOK\r\n");
  EXPECT_EQ(lenient.hear("at\r"), "AT\r\r\nOK\r\n");
}

TEST(Player, ALogWithoutLineEndsTakesAnyLineEnd) {
  std::vector<ReplayStep> steps = dialogue();
  steps[0].bytes = "AT+CSQ";
  steps[4].bytes = "ATA";
  steps[0].any_line_end = steps[4].any_line_end = true;
  for (const char* end : {"\r", "\n", "\r\n"}) {
    Play play(steps, {Sender::dce, 0, false, false});
    EXPECT_NE(play.hear(std::string("AT+CSQ") + end), "");
    EXPECT_EQ(play.hear(std::string("ATA") + end), "\r\nNO CARRIER\r\n") << end;
    EXPECT_EQ(play.player.unexpected_count(), 0U);
  }
}

TEST(Player, ARoundWithoutAnyWaitEndsEachTime) {
  Player player({module("\r\nRING\r\n")}, {Sender::dce, 0, false, true});
  int sent = 0;
  EXPECT_TRUE(player.advance(0, [&](std::string_view) { ++sent; }));
  EXPECT_EQ(sent, 1);
}

TEST(Player, NothingToPlayIsOver) {
  EXPECT_TRUE(Player({}, {}).over());
}

}  // namespace
}  // namespace atscope::capture

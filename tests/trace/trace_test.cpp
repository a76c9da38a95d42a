// SPDX-License-Identifier: MIT
#include "decoder/trace/trace.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"

namespace atscope::trace {
namespace {

using session::EventKind;
using session::Outcome;

constexpr std::int64_t ms = 1'000'000;

std::shared_ptr<const grammar::Dialect> small_dialect() {
  static const auto dialect = grammar::compile_dialect(R"(dialect small "small"
result ok OK  numeric 0
result error ERROR  numeric 4
command +CSQ "signal quality" {
  exec  answer +CSQ: <rssi>,<ber>
}
command +LINK "opens" {
  exec  deferred LINK OK  else LINK FAIL  within 9 s
}
command +LED "a lamp" {
  set =<on>
}
urc +RING: <n>
machine lamp "lamp" {
  states off, on
  * -> on  on AT+LED=1 ok
  * -> off  on AT+LED=0 ok
}
)",
                                                       "small.at")
                                  .value();
  return dialect;
}

// Lines of a made-up log, a millisecond apart unless told.
class Log {
 public:
  Log() : machines_(small_dialect(), trace), session_(small_dialect(), machines_) {}
  Log& say(session::Sender sender, std::string_view bytes) {
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = sender;
    segment.time = {now, clock};
    segment.origin = {offset_, ++line_, 0};
    offset_ += bytes.size();
    session_.feed(segment);
    now += ms;
    return *this;
  }
  Log& host(std::string_view bytes) { return say(session::Sender::dte, bytes); }
  Log& module(std::string_view bytes) { return say(session::Sender::dce, bytes); }
  void end() { session_.finish(); }

  std::int64_t now = 1'000 * ms;
  capture::Clock clock = capture::Clock::utc;
  Trace trace{small_dialect()};

 private:
  machine::MachineRunner machines_;
  session::Session session_;
  std::uint64_t offset_ = 0, line_ = 0;
};

std::vector<std::string> texts(const Trace& trace, const std::vector<EventIndex>& events) {
  std::vector<std::string> out;
  for (const EventIndex index : events) out.emplace_back(trace.text(trace.event(index)));
  return out;
}

TEST(Trace, KeepsEventsAsTheyCame) {
  Log log;
  log.host("AT+CSQ\r").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n").end();
  ASSERT_EQ(log.trace.size(), 3U);
  const session::Event answer = log.trace.replay(1);
  EXPECT_EQ(answer.kind, EventKind::information);
  EXPECT_EQ(answer.text, "+CSQ: 15,0");
  EXPECT_EQ(answer.sender, session::Sender::dce);
  EXPECT_EQ(answer.txn, 1U);
  EXPECT_EQ(answer.time.ns, 1'001 * ms);
  EXPECT_EQ(answer.origin.line, 2U);
  EXPECT_FALSE(answer.because.empty());
}

TEST(Trace, KnowsATransactionWhenItCloses) {
  Log log;
  log.host("AT+CSQ\r").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n").end();
  ASSERT_EQ(log.trace.transactions(), 1U);
  ASSERT_TRUE(log.trace.is_closed(1));
  const TransactionRecord& txn = log.trace.transaction(1);
  EXPECT_EQ(txn.outcome, Outcome::ok);
  EXPECT_EQ(txn.latency_ns, 2 * ms);
  EXPECT_EQ(txn.end - txn.begin, 2 * ms);
  EXPECT_EQ(log.trace.text(log.trace.event(txn.result_event)), "OK");
  EXPECT_EQ(texts(log.trace, log.trace.events_of(1)),
            (std::vector<std::string>{"AT+CSQ", "+CSQ: 15,0", "OK"}));
}

TEST(Trace, TellsUrcsInsideATransactionFromItsAnswers) {
  Log log;
  log.host("AT+CSQ\r").module("\r\n+RING: 1\r\n").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n").end();
  EXPECT_EQ(texts(log.trace, log.trace.events_of(1)),
            (std::vector<std::string>{"AT+CSQ", "+CSQ: 15,0", "OK"}));
  EXPECT_EQ(texts(log.trace, log.trace.events_of(1, true)),
            (std::vector<std::string>{"AT+CSQ", "+RING: 1", "+CSQ: 15,0", "OK"}));
}

TEST(Trace, EndsTheBarAtTheFinalResultAndTheTransactionAtTheDeferredOne) {
  Log log;
  log.host("AT+LINK\r").module("\r\nOK\r\n");
  log.now += 500 * ms;
  log.module("\r\nLINK OK\r\n").end();
  const TransactionRecord& txn = log.trace.transaction(1);
  EXPECT_EQ(txn.end - txn.begin, 1 * ms);
  EXPECT_EQ(log.trace.text(log.trace.event(txn.last_event)), "LINK OK");
  EXPECT_EQ(texts(log.trace, log.trace.events_of(1)), (std::vector<std::string>{"AT+LINK", "OK", "LINK OK"}));
}

TEST(Trace, KeepsTheStatesOfAMachineWithTheirEvidence) {
  Log log;
  log.host("AT+LED=1\r").module("\r\nOK\r\n").host("AT+LED=0\r").module("\r\nOK\r\n").end();
  const std::vector<StateTrack> tracks = log.trace.state_tracks();
  ASSERT_EQ(tracks.size(), 1U);
  EXPECT_EQ(tracks[0].machine, "lamp");
  ASSERT_EQ(tracks[0].spans.size(), 3U);
  EXPECT_EQ(tracks[0].spans[0].state, "unknown");
  EXPECT_EQ(tracks[0].spans[1].state, "on");
  EXPECT_EQ(tracks[0].spans[2].state, "off");
  EXPECT_EQ(log.trace.text(log.trace.event(tracks[0].spans[1].evidence)), "OK");
}

TEST(Trace, FindsPlacesByTimeAndByLine) {
  Log log;
  for (int n = 0; n < 100; ++n) log.host("AT+CSQ\r").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n");
  log.end();
  ASSERT_EQ(log.trace.size(), 300U);
  EXPECT_EQ(log.trace.first_at(1'000 * ms), 0U);
  EXPECT_EQ(log.trace.first_at(1'150 * ms), 150U);
  EXPECT_EQ(log.trace.first_at(99'000 * ms), 300U);
  EXPECT_EQ(log.trace.at_line(1), 0U);
  EXPECT_EQ(log.trace.at_line(151), 150U);
  EXPECT_EQ(log.trace.at_line(100'000), 299U);
  EXPECT_FALSE(log.trace.at_line(0).has_value());
}

TEST(Trace, GoesOnWhenTheClockFallsBack) {
  Log log;
  log.clock = capture::Clock::monotonic;
  log.host("AT+CSQ\r").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n");
  log.now = 5 * ms;  // the device started again
  log.host("AT+CSQ\r").module("\r\n+CSQ: 16,0\r\n").module("\r\nOK\r\n").end();
  ASSERT_EQ(log.trace.size(), 6U);
  for (EventIndex index = 1; index < 6; ++index) {
    EXPECT_GE(log.trace.event(index).position, log.trace.event(index - 1).position);
  }
  EXPECT_EQ(log.trace.time(3).ns, 5 * ms);
  EXPECT_EQ(log.trace.event(5).position - log.trace.event(3).position, 2 * ms);
}

TEST(Trace, TellsTheMovesOfAMachineAndThoseBesideThem) {
  Log log;
  log.host("AT+LED=1\r").module("\r\nOK\r\n").host("AT+CSQ\r").module("\r\nOK\r\n");
  log.host("AT+LED=0\r").module("\r\nOK\r\n").end();
  const std::vector<StateMove> moves = log.trace.moves(0, log.trace.size());
  ASSERT_EQ(moves.size(), 2U);
  EXPECT_EQ(moves[0].from, "unknown");
  EXPECT_EQ(moves[0].to, "on");
  EXPECT_EQ(log.trace.text(log.trace.event(moves[0].evidence)), "OK");
  EXPECT_EQ(moves[1].from, "on");
  EXPECT_EQ(moves[1].to, "off");
  EXPECT_TRUE(log.trace.moves(moves[0].event + 1, moves[1].event - 1).empty());
  EXPECT_EQ(log.trace.moves(moves[1].event, moves[1].event).size(), 1U);
  EXPECT_EQ(log.trace.move_beside(moves[0], 1)->event, moves[1].event);
  EXPECT_EQ(log.trace.move_beside(moves[1], -1)->event, moves[0].event);
  EXPECT_FALSE(log.trace.move_beside(moves[0], -1).has_value()) << "that it was unknown is no move";
  EXPECT_FALSE(log.trace.move_beside(moves[1], 1).has_value());
}

TEST(Trace, HoldsALogWithoutTimes) {
  Log log;
  log.clock = capture::Clock::none;
  log.host("AT+CSQ\r").module("\r\n+CSQ: 15,0\r\n").module("\r\nOK\r\n").end();
  EXPECT_EQ(log.trace.clock(), capture::Clock::none);
  EXPECT_FALSE(log.trace.time(1).known());
  EXPECT_EQ(log.trace.transaction(1).latency_ns, -1);
}

TEST(Trace, KeepsTextsOfEverySort) {
  Log log;
  const std::string long_text(3000, 'x');
  log.module("\r\n" + long_text + "\r\n")
      .module("\r\nOK\r\n")
      .module("\r\nOK\r\n")
      .module(std::string("\r\na\0b\r\n", 7))
      .end();
  ASSERT_EQ(log.trace.size(), 4U);
  EXPECT_EQ(log.trace.text(log.trace.event(0)), long_text);
  EXPECT_EQ(log.trace.text(log.trace.event(2)), "OK");
  EXPECT_EQ(log.trace.text(log.trace.event(1)), "OK");
  EXPECT_EQ(log.trace.event(1).text, log.trace.event(2).text) << "a text that comes again is kept once";
  EXPECT_EQ(log.trace.text(log.trace.event(3)), std::string_view("a\0b", 3));
}

}  // namespace
}  // namespace atscope::trace

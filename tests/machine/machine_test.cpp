// SPDX-License-Identifier: MIT
#include "decoder/machine/machine.h"

#include <gtest/gtest.h>

#include "tests/machine/talk.h"

namespace atscope::machine {
namespace {

constexpr const char* kDoor = R"(dialect door "a door"
result ok OK  numeric 0
result error ERROR  numeric 4
enum position {
  0 "open"
  1 "closed"
  7 "ajar" or "locked"
}
command +OPEN "open" {
  exec
  set =<how>
  read +OPEN: <how>
  test +OPEN: <range...>
}
command +LOCK "lock" {
  set =<key>,<turns>
  exec
}
command E "echo" {
  exec <value>
}
command +SHOW "tell" {
  exec  answer +SHOW: <where>  no ok
}
command +BOOT "boot" {
  exec
  read +BOOT: <value>
  restarts
}
command +POS "position" {
  read +POS: <n>,<where>
  urc +POS: <where>[,<hinge>]
  <n> 0..2
  <where> position
}
urc READY  boot
urc BANG
machine door "the door" {
  states open, closed, locked
  * -> open  on AT+OPEN ok
  open -> closed  on AT+OPEN error
  closed -> locked  on AT+LOCK=<key>,2 sent
  * -> closed  on line BANG | BANG <n>
  locked -> open  on line CRASH
  open -> closed  on ATE0 ok
  known from +POS: <n>,<where> | +POS: <where>
}
machine lamp "another that boots" {
  states off, on
  * -> off  on boot
  off -> on  on AT+SHOW ok
}
)";

TEST(Machine, EveryStateIsUnknownUntilTheTrafficTells) {
  Talk talk(kDoor);
  EXPECT_EQ(talk.state("door"), "unknown");
  EXPECT_EQ(talk.state("lamp"), "unknown");
  EXPECT_EQ(talk.state("no such machine"), "unknown");
  EXPECT_EQ(talk.on(7).state("door"), "unknown");
  talk.line("CRASH").command("AT+LOCK=1,2").ok().command("ATE0").ok();
  EXPECT_EQ(talk.moved(), Moves{}) << "these begin at known states";
}

TEST(Machine, PassesEverythingOnInOrderWithTransitionsBehindTheirCause) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").event(session::EventKind::echo, "AT+OPEN", session::Sender::dce).ok().line("BANG");
  EXPECT_EQ(talk.out.lines,
            (Moves{"command AT+OPEN", "echo AT+OPEN", "result OK", "transition door: unknown -> open",
                   "transaction 1", "urc BANG", "transition door: open -> closed"}));
}

TEST(Machine, ATransitionNamesItsEvidence) {
  Talk talk(kDoor);
  talk.confidence = session::Confidence::likely;
  talk.on(3).command("AT+OPEN").ok();
  EXPECT_EQ(talk.out.machine, "door");
  EXPECT_EQ(talk.out.instance, "");
  EXPECT_EQ(talk.out.from, "unknown");
  EXPECT_EQ(talk.out.to, "open");
  EXPECT_EQ(talk.out.evidence, (session::Origin{2, 2, 0}));
  EXPECT_EQ(talk.out.last.origin, (session::Origin{2, 2, 0}));
  EXPECT_EQ(talk.out.last.time, (session::Timestamp{2, capture::Clock::utc}));
  EXPECT_EQ(talk.out.last.channel, 3U);
  EXPECT_EQ(talk.out.last.txn, 1U);
  EXPECT_EQ(talk.out.last.confidence, session::Confidence::likely);
  EXPECT_EQ(talk.out.last.bytes, 0U) << "its cause has counted them";
  EXPECT_EQ(talk.out.because.back(), "the command succeeded");
}

TEST(Machine, ResultsMoveByWhatTheyAreTheResultOf) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").ok();
  EXPECT_EQ(talk.moved(), Moves{"door: unknown -> open"});
  talk.command("AT+OPEN").error();
  EXPECT_EQ(talk.moved(), Moves{"door: open -> closed"});
  EXPECT_EQ(talk.out.because.back(), "the command failed");
  talk.command("AT+OPEN=5").ok();
  EXPECT_EQ(talk.moved(), Moves{"door: closed -> open"}) << "without arguments a trigger means exec and set";
}

TEST(Machine, ReadAndTestAreNotTheCommand) {
  Talk talk(kDoor);
  talk.command("AT+OPEN?").answer("+OPEN: 1").ok().command("AT+OPEN=?").ok();
  EXPECT_EQ(talk.moved(), Moves{});
}

TEST(Machine, ArgumentsDecideWhereATriggerHasSome) {
  Talk talk(kDoor);
  talk.line("BANG").moved();
  talk.command("AT+LOCK=secret,1").ok().command("AT+LOCK").ok();
  EXPECT_EQ(talk.moved(), Moves{});
  talk.command("at+lock=secret, 2");
  EXPECT_EQ(talk.moved(), Moves{"door: closed -> locked"}) << "when it is sent, in any case of letters";
  EXPECT_EQ(talk.out.because.back(), "the command was sent");
}

TEST(Machine, EveryCommandOfALineCounts) {
  Talk talk(kDoor);
  talk.command("ATE1+OPEN;+LOCK=1,1;E0").ok();
  EXPECT_EQ(talk.moved(), (Moves{"door: unknown -> open", "door: open -> closed"}));
}

TEST(Machine, WhichOfSeveralCommandsFailedIsNotGuessed) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").ok().moved();
  talk.command("ATE1+OPEN").error();
  EXPECT_EQ(talk.moved(), Moves{});
}

TEST(Machine, AResultCountsOnce) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").ok().line("BANG").moved();
  talk.result("OK", true);
  EXPECT_EQ(talk.moved(), Moves{});
}

TEST(Machine, ALineThatIsTheResultItselfEndsItsCommand) {
  Talk talk(kDoor);
  talk.line("READY").moved();
  talk.command("AT+SHOW").answer("+SHOW: 1").close(session::Outcome::ok, "+SHOW: 1");
  EXPECT_EQ(talk.moved(), Moves{"lamp: off -> on"});
  EXPECT_EQ(talk.out.evidence, (session::Origin{3, 3, 0}));
  EXPECT_EQ(talk.out.lines.back(), "transaction 1") << "before the transaction closes";
}

TEST(Machine, ACommandWithoutResultMovesNothing) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").close(session::Outcome::no_answer, "");
  EXPECT_EQ(talk.moved(), Moves{});
  talk.result("OK", true);
  EXPECT_EQ(talk.moved(), Moves{}) << "its record has closed";
}

TEST(Machine, LinesOfEveryKindMove) {
  using session::EventKind;
  for (const EventKind kind : {EventKind::urc, EventKind::information, EventKind::intermediate,
                               EventKind::deferred, EventKind::result, EventKind::unparsed}) {
    Talk talk(kDoor);
    talk.line("BANG 5", kind);
    EXPECT_EQ(talk.moved(), Moves{"door: unknown -> closed"}) << session::to_string(kind);
    EXPECT_EQ(talk.out.because.back(), "a line of the module means it");
  }
  for (const EventKind kind : {EventKind::echo, EventKind::data, EventKind::prompt, EventKind::note}) {
    Talk talk(kDoor);
    talk.line("BANG 5", kind);
    EXPECT_EQ(talk.moved(), Moves{}) << session::to_string(kind);
  }
  Talk talk(kDoor);
  talk.event(EventKind::unparsed, "BANG", session::Sender::dte);
  EXPECT_EQ(talk.moved(), Moves{}) << "the host says nothing about states";
}

TEST(Machine, AStateThatStaysIsNoTransition) {
  Talk talk(kDoor);
  talk.line("BANG").line("BANG").line("BANG 1");
  EXPECT_EQ(talk.moved(), Moves{"door: unknown -> closed"});
}

TEST(Machine, ALineCanTellTheState) {
  Talk talk(kDoor);
  talk.command("AT+POS?").answer("+POS: 2,1").ok();
  EXPECT_EQ(talk.moved(), Moves{"door: unknown -> closed"});
  EXPECT_EQ(talk.out.because.back(), "the module tells its state");
  talk.line("+POS: 0");
  EXPECT_EQ(talk.moved(), Moves{"door: closed -> open"});
  talk.line("+POS: \"7\"");
  EXPECT_EQ(talk.moved(), Moves{"door: open -> locked"}) << "by the second meaning";
  talk.line("+POS: open");
  EXPECT_EQ(talk.moved(), Moves{"door: locked -> open"}) << "by its own name";
  talk.line("+POS: 55").line("+POS:");
  EXPECT_EQ(talk.moved(), Moves{}) << "a value that is no state tells nothing";
}

TEST(Machine, TheProductionThatTheSessionChoseDecidesWhichValueIsTheState) {
  Talk talk(kDoor);
  // Fits "+POS: <n>,<where>" as well, with where = 0.
  talk.line("+POS: 1,0");
  EXPECT_EQ(talk.moved(), Moves{"door: unknown -> closed"});
}

TEST(Machine, ABootRestartsTheMachines) {
  Talk talk(kDoor);
  talk.command("AT+OPEN").ok().moved();
  talk.line("READY");
  EXPECT_EQ(talk.moved(), (Moves{"lamp: unknown -> off", "door: open -> unknown"}));
  EXPECT_EQ(talk.out.because.back(), "the module has started");
  EXPECT_EQ(talk.state("door"), "unknown");
}

TEST(Machine, SuccessOfACommandThatRestartsIsABoot) {
  Talk talk(kDoor);
  talk.command("AT+BOOT?").answer("+BOOT: 1").ok().command("AT+BOOT").error();
  EXPECT_EQ(talk.moved(), Moves{});
  talk.command("AT+BOOT").ok();
  EXPECT_EQ(talk.moved(), Moves{"lamp: unknown -> off"});
}

TEST(Machine, ChannelsAreApart) {
  Talk talk(kDoor);
  talk.on(1).command("AT+OPEN").on(2).command("AT+OPEN").line("BANG").ok();
  EXPECT_EQ(talk.state("door"), "open");
  EXPECT_EQ(talk.on(1).state("door"), "unknown");
  EXPECT_EQ(talk.on(9).line("BANG").state("door"), "closed");
}

TEST(Machine, UnknownCommandsAndLinesPassUntouched) {
  Talk talk(kDoor);
  talk.command("AT+NOBODY=1;+KNOWS")
      .answer("+NOBODY: open")
      .line("BANGED")
      .line("")
      .line(std::string(5000, '+'))
      .ok();
  talk.command("not a command").command("").command("AT").ok();
  EXPECT_EQ(talk.moved(), Moves{});
  EXPECT_EQ(talk.out.lines.size(), 12U);
}

TEST(Machine, ADialectWithoutMachinesOnlyPassesOn) {
  Talk talk("dialect plain \"plain\"\nresult ok OK\n");
  talk.command("AT").ok();
  EXPECT_EQ(talk.out.lines, (Moves{"command AT", "result OK", "transaction 1"}));
  EXPECT_EQ(talk.state("door"), "unknown");
}

constexpr const char* kLinks = R"(dialect links "links"
result ok OK
result error ERROR
command +MUX "several links" {
  set =<n>
  read +MUX: <n>
  setting mux = <n>  default 0
}
command +START "open a link" {
  set =<type>,<address>  when mux = 0
  set =<n>,<type>,<address>  when mux = 1
  exec
}
command +SHUT "close all" {
  exec  final SHUT OK
}
command +STATUS "tell" {
  exec  answer C: <n>,<type>,<state>  many
}
urc RDY  boot
urc CLOSED
machine single "one link" when mux = 0 {
  states idle, connecting, connected
  * -> idle  on AT+SHUT ok
  idle -> connecting  on AT+START sent
  connecting -> connected  on line CONNECT OK
}
machine link "several links" when mux = 1  per <n> {
  states idle, connecting, connected
  * -> idle  on AT+SHUT ok
  * -> connecting  on AT+START sent
  connecting -> connected  on line <n>,CONNECT OK
  connected -> idle  on line <n>,CLOSED | ALL CLOSED
  * -> idle  on boot
  known from C: <n>,<type>,<state>
}
)";

TEST(MachineWhen, OnlyTheMachineWhoseConditionHoldsMoves) {
  Talk talk(kLinks);
  talk.command("AT+SHUT").result("SHUT OK", true).command("AT+START=TCP,host").ok().line("CONNECT OK");
  EXPECT_EQ(talk.moved(), (Moves{"single: unknown -> idle", "single: idle -> connecting",
                                 "single: connecting -> connected"}));
  talk.command("AT+MUX=1").ok();
  EXPECT_EQ(talk.moved(), Moves{});
  talk.command("AT+SHUT").result("SHUT OK", true);
  EXPECT_EQ(talk.moved(), Moves{}) << "no link is known yet, and the single one stays as it is";
  EXPECT_EQ(talk.state("single"), "connected");
  talk.command("AT+START=3,TCP,host");
  EXPECT_EQ(talk.moved(), Moves{"link 3: unknown -> connecting"});
}

TEST(MachineWhen, TheModuleCanTellTheSetting) {
  Talk talk(kLinks);
  talk.command("AT+MUX?").answer("+MUX: 1").ok().command("AT+START=3,TCP,host");
  EXPECT_EQ(talk.moved(), Moves{"link 3: unknown -> connecting"});
}

TEST(MachineWhen, AFailedSettingDoesNotCount) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1").error().command("AT+START=3,TCP").command("AT+SHUT").result("SHUT OK", true);
  EXPECT_EQ(talk.moved(), Moves{"single: unknown -> idle"});
}

TEST(MachinePer, InstancesMoveByTheirValue) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1").ok();
  talk.command("AT+START=0,TCP,a").ok().command("AT+START=1,UDP,b").ok().moved();
  talk.line("1,CONNECT OK");
  EXPECT_EQ(talk.moved(), Moves{"link 1: connecting -> connected"});
  EXPECT_EQ(talk.out.instance, "1");
  EXPECT_EQ(talk.out.machine, "link");
  EXPECT_EQ(talk.state("link", "0"), "connecting");
  EXPECT_EQ(talk.state("link", "1"), "connected");
  EXPECT_EQ(talk.state("link", "2"), "unknown");
  EXPECT_EQ(talk.state("link"), "unknown");
  talk.line("5,CONNECT OK").line("5,CLOSED");
  EXPECT_EQ(talk.moved(), Moves{}) << "only what begins everywhere makes an instance known";
}

TEST(MachinePer, WhatNamesNoInstanceConcernsAll) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1").ok();
  talk.command("AT+START=0,TCP,a").command("AT+START=1,TCP,b").line("0,CONNECT OK").moved();
  talk.line("ALL CLOSED");
  EXPECT_EQ(talk.moved(), Moves{"link 0: connected -> idle"});
  talk.command("AT+SHUT").result("SHUT OK", true);
  EXPECT_EQ(talk.moved(), Moves{"link 1: connecting -> idle"});
}

TEST(MachinePer, LinesTellTheStateOfTheirInstance) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1")
      .ok()
      .command("AT+STATUS")
      .answer("C: 0,\"TCP\",\"connected\"")
      .answer("C: 1,,\"idle\"");
  EXPECT_EQ(talk.moved(), (Moves{"link 0: unknown -> connected", "link 1: unknown -> idle"}));
}

TEST(MachinePer, ABootEndsAllInstancesAndTheirSetting) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1").ok().command("AT+START=0,TCP,a").command("AT+START=1,TCP,b").moved();
  talk.line("RDY");
  EXPECT_EQ(talk.moved(), (Moves{"link 0: connecting -> unknown", "link 1: connecting -> unknown"}))
      << "mux has fallen back to 0: their boot transition does not hold";
  talk.command("AT+SHUT").result("SHUT OK", true);
  EXPECT_EQ(talk.moved(), Moves{"single: unknown -> idle"});
}

TEST(MachinePer, InstancesAreBounded) {
  Talk talk(kLinks);
  talk.command("AT+MUX=1").ok();
  for (int i = 0; i < 1000; ++i) talk.command("AT+START=" + std::to_string(i) + ",TCP,a");
  EXPECT_EQ(talk.moved().size(), 64U);
  talk.command("AT+START=" + std::string(100, '9') + ",TCP,a");
  EXPECT_EQ(talk.moved(), Moves{});
}

TEST(Machine, ManyOpenCommandsAreBounded) {
  Talk talk(kDoor);
  for (int i = 0; i < 1000; ++i) talk.command("AT+OPEN");
  talk.ok();
  EXPECT_EQ(talk.moved(), Moves{"door: unknown -> open"});
}

TEST(Machine, OfSeveralTransitionsAtOneCauseTheFirstThatFitsCounts) {
  Talk talk(R"(dialect ring "ring"
machine ring "ring" {
  states a, b, c
  a -> b  on line NEXT
  b -> c  on line NEXT
  c -> a  on line NEXT
  * -> a  on line NEXT | RESET
}
)");
  for (int i = 0; i < 4; ++i) talk.line("NEXT");
  EXPECT_EQ(talk.moved(), (Moves{"ring: unknown -> a", "ring: a -> b", "ring: b -> c", "ring: c -> a"}));
}

}  // namespace
}  // namespace atscope::machine

// SPDX-License-Identifier: MIT
// Machines behind a session that reads bytes.
#include <gtest/gtest.h>

#include "decoder/session/session.h"
#include "tests/machine/talk.h"

namespace atscope::machine {
namespace {

constexpr const char* kSocket = R"(dialect socket "socket"
result ok OK  numeric 0
result error ERROR  numeric 4
command E "echo" {
  exec <value>
  setting echo = <value>  default 1
}
command V "words" {
  exec <value>
  setting verbose = <value>  default 1
}
command Q "quiet" {
  exec <value>
  setting quiet = <value>  default 0
}
command +SOPEN "open" {
  set =<host>,<port>  deferred SOPEN OK  else SOPEN FAIL
  max 1 s
}
command +SSTATE "state" {
  exec  ok first  answer STATE: <state>
}
urc SCLOSED
urc RDY  boot
machine socket "socket" {
  states closed, opening, open
  closed -> opening  on AT+SOPEN ok
  opening -> open  on line SOPEN OK
  opening -> closed  on line SOPEN FAIL
  * -> closed  on line SCLOSED
  * -> closed  on boot
  known from STATE: <state>
}
)";

Recorder decode(std::initializer_list<std::pair<capture::Sender, std::string_view>> segments) {
  const auto dialect = dialect_of(kSocket);
  Recorder out;
  MachineRunner runner(dialect, out);
  session::Session session(dialect, runner);
  std::uint64_t offset = 0;
  for (const auto& [sender, bytes] : segments) {
    capture::Segment segment;
    segment.sender = sender;
    segment.bytes = bytes;
    segment.origin.offset = offset;
    offset += bytes.size();
    session.feed(segment);
  }
  session.finish();
  return out;
}

constexpr auto dte = capture::Sender::dte;
constexpr auto dce = capture::Sender::dce;

TEST(MachineTraffic, ASocketOpensAndCloses) {
  const Recorder out = decode({{dce, "\r\nRDY\r\n"},
                               {dte, "AT+SOPEN=\"h\",1\r"},
                               {dce, "AT+SOPEN=\"h\",1\r\r\nOK\r\n"},
                               {dce, "\r\nSOPEN OK\r\n"},
                               {dce, "\r\nSCLOSED\r\n"}});
  EXPECT_EQ(out.transitions, (Moves{"socket: unknown -> closed", "socket: closed -> opening",
                                    "socket: opening -> open", "socket: open -> closed"}));
  EXPECT_EQ(out.because, (Moves{"the module has started", "the command succeeded",
                                "a line of the module means it", "a line of the module means it"}));
}

TEST(MachineTraffic, AnAnswerAfterOkTellsTheState) {
  const Recorder out = decode(
      {{dte, "ATE0\r"}, {dce, "\r\nOK\r\n"}, {dte, "AT+SSTATE\r"}, {dce, "\r\nOK\r\n\r\nSTATE: open\r\n"}});
  EXPECT_EQ(out.transitions, Moves{"socket: unknown -> open"});
}

TEST(MachineTraffic, AFailureIsNoSuccess) {
  const Recorder out = decode({{dce, "\r\nRDY\r\n"}, {dte, "AT+SOPEN=\"h\",1\r"}, {dce, "\r\nERROR\r\n"}});
  EXPECT_EQ(out.transitions, Moves{"socket: unknown -> closed"});
}

}  // namespace
}  // namespace atscope::machine

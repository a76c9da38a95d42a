// SPDX-License-Identifier: MIT
// What each statement of docs/dialect-language.md compiles to.
#include <gtest/gtest.h>

#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

constexpr Nanoseconds second = 1'000'000'000;

TEST(DialectFile, HasItsHead) {
  const auto dialect = dialect_of(
      "// a comment\ndialect yuge \"Yuge // not a comment\"  // a comment\nidentified by \"YM310\" | "
      "\"EC716S\"\n"
      "default max 9 s  §1.4\n");
  EXPECT_EQ(dialect->name(), "yuge");
  EXPECT_EQ(dialect->title(), "Yuge // not a comment");
  EXPECT_EQ(std::vector<std::string>(dialect->identified_by().begin(), dialect->identified_by().end()),
            (Texts{"YM310", "EC716S"}));
  EXPECT_EQ(dialect->max_response(nullptr, nullptr).base, 9 * second);
}

TEST(DialectFile, MayHaveWindowsLineEndsAndAByteOrderMark) {
  const auto dialect = compile_dialect(
      "\xEF\xBB\xBF"
      "dialect a \"A\"\r\n\r\ncommand +X {\r\n  set =<n>\r\n}\r\n",
      "a.at");
  ASSERT_TRUE(dialect) << format(dialect.error()[0]);
  EXPECT_EQ((*dialect)->commands()[0].forms[0].arguments.text(), "=<n>");
}

TEST(DialectValues, GiveMeanings) {
  const auto dialect = dialect_of(
      "enum registration  §5.3 {\n  0 \"not registered, not searching\"\n  6..7 \"registered for SMS only\"\n"
      "  \"READY\" \"no code is asked for\"\n  \"SIM PIN\" \"the PIN\"  SM \"SIM\" | ME "
      "\"\\\"phone\\\"\"\n}\n");
  const Enumeration* values = dialect->find_enumeration("registration");
  ASSERT_NE(values, nullptr);
  EXPECT_EQ(values->section, "§5.3");
  ASSERT_NE(values->find("00"), nullptr);
  EXPECT_EQ(values->find("00")->meaning, "not registered, not searching");
  EXPECT_EQ(values->find("7")->meaning, "registered for SMS only");
  EXPECT_EQ(values->find("\"READY\"")->meaning, "no code is asked for");
  EXPECT_EQ(values->find("SIM PIN")->meaning, "the PIN");
  EXPECT_EQ(values->find("ME")->meaning, "\"phone\"");
  EXPECT_EQ(values->find("8"), nullptr);
  EXPECT_EQ(values->find(""), nullptr);
  EXPECT_EQ(dialect->find_enumeration(""), nullptr);
}

TEST(DialectValues, ErrorsAreAFamilyWithItsLine) {
  const auto dialect = dialect_of(
      "errors cme +CME ERROR: <err> | +CME ERROR <err>  §27.007/9.2 {\n  0 \"phone failure\"\n"
      "  50 \"incorrect parameters\" or \"data retry active\"\n}\nerrors tcp {\n  1 \"no memory\"\n}\n");
  const Enumeration* family = dialect->find_enumeration("cme");
  ASSERT_NE(family, nullptr);
  EXPECT_EQ(family->section, "27.007 §9.2");
  EXPECT_EQ(family->find("50")->alternative, "data retry active");
  ASSERT_EQ(dialect->line_rules().size(), 2u);
  const LineRule& rule = dialect->line_rules()[1];
  EXPECT_EQ(rule.role, LineRole::final_error);
  EXPECT_EQ(rule.command, no_command);
  EXPECT_EQ(rule.errors, family);
  EXPECT_NE(dialect->find_enumeration("tcp"), nullptr);
}

TEST(DialectValues, ParametersSayAllTheirClauses) {
  const auto dialect = dialect_of(
      "enum act {\n  7 \"E-UTRAN\"\n}\nparameter <imsi>  string  personal  \"subscriber identity\"\n"
      "command +X {\n  set =<a>,<b>,<c>,<d>,<e>,<f>,<g>,<h>,<i>\n"
      "  <a> 0..31  default 3  unit dBm  scale 2 offset -113\n"
      "  <b>  0 \"off\" | 1 \"on\" | 2..4 \"other\"\n  <c> act\n  <d> hex string length 1..128\n"
      "  <e> secret length 4\n  <f> ..31 \"a range with a meaning\"\n  <g> 0..  \"more\"\n"
      "  <h> 0..31 \"a range with a meaning\"\n  <i> 0..63  99 \"not known\"  default \"99\"\n}\n");
  const Parameter* imsi = dialect->parameter("imsi");
  ASSERT_NE(imsi, nullptr);
  EXPECT_EQ(imsi->type, ValueType::string);
  EXPECT_EQ(imsi->sensitivity, Sensitivity::personal);
  EXPECT_EQ(imsi->meaning, "subscriber identity");
  const Command& command = command_of(*dialect, "+X");
  const Parameter& a = *command.parameter("a");
  EXPECT_EQ(a.type, ValueType::integer);
  EXPECT_EQ(a.minimum, 0);
  EXPECT_EQ(a.maximum, 31);
  EXPECT_EQ(a.default_value, "3");
  EXPECT_EQ(a.unit, "dBm");
  EXPECT_EQ(a.scale, 2);
  EXPECT_EQ(a.offset, -113);
  const Parameter& b = *command.parameter("b");
  ASSERT_NE(b.enumeration, nullptr);
  EXPECT_EQ(b.enumeration->find("3")->meaning, "other");
  EXPECT_FALSE(b.minimum);
  EXPECT_EQ(command.parameter("c")->enumeration, dialect->find_enumeration("act"));
  const Parameter& d = *command.parameter("d");
  EXPECT_EQ(d.minimum_length, 1u);
  EXPECT_EQ(d.maximum_length, 128u);
  const Parameter& e = *command.parameter("e");
  EXPECT_EQ(e.sensitivity, Sensitivity::secret);
  EXPECT_EQ(e.minimum_length, 4u);
  EXPECT_EQ(e.maximum_length, 4u);
  EXPECT_FALSE(command.parameter("f")->minimum);
  EXPECT_EQ(command.parameter("f")->maximum, 31);
  EXPECT_EQ(command.parameter("g")->minimum, 0);
  EXPECT_FALSE(command.parameter("g")->maximum);
  EXPECT_EQ(command.parameter("h")->meaning, "a range with a meaning");
  EXPECT_EQ(command.parameter("h")->enumeration, nullptr);
  EXPECT_EQ(command.parameter("i")->enumeration->find("99")->meaning, "not known");
  EXPECT_EQ(command.parameter("i")->maximum, 63);
  EXPECT_EQ(command.parameter("z"), nullptr);
}

TEST(DialectValues, ParametersMayDependOnAnother) {
  const auto dialect = dialect_of(
      "enum cause {\n  3 \"illegal UE\"\n}\ncommand +X {\n  set =<type>,<cause>[,<t>]\n  <type>  0..9\n"
      "  <cause>  integer  secret  \"why\"\n  <cause>  cause  when <type> = 0, \"1\"\n"
      "  <cause>  bits  scale 2  unit s  when <type> = 2\n  <t>  timer T3412\n}\n");
  const Command& command = command_of(*dialect, "+X");
  ASSERT_EQ(command.parameters.size(), 3u);
  const Parameter& cause = *command.parameter("cause");
  ASSERT_EQ(cause.variants.size(), 2u);
  EXPECT_EQ(cause.enumeration, nullptr);
  EXPECT_EQ(cause.variants[0].other, "type");
  EXPECT_EQ(cause.variants[0].values, (Texts{"0", "1"}));
  EXPECT_EQ(cause.variants[0].parameter.meaning, "why");
  EXPECT_EQ(cause.variants[0].parameter.sensitivity, Sensitivity::secret);
  EXPECT_EQ(cause.variants[0].parameter.type, ValueType::integer);
  EXPECT_EQ(command.parameter("t")->timer, "T3412");

  const Notation& notation = command.forms[0].arguments;
  const auto resolved_for = [&](std::string_view line) -> const Parameter& {
    Captures captures;
    EXPECT_TRUE(notation.match(line, captures));
    return resolved(cause, notation, captures);
  };
  EXPECT_EQ(resolved_for("=01,3").enumeration, dialect->find_enumeration("cause"));
  EXPECT_EQ(resolved_for("=2,3").type, ValueType::bits);
  EXPECT_EQ(&resolved_for("=3,3"), &cause);
  EXPECT_EQ(&resolved_for("=,3"), &cause);
}

TEST(DialectResults, HaveRoleAndDigits) {
  const auto dialect = dialect_of(
      "result ok       OK  numeric 0\nresult error    NO DIALTONE | NO DIAL TONE  numeric 6  \"no tone\"\n"
      "result connect  CONNECT[ <text...>]  numeric 1\nresult intermediate  PROCEEDING\nurc RING  numeric "
      "2\n");
  ASSERT_EQ(dialect->line_rules().size(), 6u);
  EXPECT_EQ(dialect->rule(0).role, LineRole::final_ok);
  EXPECT_EQ(dialect->rule(0).numeric, 0);
  EXPECT_EQ(dialect->rule(2).role, LineRole::final_error);
  EXPECT_EQ(dialect->rule(2).numeric, 6);
  EXPECT_EQ(dialect->rule(2).meaning, "no tone");
  EXPECT_EQ(dialect->rule(3).role, LineRole::connect);
  EXPECT_EQ(dialect->rule(4).role, LineRole::intermediate);
  EXPECT_EQ(dialect->rule(4).numeric, -1);
  EXPECT_EQ(dialect->rule(5).role, LineRole::urc);
  EXPECT_EQ(dialect->rule(5).numeric, 2);
}

constexpr const char* cipsend = R"(
command +CIPMUX {
  set =<n>
  read +CIPMUX: <n>
  setting mux = <n>  default 0  "multi link"
}
command +CIPSEND "send data"  §9.14 {
  exec  when mux = 0  data prompt "> " until 0x1A abort 0x1B
  set  =<length>  when mux = 0  data prompt "> " <length> bytes
  set  =<n>[,<length>]  when mux = 1 and mux != 2  data prompt "> " <length> bytes
  read  +CIPSEND: <size>  when mux = 0
  test  +CIPSEND: <range>
  final [<n>,]SEND OK | DATA ACCEPT:[<n>,]<length>  else [<n>,]SEND FAIL
  max 12 s
  allowed in tcp: CONNECT OK  when mux = 0  else "open a link with AT+CIPSTART first"
  <length> 1..1460  unit byte
}
machine tcp {
  states IP INITIAL, CONNECT OK
}
)";

TEST(DialectCommands, TheExampleOfTheManualCompiles) {
  const auto dialect = dialect_of(cipsend);
  const Command& command = command_of(*dialect, "+cipsend");
  EXPECT_EQ(command.name, "+CIPSEND");
  EXPECT_EQ(command.meaning, "send data");
  EXPECT_EQ(command.section, "§9.14");
  EXPECT_EQ(command.dialect, "test");
  ASSERT_EQ(command.forms.size(), 5u);
  const FormRule& exec = command.forms[0];
  EXPECT_EQ(exec.form, Form::exec);
  EXPECT_EQ(exec.arguments.text(), "");
  ASSERT_EQ(exec.when.all.size(), 1u);
  EXPECT_EQ(dialect->settings()[exec.when.all[0].setting].name, "mux");
  ASSERT_TRUE(exec.data);
  EXPECT_EQ(exec.data->start, DataPhase::Start::prompt);
  EXPECT_EQ(exec.data->announce, ">");
  EXPECT_EQ(exec.data->end, DataPhase::End::terminator);
  EXPECT_EQ(exec.data->terminator, '\x1A');
  EXPECT_EQ(exec.data->abort, '\x1B');
  EXPECT_EQ(texts(*dialect, exec.finals),
            (Texts{"[<n>,]SEND OK", "DATA ACCEPT:[<n>,]<length>", "[<n>,]SEND FAIL"}));
  EXPECT_EQ(dialect->rule(exec.finals[0]).role, LineRole::final_ok);
  EXPECT_EQ(dialect->rule(exec.finals[2]).role, LineRole::final_error);
  EXPECT_TRUE(exec.only_own_finals);
  EXPECT_EQ(dialect->max_response(&command, &exec).base, 12 * second);
  const FormRule& set = command.forms[2];
  EXPECT_EQ(set.arguments.text(), "=<n>[,<length>]");
  EXPECT_EQ(set.when.all.size(), 2u);
  EXPECT_EQ(set.when.all[1].op, Comparison::Operator::not_equal);
  EXPECT_EQ(set.data->end, DataPhase::End::length);
  EXPECT_EQ(set.data->length, "length");
  EXPECT_EQ(set.finals, exec.finals);
  const FormRule& read = command.forms[3];
  EXPECT_EQ(read.form, Form::read);
  EXPECT_EQ(texts(*dialect, read.answers), Texts{"+CIPSEND: <size>"});
  EXPECT_FALSE(read.only_own_finals) << "the final results of sending do not end a question";
  EXPECT_TRUE(read.finals.empty());
  EXPECT_EQ(command.rules.size(), 5u);
  ASSERT_EQ(command.allowed.size(), 1u);
  EXPECT_EQ(command.allowed[0].machine, "tcp");
  EXPECT_EQ(command.allowed[0].states, Texts{"CONNECT OK"});
  EXPECT_EQ(command.allowed[0].way_out, "open a link with AT+CIPSTART first");
  EXPECT_FALSE(command.allowed[0].when.empty());
}

TEST(DialectCommands, SettingsFollowTheirCommand) {
  const auto dialect = dialect_of(
      "command V {\n  exec <value>\n  setting verbose = <value>  default 1  \"words\"\n}\n"
      "command +CMEE {\n  set =<n>\n  setting cmee = <n>  on set\n}\ncommand +CIPMODE {\n  setting raw = "
      "1\n}\n");
  ASSERT_EQ(dialect->settings().size(), 3u);
  EXPECT_EQ(dialect->settings()[0].name, "verbose");
  EXPECT_EQ(dialect->settings()[0].initial, 1);
  EXPECT_EQ(dialect->settings()[0].meaning, "words");
  EXPECT_EQ(dialect->find_setting("raw"), 2);
  EXPECT_EQ(dialect->find_setting("nothing"), std::nullopt);
  EXPECT_EQ(command_of(*dialect, "V").settings[0].parameter, "value");
  EXPECT_EQ(command_of(*dialect, "+CMEE").settings[0].form, Form::set);
  EXPECT_EQ(command_of(*dialect, "+CIPMODE").settings[0].value, 1);
}

TEST(DialectCommands, AreOfTheKindTheirNameSays) {
  const auto dialect = dialect_of(
      "command E {\n  exec <value>\n}\ncommand &W\ncommand \\Q {\n exec <n>\n}\ncommand D {\n  exec "
      "<number...>\n}\n"
      "command S {\n  set <register>=<value>\n  read <value>\n}\ncommand *I\ncommand +CREG\ncommand "
      "^SYSINFO\n");
  EXPECT_EQ(command_of(*dialect, "e").kind, CommandKind::basic);
  EXPECT_EQ(command_of(*dialect, "&w").kind, CommandKind::basic);
  EXPECT_EQ(command_of(*dialect, "\\Q").kind, CommandKind::basic);
  EXPECT_EQ(command_of(*dialect, "S").kind, CommandKind::s_register);
  EXPECT_EQ(command_of(*dialect, "*I").kind, CommandKind::extended);
  EXPECT_EQ(command_of(*dialect, "^SYSINFO").kind, CommandKind::extended);
  EXPECT_TRUE(command_of(*dialect, "D").forms[0].arguments.matches("*99***1#"));
}

TEST(DialectCommands, WithoutAFormHaveExecAlone) {
  const auto dialect = dialect_of(
      "command +A \"a\"  §1\ncommand +B {\n}\ncommand +C {\n  max 2 s\n  restarts\n}\ncommand +D {}\n");
  for (const char* name : {"+A", "+B", "+C", "+D"}) {
    const Command& command = command_of(*dialect, name);
    ASSERT_EQ(command.forms.size(), 1u) << name;
    EXPECT_EQ(command.forms[0].form, Form::exec);
    EXPECT_TRUE(command.forms[0].arguments.matches(""));
    EXPECT_FALSE(command.forms[0].only_own_finals);
  }
  EXPECT_TRUE(command_of(*dialect, "+C").restarts);
}

TEST(DialectCommands, AnswersSayHowTheyCome) {
  const auto dialect = dialect_of(
      "command +CIPSTATUS {\n  exec  ok first  answer STATE: <state> | C: <n>,<rest...>  many\n}\n"
      "command +CIFSR {\n  exec  answer <ip>  no ok\n}\ncommand I {\n  exec  answer text\n}\n"
      "command +CIPCLOSE {\n  answer +CIPCLOSE: <n>\n  exec\n  set =<n>  answer CLOSE OK\n  read +CIPCLOSE: "
      "<s>\n  intermediate WAIT\n}\n");
  const FormRule& status = command_of(*dialect, "+CIPSTATUS").forms[0];
  EXPECT_TRUE(status.before_answer);
  EXPECT_EQ(texts(*dialect, status.answers), (Texts{"STATE: <state>", "C: <n>,<rest...>"}));
  EXPECT_TRUE(dialect->rule(status.answers[1]).many);
  EXPECT_TRUE(command_of(*dialect, "+CIFSR").forms[0].no_ok);
  const FormRule& info = command_of(*dialect, "I").forms[0];
  ASSERT_EQ(info.answers.size(), 1u);
  EXPECT_TRUE(dialect->rule(info.answers[0]).text);
  EXPECT_TRUE(dialect->rule(info.answers[0]).notation.matches("Revision: 1, 2"));
  const Command& close = command_of(*dialect, "+CIPCLOSE");
  EXPECT_EQ(texts(*dialect, close.forms[0].answers), (Texts{"+CIPCLOSE: <n>", "WAIT"}));
  EXPECT_EQ(dialect->rule(close.forms[0].answers[1]).role, LineRole::intermediate);
  EXPECT_EQ(texts(*dialect, close.forms[1].answers), Texts{"CLOSE OK"});
  EXPECT_EQ(texts(*dialect, close.forms[2].answers), Texts{"+CIPCLOSE: <s>"});
}

TEST(DialectCommands, FinalsAreInsteadOfOkOrBesideIt) {
  const auto dialect = dialect_of(
      "command +A {\n  exec  final SHUT OK\n}\ncommand +B {\n  exec  final OK or SHUT OK  else SHUT FAIL\n}\n"
      "command +C {\n  exec  final OK  else C FAIL\n}\ncommand D {\n  exec <n>  final CONNECT  else NO "
      "CARRIER\n}\n"
      "command +E {\n  exec  no final\n}\ncommand +F {\n  final OWN\n  exec  final OK or OTHER\n  set "
      "=<n>\n}\n");
  EXPECT_TRUE(command_of(*dialect, "+A").forms[0].only_own_finals);
  const FormRule& b = command_of(*dialect, "+B").forms[0];
  EXPECT_FALSE(b.only_own_finals);
  EXPECT_EQ(texts(*dialect, b.finals), (Texts{"SHUT OK", "SHUT FAIL"}));
  const FormRule& c = command_of(*dialect, "+C").forms[0];
  EXPECT_FALSE(c.only_own_finals);
  EXPECT_EQ(texts(*dialect, c.finals), Texts{"C FAIL"});
  const FormRule& dial = command_of(*dialect, "D").forms[0];
  EXPECT_EQ(dialect->rule(dial.finals[0]).role, LineRole::connect);
  EXPECT_TRUE(command_of(*dialect, "+E").forms[0].no_final);
  const Command& f = command_of(*dialect, "+F");
  EXPECT_EQ(texts(*dialect, f.forms[0].finals), Texts{"OTHER"});
  EXPECT_FALSE(f.forms[0].only_own_finals);
  EXPECT_EQ(texts(*dialect, f.forms[1].finals), Texts{"OWN"});
  EXPECT_TRUE(f.forms[1].only_own_finals);
}

TEST(DialectCommands, DeferredResultsHaveALimit) {
  const auto dialect = dialect_of(
      "command +CIPSTART {\n  set =<type>,<ip>,<port>  deferred CONNECT OK | ALREADY CONNECT  else CONNECT "
      "FAIL  within 75 s\n}\n"
      "command +X {\n  deferred X OK  within 1 min  else X FAIL\n}\n");
  const FormRule& set = command_of(*dialect, "+CIPSTART").forms[0];
  EXPECT_EQ(texts(*dialect, set.deferred), (Texts{"CONNECT OK", "ALREADY CONNECT", "CONNECT FAIL"}));
  EXPECT_EQ(dialect->rule(set.deferred[0]).role, LineRole::deferred_ok);
  EXPECT_EQ(dialect->rule(set.deferred[2]).role, LineRole::deferred_error);
  ASSERT_TRUE(set.deferred_limit);
  EXPECT_EQ(set.deferred_limit->base, 75 * second);
  EXPECT_EQ(command_of(*dialect, "+X").forms[0].deferred_limit->base, 60 * second);
}

TEST(DialectCommands, LimitsMayBeComputed) {
  const auto dialect = dialect_of(
      "default max 9 s\ncommand +PING {\n  set =<ip>[,<count>[,<timeout>]]  max 9 s + <count> * <timeout> * "
      "100 ms\n}\n"
      "command +A {\n  set =<t>  max 0.5 s + <t> s\n  exec\n  max 300 ms\n}\ncommand +B\n");
  const Command& ping = command_of(*dialect, "+PING");
  const Limit& limit = dialect->max_response(&ping, &ping.forms[0]);
  EXPECT_EQ(limit.base, 9 * second);
  EXPECT_EQ(limit.first, "count");
  EXPECT_EQ(limit.second, "timeout");
  EXPECT_EQ(limit.unit, second / 10);
  const Command& a = command_of(*dialect, "+A");
  EXPECT_EQ(dialect->max_response(&a, &a.forms[0]).base, second / 2);
  EXPECT_EQ(dialect->max_response(&a, &a.forms[0]).first, "t");
  EXPECT_EQ(dialect->max_response(&a, &a.forms[0]).unit, second);
  EXPECT_EQ(dialect->max_response(&a, &a.forms[1]).base, 300'000'000);
  EXPECT_EQ(dialect->max_response(&command_of(*dialect, "+B"), nullptr).base, 9 * second);
}

TEST(DialectCommands, DataPhasesOfEveryKind) {
  const auto dialect = dialect_of(
      "command +A {\n  set =<length>  data after DOWNLOAD  <length> bytes\n"
      "  set =<x>,<y>  data after +FTPPUT: 2,<len> <len> bytes\n  set =<x>,2  data at once until 0x04\n"
      "  exec  data after CONNECT transparent\n  set =<x>,4  data after CONNECT  ppp\n"
      "  set =<x>,5  data prompt \"@\" <x> bytes\n}\n");
  const std::vector<FormRule>& forms = command_of(*dialect, "+A").forms;
  EXPECT_EQ(forms[0].data->start, DataPhase::Start::line);
  EXPECT_TRUE(forms[0].data->announce_notation->matches("DOWNLOAD"));
  EXPECT_EQ(forms[1].data->announce, "+FTPPUT: 2,<len>");
  EXPECT_EQ(forms[1].data->length, "len");
  EXPECT_EQ(forms[2].data->start, DataPhase::Start::immediately);
  EXPECT_EQ(forms[2].data->terminator, '\x04');
  EXPECT_EQ(forms[3].data->start, DataPhase::Start::connect);
  EXPECT_EQ(forms[3].data->end, DataPhase::End::transparent);
  EXPECT_EQ(forms[4].data->end, DataPhase::End::ppp);
  EXPECT_EQ(forms[5].data->announce, "@");
}

TEST(DialectLines, PayloadsAndUrcs) {
  const auto dialect = dialect_of(
      "command +CNMI {\n  set =<mode>\n  setting cnmi = <mode>\n}\n"
      "command +CMGL {\n  set =<stat>  answer +CMGL: <index>,<stat>,<alpha>,<length>  many  payload line\n}\n"
      "urc +IPD,<length>:  payload <length> bytes inline\n"
      "urc +RECV: <n>,<len> | +RECV: <len>  \"data\"  when cnmi >= 1  payload <len> * 2 bytes\n"
      "urc +CMT: <oa>,<scts>  payload text\nurc RDY  \"started\"  boot\n");
  const LineRule& list = dialect->rule(command_of(*dialect, "+CMGL").forms[0].answers[0]);
  EXPECT_EQ(list.payload.kind, Payload::Kind::line);
  EXPECT_TRUE(list.many);
  ASSERT_EQ(dialect->inline_payload_rules().size(), 1u);
  const LineRule& ipd = dialect->rule(dialect->inline_payload_rules()[0]);
  EXPECT_EQ(ipd.notation.text(), "+IPD,<length>:");
  EXPECT_EQ(ipd.payload.length, "length");
  const auto found = dialect->candidates("+RECV: 5");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(dialect->rule(found[1]).payload.multiplier, 2u);
  EXPECT_EQ(dialect->rule(found[1]).meaning, "data");
  EXPECT_FALSE(dialect->rule(found[1]).when.empty());
  EXPECT_EQ(dialect->rule(dialect->candidates("+CMT: ")[0]).payload.kind, Payload::Kind::text);
  EXPECT_TRUE(dialect->rule(dialect->candidates("RDY")[0]).boot);
}

TEST(DialectMachines, DeclareTheirTransitions) {
  const auto dialect = dialect_of(R"(
command +CIPMUX {
  set =<n>
  setting mux = <n>
}
command +CSTT
command +CIICR
command +CGATT {
  set =<state>
}
command E {
  exec <value>
}
command +CREG {
  read +CREG: <n>,<stat>
  <n> 0..2
  <stat> 0 "idle" | 1 "home"
}
machine tcp "TCP/IP, single link"  when mux = 0  §9.40 {
  states IP INITIAL, IP START, IP CONFIG,
  ... PDP DEACT, IP STATUS, TCP CLOSED
  IP INITIAL -> IP START  on AT+CSTT ok  "the APN is set"
  IP START -> IP CONFIG  on AT+CIICR sent
  * -> PDP DEACT  on line +PDP DEACT | +PDP:DEACT
  IP STATUS, TCP CLOSED -> PDP DEACT  on AT+CGATT=0 ok | ATE0 error | AT+CREG? ok
  * -> IP INITIAL  on boot
  known from STATE: <state>
}
machine link "one link of several"  when mux = 1  per <n> {
  states A
}
machine registration {
  states idle, home
  known from +CREG: <n>,<stat> | +CREG: <stat>
}
)");
  const Machine* tcp = dialect->find_machine("tcp");
  ASSERT_NE(tcp, nullptr);
  EXPECT_EQ(tcp->title, "TCP/IP, single link");
  EXPECT_EQ(tcp->section, "§9.40");
  EXPECT_EQ(tcp->when.all.size(), 1u);
  EXPECT_EQ(tcp->states,
            (Texts{"IP INITIAL", "IP START", "IP CONFIG", "PDP DEACT", "IP STATUS", "TCP CLOSED"}));
  ASSERT_EQ(tcp->transitions.size(), 8u);
  EXPECT_EQ(tcp->transitions[0].trigger.kind, Trigger::Kind::command_ok);
  EXPECT_EQ(tcp->transitions[0].trigger.command, dialect->find_command("+CSTT"));
  EXPECT_FALSE(tcp->transitions[0].trigger.arguments);
  EXPECT_EQ(tcp->transitions[0].from, std::vector<std::uint8_t>{0});
  EXPECT_EQ(tcp->transitions[0].to, 1);
  EXPECT_EQ(tcp->transitions[0].comment, "the APN is set");
  EXPECT_EQ(tcp->transitions[1].trigger.kind, Trigger::Kind::command_sent);
  EXPECT_TRUE(tcp->transitions[2].from.empty());
  EXPECT_TRUE(tcp->transitions[3].trigger.notation->matches("+PDP: DEACT"));
  EXPECT_EQ(tcp->transitions[4].from, (std::vector<std::uint8_t>{4, 5}));
  EXPECT_TRUE(tcp->transitions[4].trigger.arguments->matches("=0"));
  EXPECT_EQ(tcp->transitions[5].trigger.command, dialect->find_command("E"));
  EXPECT_TRUE(tcp->transitions[5].trigger.arguments->matches("0"));
  EXPECT_EQ(tcp->transitions[5].trigger.kind, Trigger::Kind::command_error);
  EXPECT_TRUE(tcp->transitions[6].trigger.arguments->matches("?"));
  EXPECT_EQ(tcp->transitions[7].trigger.kind, Trigger::Kind::boot);
  ASSERT_EQ(tcp->sources.size(), 1u);
  EXPECT_EQ(tcp->sources[0].parameter, "state");
  EXPECT_EQ(tcp->sources[0].command, no_command);
  EXPECT_EQ(dialect->find_machine("link")->per, "n");
  const Machine* registration = dialect->find_machine("registration");
  ASSERT_EQ(registration->sources.size(), 2u);
  EXPECT_EQ(registration->sources[0].parameter, "stat");
  EXPECT_EQ(registration->sources[0].command, dialect->find_command("+CREG"));
  EXPECT_EQ(registration->sources[1].parameter, "stat");
  EXPECT_EQ(dialect->find_machine("nothing"), nullptr);
}

TEST(CompileDialect, ALineMayChangeASettingAndDataMayHaveNoHead) {
  const auto dialect = dialect_of(R"(command +OPEN {
  exec  deferred CONNECT OK  else CONNECT FAIL  sets open = 1
  setting open = 0  on read
}
urc CLOSED  sets open = 0
urc <data...>  raw  when open = 1
)");
  std::vector<std::int64_t> values;
  std::size_t raw = 0;
  for (const LineRule& rule : dialect->line_rules()) {
    for (const SettingChange& change : rule.sets) values.push_back(change.value);
    raw += rule.raw;
  }
  EXPECT_EQ(values, (std::vector<std::int64_t>{1, 0})) << "a failure changes nothing";
  EXPECT_EQ(raw, 1u);
  for (const RuleId id : dialect->candidates("anything")) EXPECT_FALSE(dialect->rule(id).raw);
}

TEST(CompileDialect, IsAllowedWithSomeArgumentsOnly) {
  const auto dialect = dialect_of(R"(machine m {
  states A
  * -> A  on boot
}
command +X {
  set =<mode>[,<n>]
  setting mode = <mode>
  allowed in m: A  on set =2,<n>  else "first"
  requires mode = 1  on set =3
}
)");
  const Command& command = dialect->command(dialect->find_command("+X"));
  EXPECT_TRUE(command.allowed[0].arguments->matches("=2,7"));
  EXPECT_FALSE(command.allowed[0].arguments->matches("=1,7"));
  EXPECT_TRUE(command.required[0].arguments->matches("=3"));
}

TEST(CompileDialect, SaysWhatACommandNeedsAndWhatIsKept) {
  const auto dialect = dialect_of(R"(timer guard  1 s  "silence"  §9.37
command &W
command +MODE {
  set =<n>
  setting mode = <n>
  requires mode != 2 and mode < 5  on set  else "leave mode 2"  §9
  saved by AT&W | AT+MODE  §3.2
  saved at once
  effective after restart
}
command +SEND {
  set =<size>,<time>  data prompt ">" <size> bytes or after <time> ms or pause 5 s or early when mode = 1
}
)");
  ASSERT_EQ(dialect->timers().size(), 1u);
  EXPECT_EQ(dialect->timers()[0].time.base, 1'000'000'000);
  const Command& mode = dialect->command(dialect->find_command("+MODE"));
  ASSERT_EQ(mode.required.size(), 1u);
  EXPECT_EQ(mode.required[0].what.all.size(), 2u);
  EXPECT_EQ(mode.required[0].form, Form::set);
  EXPECT_EQ(mode.required[0].way_out, "leave mode 2");
  EXPECT_EQ(mode.keeping.saved_by, (Texts{"&W", "+MODE"}));
  EXPECT_TRUE(mode.keeping.saved_at_once);
  EXPECT_TRUE(mode.keeping.after_restart);
  const Command& send = dialect->command(dialect->find_command("+SEND"));
  const DataPhase& data = *send.forms[0].data;
  EXPECT_EQ(data.time->first, "time");
  EXPECT_EQ(data.time->unit, 1'000'000);
  EXPECT_EQ(data.pause->base, 5'000'000'000);
  EXPECT_EQ(data.early.all.size(), 1u);
}

TEST(CompileDialect, AnErrorInWordsIsFoundByThem) {
  const auto dialect = dialect_of(R"(errors cme +CME ERROR: <err> {
  10 "no SIM"  as "SIM not inserted"
  50 "failed" or "wrong parameter"  as "EXE_FAIL" or "Invalid Param"
}
)");
  const Enumeration* errors = dialect->find_enumeration("cme");
  ASSERT_NE(errors->find("sim NOT inserted"), nullptr);
  EXPECT_EQ(errors->find("sim NOT inserted")->value, "10");
  EXPECT_EQ(errors->find("Invalid Param")->value, "50");
  EXPECT_EQ(errors->find("SIM"), nullptr);
}

TEST(CompileDialect, AnOutsideCauseIsKeptInWords) {
  const auto dialect = dialect_of(R"(command +SLEEP {
  set =<n>
  setting sleep = <n>
}
machine sleep {
  states awake, asleep
  * -> awake  on boot
  awake -> asleep  on "no traffic for 5 s"  when sleep = 2  §4.12
}
)");
  const Machine* machine = dialect->find_machine("sleep");
  ASSERT_EQ(machine->transitions.size(), 2u);
  EXPECT_EQ(machine->transitions[1].trigger.kind, Trigger::Kind::outside);
  EXPECT_EQ(machine->transitions[1].trigger.text, "no traffic for 5 s");
  EXPECT_EQ(machine->transitions[1].when.all.size(), 1u);
  EXPECT_EQ(machine->transitions[1].section, "§4.12");
}

}  // namespace
}  // namespace atscope::grammar

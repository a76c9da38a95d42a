// SPDX-License-Identifier: MIT
// The constraints of a manual that the rules of lint read: what each statement compiles to, and its mistakes.
#include <gtest/gtest.h>

#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

constexpr Nanoseconds second = 1'000'000'000;

// All messages about a dialect that does not compile.
std::string mistake_of(const std::string& text) {
  const auto dialect = compile_dialect("dialect test \"Test\"\n" + text, "test.at");
  if (dialect) return "it compiles";
  std::string messages;
  for (const Diagnostic& item : dialect.error()) messages += format(item) + "\n";
  return messages;
}

TEST(DialectConstraints, NeedsNamesCommandsAndWhereTheyCountFrom) {
  const auto dialect = dialect_of(
      "command +INIT\ncommand +PARA {\n  set =<tag>,<value>\n}\n"
      "command +ACT {\n  set =<m>\n  needs AT+PARA=\"URL\",<url> | AT+PARA=\"CID\",<cid>  since AT+INIT"
      "  on set  as tls  else \"first the URL\"  §11.3\n}\n");
  const Command& act = command_of(*dialect, "+ACT");
  ASSERT_EQ(act.needs.size(), 1u);
  const NeedRule& need = act.needs[0];
  EXPECT_EQ(need.need, Need::tls);
  EXPECT_EQ(need.form, Form::set);
  EXPECT_EQ(need.way_out, "first the URL");
  EXPECT_EQ(need.section, "§11.3");
  ASSERT_EQ(need.uses.size(), 2u);
  ASSERT_EQ(need.since.size(), 1u);
  const CommandId para = dialect->find_command("+PARA");
  EXPECT_TRUE(need.uses[0].fits(para, Form::set, "=\"URL\",\"http://a\""));
  EXPECT_FALSE(need.uses[0].fits(para, Form::set, "=\"UA\",\"x\""));
  EXPECT_FALSE(need.uses[0].fits(para, Form::read, "?"));
  EXPECT_TRUE(need.since[0].fits(dialect->find_command("+INIT"), Form::exec, ""));
  EXPECT_FALSE(need.since[0].fits(dialect->find_command("+INIT"), Form::test, "=?"));
  EXPECT_FALSE(need.since[0].fits(para, Form::exec, ""));
}

TEST(DialectConstraints, AllowedSaysWhatIsMissingAndWhichInstance) {
  const auto dialect = dialect_of(
      "machine bearer per <cid> {\n  states open, closed\n  * -> open  on AT+OPEN=<cid> ok\n  * -> closed  "
      "on boot\n}\n"
      "command +OPEN {\n  set =<cid>\n}\ncommand +CID {\n  set =<v>\n  setting cid = <v>\n}\n"
      "command +GET {\n  allowed in bearer cid: open  as bearer  else \"open it\"\n}\n");
  const Command& get = command_of(*dialect, "+GET");
  ASSERT_EQ(get.allowed.size(), 1u);
  EXPECT_EQ(get.allowed[0].need, Need::bearer);
  EXPECT_EQ(get.allowed[0].instance, dialect->find_setting("cid"));
  EXPECT_EQ(get.allowed[0].states, (Texts{"open"}));
}

TEST(DialectConstraints, DataHasTimesAndMaySwallowALineFeed) {
  const auto dialect = dialect_of(
      "command +W {\n  set =<n>,<t>  data prompt \">\" <n> bytes or after <t> ms swallows LF  max 9 s\n"
      "  set =<n>  data prompt \">\" until 0x1A abort 0x1B or pause 5 s\n}\n");
  const Command& write = command_of(*dialect, "+W");
  ASSERT_TRUE(write.forms[0].data && write.forms[0].data->time);
  EXPECT_EQ(write.forms[0].data->time->first, "t");
  EXPECT_EQ(write.forms[0].data->time->unit, 1'000'000);
  EXPECT_TRUE(write.forms[0].data->swallows_lf);
  EXPECT_EQ(write.forms[0].max_response->base, 9 * second);
  ASSERT_TRUE(write.forms[1].data && write.forms[1].data->pause);
  EXPECT_EQ(write.forms[1].data->pause->base, 5 * second);
  EXPECT_FALSE(write.forms[1].data->swallows_lf);
}

TEST(DialectConstraints, ACommandTellsWhatFollowsWhatItExposesAndWhatItDoesToTheModule) {
  const auto dialect = dialect_of(
      "command +LOGIN {\n  set =<u>,<p>\n}\ncommand +NEXT\n"
      "command +CON {\n  set =<h>\n  setting tls = <h>\n  followed by AT+NEXT  within 2 s  \"or it closes\"  "
      "§1\n"
      "  exposes AT+LOGIN=<u>,<p>  when tls = 0  else \"use TLS\"\n  restarts =1,1\n  saves\n"
      "  limited tries  \"three\"\n  sleeps  when tls = 2  within 5 s\n}\n");
  const Command& con = command_of(*dialect, "+CON");
  ASSERT_EQ(con.followed_by.size(), 1u);
  EXPECT_EQ(con.followed_by[0].within.base, 2 * second);
  EXPECT_EQ(con.followed_by[0].reason, "or it closes");
  EXPECT_EQ(con.followed_by[0].next.command, dialect->find_command("+NEXT"));
  ASSERT_EQ(con.exposes.size(), 1u);
  EXPECT_EQ(con.exposes[0].way_out, "use TLS");
  EXPECT_EQ(con.exposes[0].when.all.size(), 1u);
  EXPECT_FALSE(con.restarts);
  ASSERT_EQ(con.restarting.size(), 1u);
  EXPECT_TRUE(con.restarting[0].matches("=1,1"));
  EXPECT_TRUE(con.saves);
  EXPECT_TRUE(con.limited_tries);
  ASSERT_TRUE(con.sleeps);
  EXPECT_EQ(con.sleeps->after, 5 * second);
}

TEST(DialectConstraints, ValuesHaveWeights) {
  const auto dialect = dialect_of(
      "command +X {\n  set =<a>,<b>\n  read +X: <c>,<most>\n  urc +X: <c>  fetched by AT+X=<a>,<b>  holds 4\n"
      "  <a>  0 \"none\" | 1 \"all\"  insecure 0 | 1\n  <b>  1..9  at most <most>\n"
      "  <c>  failure 600\n  <most>  discouraged 1..299 \"too short\" | 0 \"off\"\n}\n");
  const Command& x = command_of(*dialect, "+X");
  EXPECT_EQ(x.parameter("a")->insecure, (Texts{"0", "1"}));
  EXPECT_EQ(x.parameter("b")->at_most, "most");
  EXPECT_EQ(x.parameter("c")->failures, (Texts{"600"}));
  ASSERT_EQ(x.parameter("most")->discouraged.size(), 2u);
  EXPECT_EQ(x.parameter("most")->discouraged[0].last, "299");
  EXPECT_EQ(x.parameter("most")->discouraged[1].meaning, "off");
  const LineRule* urc = nullptr;
  for (const LineRule& rule : dialect->line_rules()) {
    if (rule.role == LineRole::urc) urc = &rule;
  }
  ASSERT_NE(urc, nullptr);
  ASSERT_EQ(urc->fetched_by.size(), 1u);
  EXPECT_EQ(urc->holds, 4u);
}

TEST(DialectConstraints, MistakesAreNamed) {
  EXPECT_NE(mistake_of("command +A {\n  needs AT+NOWHERE\n}\n").find("unknown command \"AT+NOWHERE\""),
            std::string::npos);
  EXPECT_NE(mistake_of("command +A {\n  followed by AT+A\n}\n").find("without a time"), std::string::npos);
  EXPECT_NE(mistake_of("machine m {\n  states a, b\n}\ncommand +A {\n  allowed in m: a  as soup\n}\n")
                .find("unknown kind \"soup\""),
            std::string::npos);
  EXPECT_NE(mistake_of("machine m {\n  states a, b\n}\ncommand +A {\n  allowed in m which: a\n}\n")
                .find("unknown setting \"which\""),
            std::string::npos);
  EXPECT_NE(mistake_of("command +A {\n  sleeps\n}\n").find("\"sleeps\" without a time"), std::string::npos);
}

}  // namespace
}  // namespace atscope::grammar

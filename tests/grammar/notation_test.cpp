// SPDX-License-Identifier: MIT
#include "decoder/grammar/notation.h"

#include <chrono>
#include <gtest/gtest.h>
#include <ostream>

namespace atscope::grammar {
namespace {

std::string shown(const Notation& notation, const Captures& captures) {
  std::string text;
  for (const Capture& capture : captures) {
    if (!text.empty()) text += '|';
    text += notation.names()[capture.name] + "=" + std::string(capture.text);
  }
  return text;
}

struct Case {
  const char* notation;
  const char* line;
  const char* values;  // null: no match
};
void PrintTo(const Case& item, std::ostream* out) {
  *out << item.notation << "  on  " << item.line;
}

class NotationMatch : public testing::TestWithParam<Case> {};

TEST_P(NotationMatch, FitsAsTheManualMeansIt) {
  const Case& item = GetParam();
  const auto notation = Notation::compile(item.notation);
  ASSERT_TRUE(notation);
  Captures captures;
  const bool fits = notation->match(item.line, captures);
  ASSERT_EQ(fits, item.values != nullptr);
  if (fits) {
    EXPECT_EQ(shown(*notation, captures), item.values);
  }
}

constexpr const char* creg = "+CREG: <n>,<stat>[,<lac>,<ci>[,<act>]]";

INSTANTIATE_TEST_SUITE_P(
    Values, NotationMatch,
    testing::Values(
        Case{creg, "+CREG: 0,1", "n=0|stat=1"}, Case{creg, "+CREG:0,1", "n=0|stat=1"},
        Case{creg, "+CREG : 0 , 1 ", "n=0|stat=1"}, Case{creg, "  +CREG:\t0,\t1", "n=0|stat=1"},
        Case{creg, "+CREG: 2,1,\"1A2B\",\"01a2c315\"", "n=2|stat=1|lac=\"1A2B\"|ci=\"01a2c315\""},
        Case{creg, "+CREG: 2,1,\"1A2B\",\"01a2c315\",7", "n=2|stat=1|lac=\"1A2B\"|ci=\"01a2c315\"|act=7"},
        Case{creg, "+CREG: 1", nullptr}, Case{creg, "+CREG: 2,1,\"1A2B\"", nullptr},
        Case{creg, "+CREG: 2,1,2,3,4,5", nullptr}, Case{creg, "+creg: 0,1", nullptr},
        Case{creg, "+CREG: ,", "n=|stat="}, Case{creg, "+CREG: 1,,,", "n=1|stat=|lac=|ci="},
        Case{creg, "+CREG", nullptr}, Case{creg, "", nullptr},
        // quotes
        Case{"+CPBR: <index>,<number>,<type>,<text>", "+CPBR: 1,\"+49,1\",145,\"Doe, John: home\"",
             "index=1|number=\"+49,1\"|type=145|text=\"Doe, John: home\""},
        Case{"+CUSD: <m>,<str>,<dcs>", "+CUSD: 0,\"Line one\r\nline, two\",15",
             "m=0|str=\"Line one\r\nline, two\"|dcs=15"},
        Case{"+CPBR: <index>,<text>", "+CPBR: 1,\"cut, here", "index=1|text=\"cut, here"},
        Case{"+CPBR: <index>,<text>,<x>", "+CPBR: 1,\"cut, here", nullptr},
        Case{"C: <n>,\"<ip>\",\"<port>\"", "C: 0,\"1,2\",\"80\"", "n=0|ip=1,2|port=80"},
        Case{"C: <n>,\"<ip>\",\"<port>\"", "C: 0,\"\",\"\"", "n=0|ip=|port="},
        Case{"+X: <a>", "+X: 12\" disk", "a=12\" disk"},
        // groups
        Case{"+CIPMUX: <range>", "+CIPMUX: (0,1)", "range=(0,1)"},
        Case{"+CMEE: <a>,<b>", "+CMEE: (0-2),(\"a,b\",(1,2))", "a=(0-2)|b=(\"a,b\",(1,2))"},
        Case{"+X: <a>", "+X: (\"a\"-\"b\")|(\"c\"-\"d,e\")", "a=(\"a\"-\"b\")|(\"c\"-\"d,e\")"},
        Case{"+X: <a>,<b>", "+X: (A,B", nullptr}, Case{"+X: <a>", "+X: (A,B", "a=(A,B"},
        Case{"+COPS: <mode>,<format>,<oper>,<act>", "+COPS: 0,0,China (Mobile,7",
             "mode=0|format=0|oper=China (Mobile|act=7"}));

INSTANTIATE_TEST_SUITE_P(
    Literals, NotationMatch,
    testing::Values(
        Case{"OK", "OK", ""}, Case{"OK", " OK ", ""}, Case{"OK", "OKAY", nullptr}, Case{"OK", "ok", nullptr},
        Case{"SEND OK", "SEND OK", ""}, Case{"SEND OK", "SEND  OK", ""}, Case{"SEND OK", "SENDOK", nullptr},
        Case{"STATE: <state>", "STATE: IP INITIAL", "state=IP INITIAL"},
        Case{"STATE: <state>", "STATE:IP INITIAL", "state=IP INITIAL"},
        Case{"+CPIN: READY", "+CPIN:READY", ""}, Case{"+CPIN:READY", "+CPIN: READY", ""},
        Case{"+CME ERROR: <err>", "+CME ERROR:50", "err=50"},
        Case{"+CME ERROR: <err>", "+CME ERROR: SIM not inserted", "err=SIM not inserted"},
        Case{"+CME ERROR <err>", "+CME ERROR 50", "err=50"}, Case{"+CME ERROR <err>", "+CME ERROR", nullptr},
        Case{"<n>,CONNECT OK", "1, CONNECT OK", "n=1"}, Case{"<n>, CONNECT OK", "1,CONNECT OK", "n=1"},
        Case{"[<n>,]CONNECT OK", "1, CONNECT OK", "n=1"}, Case{"[<n>,]CONNECT OK", "CONNECT OK", ""},
        Case{"[<n>,]CONNECT OK", "1,2,CONNECT OK", nullptr},
        Case{"DATA ACCEPT:[<n>,]<length>", "DATA ACCEPT:12", "length=12"},
        Case{"DATA ACCEPT:[<n>,]<length>", "DATA ACCEPT: 1 , 12", "n=1|length=12"},
        Case{"RECV FROM:<ip>:<port>", "RECV FROM:10.0.0.1:8080", "ip=10.0.0.1|port=8080"},
        Case{"<first>-<second>", "3-4", "first=3|second=4"},
        Case{"<name> SEND OK", "link a SEND OK", "name=link a"}, Case{"CONNECT[ <text...>]", "CONNECT", ""},
        Case{"CONNECT[ <text...>]", "CONNECT 9600", "text=9600"},
        Case{"CONNECT[ <text...>]", "CONNECTED", nullptr},
        Case{"CONNECT[ <text...>]", "CONNECT a, b: c ", "text=a, b: c"}));

INSTANTIATE_TEST_SUITE_P(
    OptionsRepeatsAndRests, NotationMatch,
    testing::Values(
        Case{"=[<n>]", "=", ""}, Case{"=[<n>]", "=1", "n=1"}, Case{"=<n>[,<length>]", "=1,", "n=1|length="},
        Case{"=<n>[,<length>]", "=1", "n=1"}, Case{"+CLAC: <c>{,<c>}", "+CLAC: 1", "c=1"},
        Case{"+CLAC: <c>{,<c>}", "+CLAC: 1,2,(3,4)", "c=1|c=2|c=(3,4)"},
        Case{"{<a>,}<b>", "1,2,3", "a=1|a=2|b=3"}, Case{"{<a>,}<b>", "3", "b=3"},
        Case{"X{[<a>],}Y", "X,1,,Y", "a=1"}, Case{"X[<a>][<b>]", "X1", "a=1"},
        Case{"+CGDCONT: [<cid>[,<type>[,<apn>]]]", "+CGDCONT:", ""},
        Case{"+CGDCONT: [<cid>[,<type>[,<apn>]]]", "+CGDCONT: 1,\"IP\"", "cid=1|type=\"IP\""},
        Case{"<text...>", "any, line: \"at all", "text=any, line: \"at all"}, Case{"<text...>", "", "text="},
        Case{"+X: <a>,<rest...>", "+X: 1,2,\"3\",", "a=1|rest=2,\"3\","},
        Case{"+X: <rest...>,<last>", "+X: 1,2,3", "rest=1,2|last=3"},
        Case{"+X: <rest...>;", "+X: 1;2;", "rest=1;2"}, Case{"+X: <rest...>;", "+X: 1;2", nullptr},
        Case{"", "", ""}, Case{"", "  ", ""}, Case{"", "x", nullptr}));

TEST(Notation, ComparesLettersWithoutCaseOnlyInCommands) {
  const auto command = Notation::compile("=<n>,\"tcp\",<ip>", Notation::Letters::any_case);
  const auto line = Notation::compile("=<n>,\"tcp\",<ip>");
  ASSERT_TRUE(command && line);
  EXPECT_TRUE(command->matches("=1,\"TCP\",x"));
  EXPECT_FALSE(line->matches("=1,\"TCP\",x"));
}

TEST(Notation, GivesViewsIntoTheLine) {
  const std::string line = "+CSQ: 21,99";
  const auto notation = Notation::compile("+CSQ: <rssi>,<ber>");
  ASSERT_TRUE(notation);
  Captures captures;
  ASSERT_TRUE(notation->match(line, captures));
  EXPECT_EQ(captures[0].text.data(), line.data() + 6);
  EXPECT_EQ(captures[1].text.data(), line.data() + 9);
}

TEST(Notation, KnowsItsLeadAndNames) {
  const auto lead = Notation::compile("+CREG: <n>,<stat>[,<n>]");
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->lead(), "+CREG:");
  EXPECT_EQ(lead->names(), (std::vector<std::string>{"n", "stat"}));
  EXPECT_EQ(lead->text(), "+CREG: <n>,<stat>[,<n>]");
  EXPECT_FALSE(lead->literal_only());
  EXPECT_EQ(Notation::compile("CONNECT <speed>")->lead(), "CONNECT");
  EXPECT_EQ(Notation::compile("[<n>,]SEND OK")->lead(), "");
  EXPECT_TRUE(Notation::compile("SEND OK")->literal_only());
}

TEST(Notation, FindsTheHeadOfAnInlinePayload) {
  const auto notation = Notation::compile("+IPD,<length>:");
  ASSERT_TRUE(notation);
  Captures captures;
  const std::string_view bytes = "+IPD,5: ab:c\r\n";
  ASSERT_EQ(notation->match_prefix(bytes, captures), 7u);  // the blank is payload
  EXPECT_EQ(captures[0].text, "5");
  EXPECT_FALSE(notation->match_prefix("+IPD,5", captures));
  EXPECT_FALSE(notation->match_prefix("+IPD,5\r\n1:", captures));
  EXPECT_FALSE(notation->match_prefix("", captures));
}

TEST(Notation, CountsValuesPastTheCapacity) {
  const auto notation = Notation::compile("+X: <a>{,<a>}");
  ASSERT_TRUE(notation);
  std::string line = "+X: 0";
  for (int value = 1; value < 500; ++value) line += "," + std::to_string(value);
  Captures captures;
  ASSERT_TRUE(notation->match(line, captures));
  EXPECT_EQ(captures.found(), 500u);
  EXPECT_EQ(captures.size(), Captures::capacity);
  EXPECT_EQ(captures[47].text, "47");
}

TEST(Notation, GivesUpOnLinesMadeToExplode) {
  std::string text = "X";
  for (int depth = 0; depth < 15; ++depth) text += "[,<a>{,<b>}";
  for (int depth = 0; depth < 15; ++depth) text += "]";
  const auto notation = Notation::compile(text + "END");
  ASSERT_TRUE(notation);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(notation->matches("X" + std::string(60'000, ',')));
  const auto nested = Notation::compile("{{{<a>,}<b>,}<c>,}END");
  ASSERT_TRUE(nested);
  EXPECT_FALSE(nested->matches(std::string(60'000, ',')));
  const auto rest = Notation::compile("<a...>,<b...>,<c...>,<d...>;");
  ASSERT_TRUE(rest);
  EXPECT_FALSE(rest->matches(std::string(60'000, ',')));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(Notation, ALiteralWithANameIsAValue) {
  const auto notation = Notation::compile("+CIPRXGET: <mode=2>,[<n>,]<cnlen>,<rlen>");
  ASSERT_TRUE(notation);
  EXPECT_EQ(notation->text(), "+CIPRXGET: 2,[<n>,]<cnlen>,<rlen>");
  EXPECT_EQ(notation->lead(), "+CIPRXGET:2,");
  Captures captures;
  ASSERT_TRUE(notation->match("+CIPRXGET: 2 , 10,0", captures));
  EXPECT_EQ(notation->names()[captures[0].name], "mode");
  EXPECT_EQ(captures[0].text, "2");
  EXPECT_TRUE(captures[0].fixed);
  EXPECT_FALSE(captures[1].fixed);
  EXPECT_FALSE(notation->match("+CIPRXGET: 3,10,0", captures));
  EXPECT_FALSE(notation->match("+CIPRXGET: 22,10,0", captures));
  const auto quoted = Notation::compile("=<tag=\"URL\">,<value>", Notation::Letters::any_case);
  ASSERT_TRUE(quoted);
  ASSERT_TRUE(quoted->match("=\"url\",x", captures));
  EXPECT_EQ(captures[0].text, "\"url\"");
  EXPECT_TRUE(Notation::compile("<mode=2>,OK")->literal_only());
}

struct Wrong {
  const char* text;
  std::size_t offset;
  const char* message;
};
void PrintTo(const Wrong& item, std::ostream* out) {
  *out << item.text;
}
class NotationMistake : public testing::TestWithParam<Wrong> {};

TEST_P(NotationMistake, IsFoundInItsPlace) {
  const Wrong& item = GetParam();
  EXPECT_FALSE(Notation::compile(item.text));
  const auto mistake = Notation::check(item.text);
  ASSERT_TRUE(mistake);
  EXPECT_EQ(mistake->offset, item.offset);
  EXPECT_EQ(mistake->message, item.message);
}

INSTANTIATE_TEST_SUITE_P(
    All, NotationMistake,
    testing::Values(Wrong{"+X: <n", 4, "'<' without its '>'"}, Wrong{"+X: <n,<m>", 4, "'<' without its '>'"},
                    Wrong{"+X: <>", 4, "a value needs a name between '<' and '>'"},
                    Wrong{"+X: <...>", 4, "a value needs a name between '<' and '>'"},
                    Wrong{"+X: n>", 5, "'>' without its '<'"}, Wrong{"+X[,<n>", 2, "'[' without its ']'"},
                    Wrong{"+X,<n>]", 6, "']' without its '['"}, Wrong{"+X{,<n>", 2, "'{' without its '}'"},
                    Wrong{"+X[,<n>}", 7, "'}' without its '{'"}, Wrong{"+X: <a=>", 4, "'<' without its '>'"},
                    Wrong{"+X: <a=1,2>", 4, "'<' without its '>'"},
                    Wrong{"+X[]", 2, "nothing stands between these brackets"}));

TEST(NotationMistake, DeepNestingIsRefused) {
  EXPECT_FALSE(Notation::compile(std::string(1000, '[') + "x" + std::string(1000, ']')));
  EXPECT_FALSE(Notation::compile(std::string(100'000, 'x')));
}

}  // namespace
}  // namespace atscope::grammar

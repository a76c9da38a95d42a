// SPDX-License-Identifier: MIT
// One mistake in each kind of statement: its place, what is said, and the way out.
#include <gtest/gtest.h>
#include <ostream>

#include "decoder/grammar/load.h"

namespace atscope::grammar {
namespace {

struct Mistake {
  const char* name;
  const char* text;  // behind the dialect statement, which is line 1
  std::uint32_t line, column;
  const char* message;
  const char* expected;
  const char* help;
};
void PrintTo(const Mistake& item, std::ostream* out) {
  *out << item.name;
}

class DialectMistake : public testing::TestWithParam<Mistake> {};

TEST_P(DialectMistake, IsShownInItsPlaceWithTheWayOut) {
  const Mistake& item = GetParam();
  const auto dialect = compile_dialect(std::string("dialect test \"Test\"\n") + item.text, "test.at");
  ASSERT_FALSE(dialect);
  ASSERT_EQ(dialect.error().size(), 1u) << format(dialect.error()[0]) << format(dialect.error().back());
  const Diagnostic& found = dialect.error()[0];
  EXPECT_EQ(found.file, "test.at");
  EXPECT_EQ(found.line, item.line);
  EXPECT_EQ(found.column, item.column);
  EXPECT_EQ(found.message, item.message);
  EXPECT_EQ(found.expected, item.expected);
  EXPECT_EQ(found.help, item.help);
  EXPECT_FALSE(found.warning);
}

INSTANTIATE_TEST_SUITE_P(
    Top, DialectMistake,
    testing::Values(
        Mistake{"UnknownStatement", "comand +X", 2, 1, "unknown statement \"comand\"",
                "a statement of a dialect", "did you mean command?"},
        Mistake{"SecondDialect", "dialect other \"Other\"", 2, 1, "a second dialect statement",
                "one for each file", "an included file has none"},
        Mistake{"UnknownBase", "include \"nowhere.at\"", 2, 10, "there is no file \"nowhere.at\"", "", ""},
        Mistake{"IncludeWithoutQuotes", "include nowhere.at", 2, 9, "unexpected \"nowhere.at\"",
                "text in double quotes", ""},
        Mistake{"IdentifiedByWithoutQuotes", "identified by YM310", 2, 15, "unexpected \"YM310\"",
                "text in double quotes", ""},
        Mistake{"DefaultMaxWithoutUnit", "default max 9", 2, 14, "the statement ends too early",
                "a unit of time (ms, s, min, h)", ""},
        Mistake{"DefaultMaxWithWrongUnit", "default max 9 sec", 2, 15, "unexpected \"sec\"",
                "a unit of time (ms, s, min, h)", ""},
        Mistake{"ResultWithoutRole", "result good  OK", 2, 8, "unexpected \"good\"",
                "one of ok, error, connect, intermediate", ""},
        Mistake{"ResultWithWrongNumber", "result ok  OK  numeric 1000", 2, 16,
                "a numeric result code has one to three digits", "", ""},
        Mistake{"ResultTwice", "result ok  OK\nresult error  OK", 3, 15, "OK is declared twice", "", ""},
        Mistake{"EnumValueWithoutMeaning", "enum a {\n  0 \"off\"\n  1\n}", 4, 3, "unexpected \"1\"",
                "a value with its meaning, as 1 \"on\"", ""},
        Mistake{"EnumValueTwice", "enum a {\n  0 \"off\"\n  00 \"on\"\n}", 4, 3,
                "the value 00 is given twice", "", ""},
        Mistake{"EnumRangeBackwards", "enum a {\n  7..6 \"x\"\n}", 3, 3, "7..6 is no range of numbers",
                "a range, as 6..7", ""},
        Mistake{"EnumTwice", "enum a {\n}\nenum a {\n}", 4, 6, "a is declared twice", "", ""},
        Mistake{"EnumWithoutName", "enum {\n 0 \"x\"\n}", 2, 5, "the statement ends too early", "a name", ""},
        Mistake{"OpenQuote", "enum a {\n  0 \"off\n}", 3, 9, "the statement ends too early", "'\"'", ""},
        Mistake{"ErrorsNotation", "errors cme +CME ERROR: <err  §1 {\n}", 2, 24, "'<' without its '>'",
                "notation, as +CREG: <n>,<stat>[,<lac>]", ""},
        Mistake{"ParameterWithoutBrackets", "parameter imsi  string", 2, 11, "unexpected \"imsi\"",
                "a value in angle brackets, as <n>", ""},
        Mistake{"ParameterTypeUnknown", "parameter <imsi>  strng", 2, 19,
                "unknown type or enumeration \"strng\"",
                "integer, decimal, hex, string, address, bits, octets, escaped, time, or the name of an enum",
                "did you mean string?"},
        Mistake{"ParameterEnumUnknown", "enum registration {\n 0 \"x\"\n}\nparameter <stat>  registraton", 5,
                19, "unknown type or enumeration \"registraton\"",
                "integer, decimal, hex, string, address, bits, octets, escaped, time, or the name of an enum",
                "did you mean registration?"},
        Mistake{"UrcWithWrongClause", "urc +X: <n>  final OK", 2, 14, "\"final\" has no place in a urc", "",
                ""},
        Mistake{"UrcWithUnknownClause", "urc +X: <n>  wen a = 1", 2, 14, "\"wen\" does not belong here",
                "a clause, or the end of the statement", "did you mean when?"},
        Mistake{"UrcWithUnknownSetting",
                "command E {\n exec <value>\n setting echo = <value>\n}\nurc +X: <n>  when eco = 1", 6, 19,
                "unknown setting \"eco\"", "a setting that a command declares", "did you mean echo?"},
        Mistake{"UrcPayloadLength", "urc +CMT: <alpha>,<length>  payload <lenght> bytes", 2, 38,
                "unknown parameter <lenght>", "a parameter of this statement's notations",
                "did you mean <length>?"},
        Mistake{"WhenWithoutComparison", "urc +X: <n>  when echo", 2, 23, "the statement ends too early",
                "one of = != < <= > >=", ""},
        Mistake{"WhenWithoutNumber", "urc +X: <n>  when echo = on", 2, 26, "unexpected \"on\"", "a number",
                ""},
        Mistake{"SectionWithoutNumber", "urc +X: <n>  § 9", 2, 17, "unexpected \"9\"",
                "the number of a section, as §9.14", ""},
        Mistake{"ClosingBraceAlone", "}", 2, 1, "'}' closes nothing", "", ""},
        Mistake{"BlockNotClosed", "command +X {\n  exec\ncommand +Y {\n}", 2, 1, "this block is not closed",
                "a line with '}' alone at its end", ""},
        Mistake{"BlockWhereNoneCanBe", "urc +X {\n}", 2, 7, "this statement holds no others", "no '{' here",
                ""}));

INSTANTIATE_TEST_SUITE_P(
    Commands, DialectMistake,
    testing::Values(
        Mistake{"NameWithAt", "command AT+CREG", 2, 9, "a command is named without AT", "as +CREG, E or &W",
                "write +CREG"},
        Mistake{"NameOfOneRegister", "command S3", 2, 9, "\"S3\" is no command name", "as +CREG, E or &W",
                "S stands for all S-registers"},
        Mistake{"NameWithForm", "command +CREG?", 2, 9, "\"+CREG?\" is no command name", "as +CREG, E or &W",
                ""},
        Mistake{"CommandTwice", "command +X\ncommand +x", 3, 9, "+X is declared twice", "", ""},
        Mistake{"UnknownStatementInside", "command +X {\n  reed +X: <n>\n}", 3, 3,
                "unknown statement \"reed\"", "a statement of a command", "did you mean read?"},
        Mistake{"SetWithoutEquals", "command +X {\n  set <n>\n}", 3, 7,
                "a set form says what is sent after the name", "notation that begins with '=', as =<n>", ""},
        Mistake{"SetWithNothing", "command +X {\n  set\n}", 3, 3,
                "a set form says what is sent after the name", "notation that begins with '=', as =<n>", ""},
        Mistake{"ExecWithArguments", "command +X {\n  exec <n>\n}", 3, 8, "+X takes no arguments without '='",
                "a clause, or the end of the statement", "write set =… for what follows '='"},
        Mistake{"SetWithAlternatives", "command +X {\n  set =<a> | =<b>\n}", 3, 14,
                "a form that is sent has no alternatives", "", "write a second line for it"},
        Mistake{"FormNotation", "command +X {\n  set =<n>[,<m>\n}", 3, 11, "'[' without its ']'",
                "notation, as +CREG: <n>,<stat>[,<lac>]", ""},
        Mistake{"FormWithWrongClause", "command +X {\n  exec  numeric 4\n}", 3, 9,
                "\"numeric\" has no place in a form", "", ""},
        Mistake{"ClauseTwice", "command +X {\n  exec  max 1 s  max 2 s\n}", 3, 18, "\"max\" is said twice",
                "", ""},
        Mistake{"DataWithoutBegin", "command +X {\n  set =<n>  data <n> bytes\n}", 3, 18, "unexpected \"<\"",
                "how the data begins (prompt \"> \", after NOTATION, at once)", ""},
        Mistake{"DataWithoutEnd", "command +X {\n  set =<n>  data prompt \"> \"\n}", 3, 29,
                "the statement ends too early",
                "how the data ends (<length> bytes, until 0x1A, transparent, ppp)", ""},
        Mistake{"DataEndUnknown", "command +X {\n  set =<n>  data prompt \"> \" forever\n}", 3, 30,
                "unexpected \"forever\"", "how the data ends (<length> bytes, until 0x1A, transparent, ppp)",
                ""},
        Mistake{"DataByte", "command +X {\n  exec  data prompt \"> \" until 26\n}", 3, 32,
                "unexpected \"26\"", "a byte, as 0x1A", ""},
        Mistake{"DataLength", "command +X {\n  set =<length>  data prompt \"> \" <len> bytes\n}", 3, 36,
                "unknown parameter <len>", "a parameter of this statement's notations", ""},
        Mistake{"PayloadWithoutAnswer", "command +X {\n  exec  payload line\n}", 3, 9,
                "\"payload\" without an answer", "answer NOTATION before it", ""},
        Mistake{"PayloadUnknown", "command +X {\n  exec  answer +X: <n>  payload rows\n}", 3, 33,
                "unexpected \"rows\"", "what follows (<length> bytes, line, text)", ""},
        Mistake{"FinalWithoutNotation", "command +X {\n  final\n}", 3, 8, "the statement ends too early",
                "notation, as +CREG: <n>,<stat>", ""},
        Mistake{"NoFinalAndFinal", "command +X {\n  exec  final A  no final\n}", 3, 18,
                "\"no final\" and a final result", "", ""},
        Mistake{"DeferredLimit", "command +X {\n  exec  deferred A  within soon\n}", 3, 28,
                "unexpected \"soon\"", "a time, as 9 s or 9 s + <n> * 100 ms", ""},
        Mistake{"MaxWithUnknownParameter",
                "command +X {\n  set =<count>,<timeout>  max 9 s + <cuont> * <timeout> ms\n}", 3, 38,
                "unknown parameter <cuont>", "a parameter of this statement's notations",
                "did you mean <count>?"},
        Mistake{"MaxWithThreeFactors", "command +X {\n  set =<a>,<b>,<c>  max <a> * <b> * <c> ms\n}", 3, 38,
                "a time limit has at most two factors", "", ""},
        Mistake{"MaxTooLong", "command +X {\n  exec  max 1e30 s\n}", 3, 13, "unexpected \"1e30\"",
                "a time, as 9 s or 9 s + <n> * 100 ms", ""},
        Mistake{"SettingParameter", "command +X {\n  set =<n>\n  setting mux = <m>\n}", 4, 18,
                "unknown parameter <m>", "a parameter of this statement's notations", ""},
        Mistake{"SettingValue", "command +X {\n  setting mux = on\n}", 3, 17, "unexpected \"on\"",
                "<parameter> or a number", ""},
        Mistake{"SettingDefault", "command +X {\n  setting mux = 1  default on\n}", 3, 28,
                "\"on\" is no number", "a number", ""},
        Mistake{"SettingForm", "command +X {\n  setting mux = 1  on sett\n}", 3, 23, "unknown form \"sett\"",
                "exec, set, read or test", ""},
        Mistake{"AllowedMachine", "machine tcp {\n  states A, B\n}\ncommand +X {\n  allowed in tpc: A\n}", 6,
                14, "unknown machine \"tpc\"", "a machine of this dialect", "did you mean tcp?"},
        Mistake{"AllowedState",
                "machine tcp {\n  states OPEN, SHUT\n}\ncommand +X {\n  allowed in tcp: OPENED\n}", 6, 19,
                "machine \"tcp\" has no state \"OPENED\"", "one of its states", "did you mean OPEN?"},
        Mistake{"AllowedWithoutStates", "command +X {\n  allowed in tcp\n}", 3, 17,
                "the statement ends too early", "':'", ""},
        Mistake{"RequiresUnknownSetting", "command +X {\n  requires mxu = 1\n}", 3, 12,
                "unknown setting \"mxu\"", "a setting that a command declares", ""},
        Mistake{"RequiresWithoutCondition", "command +X {\n  requires\n}", 3, 11,
                "the statement ends too early", "a comparison, as mux = 1", ""},
        Mistake{"SavedByUnknownCommand", "command +SAVE\ncommand +X {\n  saved by AT+SAEV\n}", 4, 14,
                "unknown command \"AT+SAEV\"", "a command of this dialect", "did you mean AT+SAVE?"},
        Mistake{"SavedHow", "command +X {\n  saved twice\n}", 3, 9, "unexpected \"twice\"",
                "at once, or by AT&W", ""},
        Mistake{"SetsUnknownSetting", "command +X {\n  exec  deferred DONE  sets opn = 1\n}", 3, 29,
                "unknown setting \"opn\"", "a setting that a command declares", ""},
        Mistake{"AllowedArguments",
                "machine m {\n  states A\n  * -> A  on boot\n}\ncommand +X {\n  set =<n>\n"
                "  allowed in m: A  on set =<n\n}",
                8, 28, "'<' without its '>'", "notation, as +CREG: <n>,<stat>[,<lac>]", ""},
        Mistake{"DataOrWhat", "command +X {\n  exec  data at once until 0x1A or never\n}", 3, 36,
                "unexpected \"never\"", "after or pause or early", ""},
        Mistake{"AbortableWithClause", "command +X {\n  abortable  max 9 s\n}", 3, 14,
                "\"max\" has no place in this statement", "", ""},
        Mistake{"ParameterTwice", "command +X {\n  set =<n>\n  <n> 0..1\n  <n> 0..2\n}", 5, 4,
                "<n> is declared twice in +X", "", ""},
        Mistake{"VariantAlone", "command +X {\n  set =<n>,<m>\n  <n> 0..1  when <m> = 1\n}", 4, 4,
                "<n> has no declaration without a condition", "one before this line", ""},
        Mistake{"VariantOfUnknown",
                "command +X {\n  set =<n>,<mode>\n  <n> 0..1\n  <n> hex  when <mod> = 1\n}", 5, 18,
                "unknown parameter <mod>", "a parameter of this statement's notations",
                "did you mean <mode>?"},
        Mistake{"TimerUnknown", "command +X {\n  set =<n>\n  <n> timer T3413\n}", 4, 13,
                "unknown timer \"T3413\"", "T3312, T3314, T3324 or T3412", ""},
        Mistake{"ParameterRange", "command +X {\n  set =<n>\n  <n> 5..1\n}", 4, 7,
                "the range ends before it begins", "a range, as 0..31", ""},
        Mistake{"ParameterLength", "command +X {\n  set =<n>\n  <n> length 9..1\n}", 4, 7,
                "this length is no range", "a length, as 1..128", ""},
        Mistake{"ParameterScale", "command +X {\n  set =<n>\n  <n> 0..31  scale 0\n}", 4, 14,
                "a scale of 0 makes every value the same", "", ""},
        Mistake{"ParameterClause", "command +X {\n  set =<n>\n  <n> 0..31  scale dBm\n}", 4, 20,
                "unexpected \"dBm\"", "a number", ""},
        Mistake{"ParameterValueTwice", "command +X {\n  set =<n>\n  <n> 0 \"off\" | 0 \"on\"\n}", 4, 17,
                "the value 0 is given twice", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Machines, DialectMistake,
    testing::Values(
        Mistake{"WithoutStates", "machine tcp {\n}", 2, 9, "machine \"tcp\" has no states", "states A, B, C",
                ""},
        Mistake{"StateTwice", "machine tcp {\n  states A, B, A\n}", 3, 16, "the state \"A\" is listed twice",
                "", ""},
        Mistake{"OriginUnknown", "machine tcp {\n  states OPEN, SHUT\n  OPNE -> SHUT  on boot\n}", 4, 3,
                "machine \"tcp\" has no state \"OPNE\"", "one of its states", "did you mean OPEN?"},
        Mistake{"TargetUnknown", "machine tcp {\n  states OPEN, SHUT\n  OPEN -> SHTU  on boot\n}", 4, 11,
                "machine \"tcp\" has no state \"SHTU\"", "one of its states", "did you mean SHUT?"},
        Mistake{"CommandUnknown",
                "command +CIPSHUT\nmachine tcp {\n  states A, B\n  A -> B  on AT+CIPSHTU ok\n}", 5, 16,
                "unknown command \"AT+CIPSHTU\"", "a command of this dialect", "did you mean AT+CIPSHUT?"},
        Mistake{"CommandWithoutOutcome", "command +X\nmachine tcp {\n  states A, B\n  A -> B  on AT+X\n}", 5,
                18, "the statement ends too early", "one of sent, ok, error", ""},
        Mistake{"TriggerUnknown", "machine tcp {\n  states A, B\n  A -> B  on urc +X\n}", 4, 14,
                "unexpected \"urc\"",
                "what causes it (AT… ok, AT… sent, AT… error, line NOTATION, boot, \"words\")", ""},
        Mistake{"ArrowMissing", "machine tcp {\n  states A, B\n  A B  on boot\n}", 4, 8, "unexpected \"on\"",
                "\"->\"", ""},
        Mistake{"TriggerNotation", "machine tcp {\n  states A, B\n  A -> B  on line +X: <n\n}", 4, 23,
                "'<' without its '>'", "notation, as +CREG: <n>,<stat>[,<lac>]", ""},
        Mistake{"KnownWithoutValue", "machine tcp {\n  states A, B\n  known from STATE\n}", 4, 14,
                "no value of this line can be the state", "notation with a value, as STATE: <state>", ""},
        Mistake{"StateUnreachable",
                "command +X\nmachine tcp {\n  states IDLE, OPEN, LOST\n  * -> IDLE  on boot\n"
                "  IDLE -> OPEN  on AT+X ok\n  LOST -> OPEN  on AT+X error\n}",
                4, 22, "nothing leads to the state \"LOST\" of machine \"tcp\"",
                "a transition to it from * or from a state that is reached, or a line that tells it",
                "write \"* -> STATE  on …\" or \"known from LINE\", or leave the state out"},
        Mistake{"TransitionCondition",
                "machine tcp {\n  states A\n  * -> A  on \"the pin goes low\"  when mxu = 1\n}", 4, 39,
                "unknown setting \"mxu\"", "a setting that a command declares", ""},
        Mistake{"ConditionUnknown", "machine tcp  when mxu = 1 {\n  states A\n}", 2, 19,
                "unknown setting \"mxu\"", "a setting that a command declares", ""}));

TEST(DialectMistakes, AreAllShownAtOnce) {
  const auto dialect = compile_dialect(
      "dialect test \"Test\"\n"
      "comand +A\n"
      "command +B {\n"
      "  sett =<n>\n"
      "  read +B: <n\n"
      "}\n"
      "urc +C  wenn x = 1\n",
      "test.at");
  ASSERT_FALSE(dialect);
  std::vector<std::uint32_t> lines;
  for (const Diagnostic& item : dialect.error()) lines.push_back(item.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 4, 5, 7}));
}

TEST(DialectMistakes, InAContinuedStatementPointToTheirOwnLine) {
  const auto dialect = compile_dialect(
      "dialect test \"Test\"\ncommand +A {\n  exec  no final\n    ... maax 9 s\n}\n", "test.at");
  ASSERT_FALSE(dialect);
  ASSERT_EQ(dialect.error().size(), 1u);
  EXPECT_EQ(dialect.error()[0].line, 4u);
  EXPECT_EQ(dialect.error()[0].column, 9u);
  EXPECT_EQ(dialect.error()[0].source_line, "    ... maax 9 s");
}

TEST(DialectMistakes, AreCountedWhenTheyAreMany) {
  std::string text = "dialect test \"Test\"\n";
  for (int line = 0; line < 500; ++line) text += "comand +A\n";
  const auto dialect = compile_dialect(text, "test.at");
  ASSERT_FALSE(dialect);
  EXPECT_EQ(dialect.error().size(), 100u);
  EXPECT_EQ(dialect.error().back().help, "400 more are not shown");
}

TEST(DialectMistakes, AFileWithoutADialectSaysSo) {
  for (const char* text : {"", "// nothing\n", "command +X\n"}) {
    const auto dialect = compile_dialect(text, "test.at");
    ASSERT_FALSE(dialect);
    ASSERT_EQ(dialect.error().size(), 1u);
    EXPECT_EQ(dialect.error()[0].message, "this file does not say which dialect it is");
  }
}

TEST(DialectMistakes, AreShownWithACaret) {
  const auto dialect = compile_dialect("dialect test \"Tést\"\nurc +X: <n>  \"é\" wen 1\n", "test.at");
  ASSERT_FALSE(dialect);
  EXPECT_EQ(format(dialect.error()[0]),
            "test.at:2:19: error: \"wen\" does not belong here\n"
            " 2 | urc +X: <n>  \"é\" wen 1\n"
            "   |                  ^\n"
            "  expected: a clause, or the end of the statement\n"
            "  help: did you mean when?\n");
}

TEST(DialectMistakes, AWordThatLooksLikeAClauseInANotationIsAWarning) {
  Diagnostics warnings;
  const auto dialect = compile_dialect(
      "dialect test \"Test\"\ncommand +X {\n  exec\n  final SEND OK else SEND FAIL\n  <nn>  0..1\n}\n",
      "test.at", &warnings);
  ASSERT_TRUE(dialect);
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(warnings[0].line, 4u);
  EXPECT_EQ(warnings[0].column, 17u);
  EXPECT_EQ(warnings[0].help, "write two blanks before a clause");
  EXPECT_EQ(warnings[1].message, "no notation of +X has <nn>");
  EXPECT_TRUE(warnings[1].warning);
}

}  // namespace
}  // namespace atscope::grammar

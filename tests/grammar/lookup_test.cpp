// SPDX-License-Identifier: MIT
// Finding commands by name and rules by the beginning of a line.
#include <gtest/gtest.h>

#include "decoder/grammar/lead.h"
#include "tests/grammar/dialect_text.h"

namespace atscope::grammar {
namespace {

TEST(FindCommand, KnowsEveryNameInAnyCaseAndNoOther) {
  std::string text;
  for (int index = 0; index < 500; ++index) text += "command +CMD" + std::to_string(index) + "\n";
  const auto dialect = dialect_of(text);
  for (int index = 0; index < 500; ++index) {
    const CommandId id = dialect->find_command("+cMd" + std::to_string(index));
    ASSERT_NE(id, no_command);
    EXPECT_EQ(dialect->command(id).name, "+CMD" + std::to_string(index));
  }
  for (const char* name : {"", "+", "+CMD", "+CMD500", "CMD1", "+CMD1 ", "+CMD01"}) {
    EXPECT_EQ(dialect->find_command(name), no_command) << name;
  }
}

TEST(LeadToken, IsTheFirstWordWithItsTag) {
  for (const auto& [line, token] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"+CSQ: 1,2", "+CSQ"},
                                                                  {"+CSQ:1", "+CSQ"},
                                                                  {"  +CPIN:READY", "+CPIN"},
                                                                  {"*SIMDETEC: 1", "*SIMDETEC"},
                                                                  {"OK", "OK"},
                                                                  {"SEND OK", "SEND"},
                                                                  {"NO CARRIER", "NO"},
                                                                  {"STATE: IP", "STATE"},
                                                                  {"C: 0,1", "C"},
                                                                  {"+CME ERROR: 3", "+CME"},
                                                                  {"+IPD,10:abc", "+IPD"},
                                                                  {"CONNECT/ARQ", "CONNECT"},
                                                                  {"> ", ">"},
                                                                  {"", ""},
                                                                  {"  ", ""},
                                                                  {"1, CONNECT OK", number_token},
                                                                  {"12345", number_token},
                                                                  {"4G ready", "4G"},
                                                                  {"\xC3\xA9", "\xC3"},
                                                                  {"\"a\"", "\"a"},
                                                                  {": x", ":"}}) {
    EXPECT_EQ(lead_token(line), token) << line;
  }
}

constexpr const char* lines = R"(
result ok  OK
result connect  CONNECT[ <text...>]
result error  +CME ERROR: <err>
result error  NO CARRIER
command +CGSN {
  exec  answer <imei>
}
command I {
  exec  answer text
}
command +CSQ {
  exec  answer +CSQ: <rssi>,<ber>
}
urc [<n>,]CONNECT OK
urc <n>,CLOSED
urc [<n>,] SEND OK
urc C: <n>,<rest...>
urc [+]PDP: DEACT
urc V<version>
urc STATE: <state>
)";

TEST(Candidates, AreThoseThatCanBeginTheLine) {
  const auto dialect = dialect_of(lines);
  const auto found = [&](std::string_view line) { return texts(*dialect, dialect->candidates(line)); };
  // What begins with a value can be any line; free text is never listed.
  const std::string any = "<imei>", version = "V<version>";
  EXPECT_EQ(found("OK"), (Texts{"OK", any, version}));
  EXPECT_EQ(found("  OK"), (Texts{"OK", any, version}));
  EXPECT_EQ(found("ok"), (Texts{any, version}));
  EXPECT_EQ(found("NO CARRIER"), (Texts{"NO CARRIER", any, version}));
  EXPECT_EQ(found("+CME ERROR: 3"), (Texts{"+CME ERROR: <err>", any, version}));
  EXPECT_EQ(found("+CSQ:1,2"), (Texts{any, "+CSQ: <rssi>,<ber>", version}));
  EXPECT_EQ(found("CONNECT 9600"), (Texts{"CONNECT[ <text...>]", any, "[<n>,]CONNECT OK", version}));
  EXPECT_EQ(found("1, CONNECT OK"),
            (Texts{any, "[<n>,]CONNECT OK", "<n>,CLOSED", "[<n>,] SEND OK", version}));
  EXPECT_EQ(found("C: 0,1"), (Texts{any, "C: <n>,<rest...>", version}));
  EXPECT_EQ(found("PDP: DEACT"), (Texts{any, "[+]PDP: DEACT", version}));
  EXPECT_EQ(found("+PDP: DEACT"), (Texts{any, "[+]PDP: DEACT", version}));
  EXPECT_EQ(found("V12"), (Texts{any, version}));
  EXPECT_EQ(found("nothing"), (Texts{any, version}));
  EXPECT_EQ(found(""), (Texts{any, version}));
}

TEST(Candidates, OfADialectWithoutLinesAreNone) {
  const auto dialect = dialect_of("command +X\n");
  EXPECT_TRUE(dialect->candidates("OK").empty());
}

TEST(Candidates, ContainEveryRuleForALineThatFitsIt) {
  const auto dialect = dialect_of(lines);
  for (const char* line :
       {"OK", "CONNECT", "CONNECT 1", "+CME ERROR:3", "NO CARRIER", "+CSQ:1,99", "1,CONNECT OK", "CONNECT OK",
        "0, CLOSED", "SEND OK", "7,SEND OK", "C:0,,,", "PDP:DEACT", "V9", "STATE: IP"}) {
    for (std::size_t rule = 0; rule < dialect->line_rules().size(); ++rule) {
      const LineRule& item = dialect->line_rules()[rule];
      if (item.text || !item.notation.matches(line)) continue;
      const auto found = dialect->candidates(line);
      EXPECT_NE(std::find(found.begin(), found.end(), rule), found.end())
          << item.notation.text() << " for " << line;
    }
  }
}

}  // namespace
}  // namespace atscope::grammar

// SPDX-License-Identifier: MIT
#include "decoder/session/command_line.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace atscope::session {
namespace {

using grammar::Form;

std::vector<std::string> items(std::string_view text) {
  CommandLine line{text};
  if (!line.valid()) return {"invalid"};
  std::vector<std::string> found;
  CommandItem item;
  while (line.next(item)) {
    const char* forms[] = {"exec", "set", "read", "test"};
    found.push_back(std::string(item.name) + ' ' + forms[static_cast<int>(item.form)] + ' ' +
                    std::string(item.arguments));
    EXPECT_EQ(text.substr(item.offset, item.name.size()), item.name);
  }
  if (!line.rest().empty()) found.push_back("rest " + std::string(line.rest()));
  return found;
}

using Items = std::vector<std::string>;

TEST(CommandLine, SplitsBasicCommandsWithoutSeparators) {
  EXPECT_EQ(items("ATE0V1&D2\\Q3S0=1"),
            (Items{"E exec 0", "V exec 1", "&D exec 2", "\\Q exec 3", "S set 0=1"}));
  EXPECT_EQ(items("ate0&w+creg=2;&W"), (Items{"e exec 0", "&w exec ", "+creg set =2", "&W exec "}));
}

TEST(CommandLine, KnowsTheFourForms) {
  EXPECT_EQ(items("AT+CREG=2"), Items{"+CREG set =2"});
  EXPECT_EQ(items("AT+CREG?"), Items{"+CREG read ?"});
  EXPECT_EQ(items("AT+CREG=?"), Items{"+CREG test =?"});
  EXPECT_EQ(items("AT+CIPSHUT"), Items{"+CIPSHUT exec "});
  EXPECT_EQ(items("ATS3?"), Items{"S read 3?"});
}

TEST(CommandLine, KeepsSemicolonsOfValues) {
  EXPECT_EQ(items("AT+X=\"a;b\";+Y"), (Items{"+X set =\"a;b\"", "+Y exec "}));
  EXPECT_EQ(items("AT+X=a;1,b"), Items{"+X set =a;1,b"});
  EXPECT_EQ(items("AT+X=\"?\""), Items{"+X set =\"?\""});
}

TEST(CommandLine, TakesADialStringToItsEnd) {
  EXPECT_EQ(items("ATD*99***1#"), Items{"D exec *99***1#"});
  EXPECT_EQ(items("ATD123;+CSQ"), (Items{"D exec 123;", "+CSQ exec "}));
}

TEST(CommandLine, TellsVendorLettersFromVendorNames) {
  EXPECT_EQ(items("AT%C0"), Items{"%C exec 0"});
  EXPECT_EQ(items("AT%CMNG=1"), Items{"%CMNG set =1"});
  EXPECT_EQ(items("AT*E2CFUN?"), Items{"*E2CFUN read ?"});
  EXPECT_EQ(items("AT*E2NAP=1"), Items{"*E2NAP set =1"});
  EXPECT_EQ(items("AT%C1E0V1"), (Items{"%C exec 1", "E exec 0", "V exec 1"}));
  EXPECT_EQ(items("AT%C1S0?"), (Items{"%C exec 1", "S read 0?"}));
  EXPECT_EQ(items("AT^HEARTBEAT?"), Items{"^HEARTBEAT read ?"});
  EXPECT_EQ(items("AT#SSEND=1;$GPS"), (Items{"#SSEND set =1", "$GPS exec "}));
}

TEST(CommandLine, RefusesWhatIsNone) {
  EXPECT_EQ(items("OK"), Items{"invalid"});
  EXPECT_EQ(items(""), Items{"invalid"});
  EXPECT_EQ(items("AT"), Items{});
  EXPECT_EQ(items("AT \xE2\x80\x9C"), Items{"rest \xE2\x80\x9C"});
  EXPECT_TRUE(CommandLine("A/").repeat());
}

}  // namespace
}  // namespace atscope::session

// SPDX-License-Identifier: MIT
// The chooser that loads only what it needs chooses as one that has everything.
#include "decoder/session/choose_dialect.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <string>
#include <vector>

namespace atscope::session {
namespace {

using Dialects = std::vector<std::shared_ptr<const grammar::Dialect>>;

const Dialects& all_dialects() {
  static const Dialects dialects = [] {
    Dialects loaded;
    grammar::DialectLoader loader;
    for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects())
      loaded.push_back(*loader.load(std::string(builtin.name)));
    return loaded;
  }();
  return dialects;
}

std::string choice_of(auto& chooser, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const std::string bytes = line + "\r\n";
    capture::Segment segment;
    segment.bytes = bytes;
    segment.sender = line.starts_with("AT") ? capture::Sender::dte : capture::Sender::dce;
    chooser.see(segment);
  }
  return chooser.choose().dialect->name();
}

void expect_same_choice(BuiltinChooser& frugal, const std::vector<std::string>& lines) {
  DialectChooser full(all_dialects());
  EXPECT_EQ(choice_of(frugal, lines), choice_of(full, lines)) << testing::PrintToString(lines);
}

TEST(BuiltinChooser, ChoosesEveryDialectByItsOwnCommands) {
  BuiltinChooser frugal;
  for (const auto& dialect : all_dialects()) {
    std::vector<std::string> lines;
    for (const grammar::Command& command : dialect->commands()) {
      if (command.dialect != dialect->name() || command.kind != grammar::CommandKind::extended) continue;
      for (const grammar::FormRule& form : command.forms) {
        if (form.form == grammar::Form::read || form.form == grammar::Form::test)
          lines.push_back("AT" + command.name + (form.form == grammar::Form::read ? "?" : "=?"));
      }
    }
    expect_same_choice(frugal, lines);
  }
}

TEST(BuiltinChooser, ChoosesEveryDialectByTheNamesOfItsModules) {
  BuiltinChooser frugal;
  for (const auto& dialect : all_dialects()) {
    for (const std::string& name : dialect->identified_by()) {
      const std::vector<std::string> lines{"ATI", name + " R1.2", "OK"};
      expect_same_choice(frugal, lines);
      if (!name.starts_with("AT")) {
        EXPECT_EQ(choice_of(frugal, lines), dialect->name()) << name;
      }
    }
  }
}

TEST(BuiltinChooser, ChoosesAnyTrafficAsWithAllDialects) {
  std::vector<std::string> pool{"OK",
                                "ERROR",
                                "+CSQ: 18,99",
                                "AT+CSQ",
                                "RDY",
                                "SEND OK",
                                "CONNECT OK",
                                "+CREG: 2,1",
                                "AT+NOBODY=1",
                                "ATI",
                                "free text",
                                "Quectel",
                                "+QIURC: \"recv\",0",
                                "+IPD,4:abcd",
                                "0, CONNECT OK",
                                "+UUSORD: 0,3",
                                "%XMONITOR: 1",
                                "at+cgdcont?",
                                "AT+CIPSTART=\"TCP\",\"a.example\",80"};
  for (const auto& dialect : all_dialects()) {
    for (const grammar::Command& command : dialect->commands()) {
      if (command.dialect == dialect->name()) pool.push_back("AT" + command.name + "?");
    }
    for (const grammar::LineRule& rule : dialect->line_rules()) {
      if (rule.notation.literal_only()) pool.push_back(rule.notation.text());
    }
  }
  rc::check([&] {
    const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pool));
    BuiltinChooser frugal;
    DialectChooser full(all_dialects());
    RC_ASSERT(choice_of(frugal, lines) == choice_of(full, lines));
  });
}

}  // namespace
}  // namespace atscope::session

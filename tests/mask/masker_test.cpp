// SPDX-License-Identifier: MIT
#include "decoder/mask/masker.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "decoder/grammar/load.h"
#include "decoder/mask/masked_finding.h"

namespace atscope::mask {
namespace {

using session::Event;
using session::EventKind;

constexpr std::string_view dialect_text = R"(dialect test "Test modem"
result ok  OK  numeric 0
result error  ERROR  numeric 4
parameter <imsi>  string  personal  "subscriber"
command +LOCK "lock" {
  set =<pin>[,<other>]
  read +LOCK: <code>
  <pin>  string  secret
  <other>  integer
}
command +WHO "identity" {
  exec  answer <imsi>
}
command +CALL "call" {
  read +CALL: <index>,<number>
  urc +CALL: <number>
  <number>  string  personal
}
command +OPEN "nothing to hide" {
  set =<value>
  <value>  string
}
)";

class MaskerTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto compiled = grammar::compile_dialect(dialect_text, "test.at");
    ASSERT_TRUE(compiled.has_value()) << (compiled ? "" : grammar::format(compiled.error().front()));
    dialect_ = *compiled;
    masker_ = std::make_unique<Masker>(*dialect_, true);
  }

  std::string masked_event(EventKind kind, std::string_view text, std::string_view command = {}) {
    Event event;
    event.kind = kind;
    event.text = text;
    if (!command.empty()) event.command = dialect_->find_command(command);
    masker_->find(event, spans_);
    std::string buffer;
    return std::string(redact(text, spans_, buffer));
  }

  std::shared_ptr<const grammar::Dialect> dialect_;
  std::unique_ptr<Masker> masker_;
  Spans spans_;
};

TEST_F(MaskerTest, HidesSecretsInCommandsAndEchoes) {
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK=1234"), "AT+LOCK=[REDACTED]");
  EXPECT_EQ(masked_event(EventKind::echo, "at+lock=\"1234\",7"), "at+lock=\"[REDACTED]\",7");
  EXPECT_EQ(masked_event(EventKind::command, "ATE0+LOCK=1234;+OPEN=5;+LOCK=99"),
            "ATE0+LOCK=[REDACTED];+OPEN=5;+LOCK=[REDACTED]");
}

TEST_F(MaskerTest, ShowsWhatIsNoSecret) {
  EXPECT_EQ(masked_event(EventKind::command, "AT+OPEN=1234"), "AT+OPEN=1234");
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK?"), "AT+LOCK?");
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK=?"), "AT+LOCK=?");
  EXPECT_EQ(masked_event(EventKind::information, "+LOCK: READY", "+LOCK"), "+LOCK: READY");
  EXPECT_EQ(masked_event(EventKind::command, "AT+UNKNOWN=1234"), "AT+UNKNOWN=1234");
}

TEST_F(MaskerTest, HidesArgumentsThatFitNoForm) {
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK=1,2,3,1234"), "AT+LOCK=[REDACTED]");
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK=\"1234"), "AT+LOCK=\"[REDACTED]");
}

TEST_F(MaskerTest, HidesPersonalDataInAnswers) {
  EXPECT_EQ(masked_event(EventKind::information, "+CALL: 1,\"555123\"", "+CALL"), "+CALL: 1,\"[REDACTED]\"");
  EXPECT_EQ(masked_event(EventKind::urc, "+CALL: \"555123\""), "+CALL: \"[REDACTED]\"");
  EXPECT_EQ(masked_event(EventKind::unparsed, "+CALL: \"555123\""), "+CALL: \"[REDACTED]\"");
}

TEST_F(MaskerTest, AnAnswerWithoutATagIsHiddenOnlyForItsCommand) {
  EXPECT_EQ(masked_event(EventKind::information, "001010123456789", "+WHO"), "[REDACTED]");
  EXPECT_EQ(masked_event(EventKind::information, "READY", "+LOCK"), "READY");
}

TEST_F(MaskerTest, HidesACommandThatWasTakenForPayload) {
  EXPECT_EQ(masked_event(EventKind::data, "AT+LOCK=1234\r"), "AT+LOCK=[REDACTED]");
  EXPECT_EQ(masked_event(EventKind::unparsed, "AT+LOCK=1234"), "AT+LOCK=[REDACTED]");
}

TEST_F(MaskerTest, IsSilentWhenTheUserAsksForSecrets) {
  masker_ = std::make_unique<Masker>(*dialect_, false);
  EXPECT_EQ(masked_event(EventKind::command, "AT+LOCK=1234"), "AT+LOCK=1234");
}

TEST_F(MaskerTest, TellsWhereABytesStandsAfterwards) {
  masker_->find_in_command("AT+LOCK=1234,7", spans_);
  EXPECT_EQ(position_after_redact(3, spans_), 3U);
  EXPECT_EQ(position_after_redact(9, spans_), 8U);    // inside the secret
  EXPECT_EQ(position_after_redact(13, spans_), 19U);  // the 7
}

TEST_F(MaskerTest, HidesSecretsInEveryTextOfAFinding) {
  lint::Finding finding;
  finding.text = "AT+LOCK=1234,7";
  finding.column = 14;
  finding.bytes = 1;
  finding.message = "AT+LOCK=1234,7 had no answer; 1234 was the value";
  finding.help = "do not send 'AT+LOCK=1234' twice";
  finding.related.push_back({{}, {}, session::Sender::dte, "AT+LOCK=9876", "9876 came before"});
  const lint::Finding shown = masked(finding, *masker_);
  EXPECT_EQ(shown.text, "AT+LOCK=[REDACTED],7");
  EXPECT_EQ(shown.column, 20U);
  EXPECT_EQ(shown.bytes, 1U);
  for (const std::string& text :
       {shown.text, shown.message, shown.help, shown.related[0].text, shown.related[0].message}) {
    EXPECT_EQ(text.find("1234"), std::string::npos) << text;
    EXPECT_EQ(text.find("9876"), std::string::npos) << text;
  }
  finding.text = "AT+LOCK=\"with a blank\"";
  finding.message = "AT+LOCK=\"with a blank\" had no answer";
  EXPECT_EQ(masked(finding, *masker_).message, "AT+LOCK=\"[REDACTED]\" had no answer");
  EXPECT_NE(shown.message.find("had no answer"), std::string::npos) << shown.message;
}

}  // namespace
}  // namespace atscope::mask

// SPDX-License-Identifier: MIT
// The machines that the dialects of the library declare.
#include <gtest/gtest.h>

#include "tests/machine/talk.h"

namespace atscope::machine {
namespace {

class ThreeGpp : public testing::Test {
 protected:
  static std::shared_ptr<const grammar::Dialect> load() {
    auto dialect = grammar::load_dialect("3gpp");
    if (!dialect) ADD_FAILURE() << grammar::format(dialect.error().front());
    return dialect ? *dialect : dialect_of("dialect none \"none\"\n");
  }
  Talk talk_{load()};
};

TEST_F(ThreeGpp, RegistrationIsToldByAnswersAndUnsolicitedCodes) {
  talk_.command("AT+CREG?").answer("+CREG: 2,0").ok();
  EXPECT_EQ(talk_.state("registration"), "not registered");
  talk_.line("+CREG: 2");
  EXPECT_EQ(talk_.state("registration"), "searching");
  talk_.line("+CREG: 5,\"0001\",\"0BAD\"");
  EXPECT_EQ(talk_.state("registration"), "registered (roaming)");
  EXPECT_EQ(talk_.state("eps-registration"), "unknown");
  talk_.command("AT+COPS=2").ok();
  EXPECT_EQ(talk_.state("registration"), "not registered");
}

TEST_F(ThreeGpp, TheCardIsToldByItsCode) {
  talk_.command("AT+CPIN?").answer("+CPIN: SIM PIN").ok();
  EXPECT_EQ(talk_.state("sim"), "SIM PIN");
  talk_.command("AT+CPIN=\"1234\"").error();
  EXPECT_EQ(talk_.state("sim"), "SIM PIN");
  talk_.command("AT+CPIN=\"1234\"").ok();
  EXPECT_EQ(talk_.state("sim"), "READY");
}

TEST_F(ThreeGpp, ContextsAreInstances) {
  talk_.command("AT+CGACT=1,2").ok().line("+CGEV: NW PDN DEACT 2");
  EXPECT_EQ(talk_.moved(), (Moves{"context 2: unknown -> active", "context 2: active -> not active"}));
  EXPECT_EQ(talk_.state("context", "1"), "unknown");
}

}  // namespace
}  // namespace atscope::machine

// SPDX-License-Identifier: MIT
// What a filter means, and what is said about one that means nothing.
#include "decoder/query/query.h"

#include <gtest/gtest.h>
#include <string>

#include "decoder/grammar/load.h"

namespace atscope::query {
namespace {

using session::Event;
using session::EventKind;
using session::Transaction;

std::shared_ptr<const grammar::Dialect> dialect() {
  static const auto loaded = grammar::load_dialect("3gpp").value();
  return loaded;
}

// "+CSQ: 15,99", the answer of transaction 7, which took 700 ms.
class Filter : public testing::Test {
 protected:
  void SetUp() override {
    event_.kind = EventKind::information;
    event_.sender = session::Sender::dce;
    event_.text = "+CSQ: 15,99";
    event_.bytes = 15;
    event_.txn = 7;
    event_.origin.line = 42;
    event_.origin.offset = 1733;
    event_.time = {1'773'480'413'250'000'000, capture::Clock::utc};  // 2026-03-14T09:26:53.25Z
    event_.because = "the command answers with it";
    for (const grammar::RuleId id : dialect()->candidates(event_.text)) {
      const grammar::LineRule& rule = dialect()->rule(id);
      if (event_.rule == grammar::no_rule && !rule.notation.lead().empty() &&
          rule.role == grammar::LineRole::answer && rule.notation.matches(event_.text))
        event_.rule = id;
    }
    transaction_.id = 7;
    transaction_.command = "AT+CSQ";
    transaction_.outcome = session::Outcome::ok;
    transaction_.result = "OK";
    transaction_.sent = {1'000'000'000, capture::Clock::utc};
    transaction_.result_time = {1'700'000'000, capture::Clock::utc};
  }

  bool holds(std::string_view filter) {
    const auto query = parse(filter);
    if (!query) {
      ADD_FAILURE() << format(query.error(), filter);
      return false;
    }
    const std::string_view states[] = {"PDP DEACT"};
    return query->matches({&event_, &transaction_, dialect().get(), "ttyUSB2", "AT+CSQ", states});
  }

  Event event_;
  Transaction transaction_;
};

TEST_F(Filter, ComparesWords) {
  EXPECT_TRUE(holds("kind == info"));
  EXPECT_TRUE(holds("kind eq INFO"));
  EXPECT_TRUE(holds("atscope.kind == \"info\""));
  EXPECT_FALSE(holds("kind == urc"));
  EXPECT_TRUE(holds("kind != urc"));
  EXPECT_TRUE(holds("kind in {urc, info}"));
  EXPECT_FALSE(holds("kind in {urc}"));
  EXPECT_TRUE(holds("sender == dce and outcome == ok and confidence == certain"));
}

TEST_F(Filter, ComparesNumbers) {
  EXPECT_TRUE(holds("line == 42"));
  EXPECT_TRUE(holds("line >= 42 and line <= 0x2A"));
  EXPECT_FALSE(holds("line < 42"));
  EXPECT_TRUE(holds("line in {1, 40..45}"));
  EXPECT_FALSE(holds("line in {1, 43..45}"));
  EXPECT_TRUE(holds("offset > 1000 && bytes == 15 && txn == 7"));
}

TEST_F(Filter, TakesWhatIsNotThereForNoMatch) {
  EXPECT_FALSE(holds("frame == 1"));
  EXPECT_FALSE(holds("frame != 1"));
  EXPECT_FALSE(holds("frame"));
  EXPECT_TRUE(holds("not frame"));
  EXPECT_TRUE(holds("txn"));
  EXPECT_FALSE(holds("inside"));
  EXPECT_FALSE(holds("to == \"PDP DEACT\""));
}

TEST_F(Filter, ComparesText) {
  EXPECT_TRUE(holds("text == \"+CSQ: 15,99\""));
  EXPECT_TRUE(holds("text contains CSQ"));
  EXPECT_FALSE(holds("text contains csq"));
  EXPECT_TRUE(holds("text matches \"^\\+csq: \\d+\""));
  EXPECT_FALSE(holds("text matches \"^csq\""));
  EXPECT_TRUE(holds("text ~ \"15\""));
  EXPECT_TRUE(holds("text contains 43:53:51"));
  EXPECT_TRUE(holds("text contains \"\\x43\\x53\""));
  EXPECT_TRUE(holds("channel == ttyUSB2"));
  EXPECT_TRUE(holds("command == AT+CSQ"));
  EXPECT_TRUE(holds("name == +csq"));
  EXPECT_TRUE(holds("form == exec"));
  EXPECT_TRUE(holds("result == OK"));
  EXPECT_TRUE(holds("because contains \"command answers\""));
}

TEST_F(Filter, ComparesDurations) {
  EXPECT_TRUE(holds("latency > 500ms"));
  EXPECT_TRUE(holds("latency >= 0.7s"));
  EXPECT_FALSE(holds("latency > 1s"));
  EXPECT_TRUE(holds("latency in {600ms..1s}"));
  transaction_.result.clear();
  EXPECT_FALSE(holds("latency > 0s"));
}

TEST_F(Filter, ComparesTimes) {
  EXPECT_TRUE(holds("time >= \"2026-03-14T09:26:53\" and time < \"2026-03-14T09:26:54Z\""));
  EXPECT_TRUE(holds("time in {09:26..09:27}"));
  EXPECT_TRUE(holds("time > 09:26:53.2"));
  EXPECT_FALSE(holds("time < 2026-03-14"));
  EXPECT_TRUE(holds("time < \"2026-03-15 00:00\""));
  EXPECT_FALSE(holds("time > 5"));  // seconds are no measure of a clock with dates
  event_.time = {12'500'000'000, capture::Clock::monotonic};
  EXPECT_TRUE(holds("time == 12.5"));
  EXPECT_FALSE(holds("time > 00:00:01"));
}

TEST_F(Filter, ComparesDecodedValues) {
  EXPECT_TRUE(holds("field.rssi == -83"));
  EXPECT_TRUE(holds("field.rssi < -80dBm"));
  EXPECT_FALSE(holds("field.rssi > -80"));
  EXPECT_TRUE(holds("field.rssi == \"15\""));
  EXPECT_TRUE(holds("field.ber == \"not known\""));
  EXPECT_TRUE(holds("field.ber contains known"));
  EXPECT_FALSE(holds("field.rsrp < 0"));
  EXPECT_FALSE(holds("field.rsrp != 0"));
  EXPECT_TRUE(holds("field.rssi in {-90..-70}"));
  event_.text = "+CSQ: 99,99";
  EXPECT_FALSE(holds("field.rssi > -200"));  // not known is no strength
  EXPECT_TRUE(holds("field.rssi"));
}

TEST_F(Filter, ComparesTimersInAnyUnit) {
  event_.kind = EventKind::command;
  event_.text = "AT+CPSMS=1,,,\"00000110\",\"00100101\"";
  EXPECT_TRUE(holds("field.periodic-tau == 1h"));
  EXPECT_TRUE(holds("field.Periodic-TAU > 30min"));
  EXPECT_TRUE(holds("field.active-time == 300"));
  EXPECT_FALSE(holds("field.active-time > 6min"));
  EXPECT_FALSE(holds("field.active-time > 6dBm"));
}

TEST_F(Filter, AsksForStates) {
  EXPECT_TRUE(holds("state.tcp == \"PDP DEACT\""));
  EXPECT_TRUE(holds("state.tcp contains DEACT"));
  EXPECT_FALSE(holds("state.tcp == \"CONNECT OK\""));
  EXPECT_EQ(parse("state.tcp == X or state.mqtt == Y or state.tcp == Z")->machines().size(), 2u);
}

TEST_F(Filter, JoinsComparisons) {
  EXPECT_TRUE(holds("kind == urc or line == 42 and txn == 7"));
  EXPECT_FALSE(holds("(kind == urc or line == 42) and txn == 8"));
  EXPECT_TRUE(holds("not kind == urc"));
  EXPECT_TRUE(holds("!(kind == urc) && !(line == 1)"));
  EXPECT_TRUE(holds("not not kind == info"));
  EXPECT_FALSE(holds("not (kind == info || kind == urc)"));
  EXPECT_TRUE(holds("  kind==info  "));
}

TEST_F(Filter, AsksARecordOfATransaction) {
  const auto query = parse("kind == transaction and outcome == ok and name == +CSQ and latency > 500ms");
  ASSERT_TRUE(query);
  EXPECT_TRUE(query->matches({nullptr, &transaction_, dialect().get(), "ttyUSB2", {}, {}}));
  EXPECT_FALSE(parse("kind == transaction")->matches({&event_, &transaction_, nullptr, "", {}, {}}));
}

TEST_F(Filter, IsFalseForWhatATransactionHasNotSaidYet) {
  const auto query = parse("outcome != ok");
  EXPECT_FALSE(query->matches({&event_, nullptr, dialect().get(), "", {}, {}}));
}

TEST(FilterNeeds, AreOnlyWhatItNames) {
  EXPECT_FALSE(parse("kind == urc")->needs_transaction());
  EXPECT_TRUE(parse("kind == urc or not latency > 1s")->needs_transaction());
  EXPECT_FALSE(parse("command == AT")->needs_transaction());
  EXPECT_TRUE(parse("field.rssi")->needs_fields());
  EXPECT_FALSE(parse("text contains x")->needs_fields());
}

TEST(FilterNames, AreHeldAgainstTheDialect) {
  const auto query =
      parse("field.rsi > 1 or state.registraton == x or field.rssi or state.registration or field.1");
  const auto unknown = query->unknown_names(*dialect());
  ASSERT_EQ(unknown.size(), 2u);
  EXPECT_EQ(unknown[0].help, "did you mean field.rssi?");
  EXPECT_EQ(unknown[0].offset, 0u);
  EXPECT_EQ(unknown[1].help, "did you mean state.registration?");
}

struct Bad {
  const char* filter;
  std::size_t offset;
  const char* message;
  const char* help;
};

class BadFilter : public testing::TestWithParam<Bad> {};

TEST_P(BadFilter, IsShownInItsPlaceWithTheWayOut) {
  const auto query = parse(GetParam().filter);
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().offset, GetParam().offset) << format(query.error(), GetParam().filter);
  EXPECT_EQ(query.error().message, GetParam().message);
  EXPECT_EQ(query.error().help, GetParam().help);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFilter,
    testing::Values(
        Bad{"", 0, "the filter is empty", "write a comparison, as kind == urc"},
        Bad{"knd == urc", 0, "unknown field \"knd\"", "did you mean kind?"},
        Bad{"kind == ruc", 8, "kind is never \"ruc\"", "did you mean urc?"},
        Bad{"kind = urc", 5, "= is not an operator", "write == to compare"},
        Bad{"line == many", 8, "line takes a whole number", ""},
        Bad{"line contains 4", 5, "line is no text; contains has no meaning for it", ""},
        Bad{"text < a", 5, "text has no order; < has no meaning for it", ""},
        Bad{"latency > 500", 10, "a duration needs its unit", "write 500ms or 500s"},
        Bad{"latency > 5 parsecs", 12, "this does not belong here; expected an operator, and, or, or the end",
            "text with blanks stands in double quotes"},
        Bad{"time > noon", 7, "this is no time", "write \"2026-03-14T09:27:15\", 09:27:15 or seconds"},
        Bad{"text matches \"(\"", 14, "this is no regular expression: missing ): (",
            "the syntax is that of RE2"},
        Bad{"text == \"a\\q\"", 10, "unknown escape", R"(there are \" \\ \n \r \t \0 and \x1a)"},
        Bad{"field. == 1", 0, "field. needs a name behind it", "as field.rssi"},
        Bad{"line in {5..1}", 9, "the range ends before it begins", ""},
        Bad{"field.rssi < x", 13, "an order needs a number", "as field.rssi < -90"},
        Bad{"kind ==", 7, "the filter ends too early; expected a value", ""},
        Bad{"(kind == urc", 12, "the filter ends too early; expected ')'", ""},
        Bad{"kind == urc and", 15, "the filter ends too early; expected a comparison, as kind == urc", ""},
        Bad{"== urc", 0, "a filter begins with a field", "write a comparison, as kind == urc"}));

TEST(FilterText, MayNotBeWithoutEnd) {
  EXPECT_FALSE(parse(std::string(100'000, '(')));
  EXPECT_FALSE(parse("line == 1 or " + std::string(20'000, ' ')));
  std::string negations;
  for (int count = 0; count < 3000; ++count) negations += "not ";
  EXPECT_FALSE(parse(negations + "txn"));
  EXPECT_FALSE(parse(std::string(5000, '!') + "txn"));
}

TEST(FilterText, IsShownWithACaret) {
  const std::string filter = "line == 1 and knd == urc";
  const auto query = parse(filter);
  ASSERT_FALSE(query);
  EXPECT_EQ(format(query.error(), filter),
            "unknown field \"knd\"\n  line == 1 and knd == urc\n                ^^^\n  did you mean kind?\n");
}

}  // namespace
}  // namespace atscope::query

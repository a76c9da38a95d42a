// SPDX-License-Identifier: MIT
// The engine by hand-made events: who runs, what is folded under what, what stays the same between runs.
#include "decoder/lint/linter.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "decoder/grammar/load.h"
#include "decoder/lint/rules/wording.h"
#include "decoder/lint/state_judge.h"

namespace atscope::lint {
namespace {

using session::Event;
using session::EventKind;
using session::Outcome;
using session::Transaction;

class Collector final : public FindingSink {
 public:
  void on_finding(const Finding& finding) override { findings.push_back(finding); }
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> list;
    for (const Finding& finding : findings) list.emplace_back(finding.code);
    return list;
  }
  std::vector<Finding> findings;
};

constexpr std::int64_t second = 1'000'000'000;

constexpr std::string_view toy = R"(
dialect toy "A toy"
result ok OK  numeric 0
result error ERROR  numeric 4
command +CSQ "signal" {
  exec
  max 9 s
}
command +GO "go" {
  exec
  allowed in road: READY  else "say +SET first"
}
command +SET "set" {
  exec
}
command +FREE "free" {
  exec
}
command +LOST "lost" {
  exec
}
machine road "road" {
  states READY, STUCK, OPEN
  * -> READY  on AT+SET ok
  READY -> STUCK  on line JAM
  READY -> OPEN  on line OPENED
  STUCK -> READY  on AT+FREE ok
  OPEN -> READY  on AT+FREE ok
  OPEN -> STUCK  on AT+LOST ok
}
)";

std::shared_ptr<const grammar::Dialect> toy_dialect() {
  static const auto dialect = [] {
    auto compiled = grammar::compile_dialect(toy, "toy.at");
    return compiled ? *compiled : nullptr;
  }();
  return dialect;
}

class LinterTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(dialect_, nullptr);
    source_.channels = {"one"};
  }
  void start(const LintOptions& options = {}) {
    linter_ = std::make_unique<Linter>(*dialect_, source_, collector_, options);
  }

  void command(session::TransactionId id, const std::string& text, std::int64_t at) {
    Event event;
    event.kind = EventKind::command;
    event.sender = session::Sender::dte;
    event.text = text;
    event.command = dialect_->find_command(std::string_view(text).substr(2));
    event.txn = id;
    event.time = {at, capture::Clock::monotonic};
    event.origin.line = ++line_;
    linter_->on_event(event);
  }
  void result(session::TransactionId id, const std::string& text, std::int64_t at,
              session::ChannelId channel = 0) {
    Event event;
    event.kind = EventKind::result;
    event.sender = session::Sender::dce;
    event.channel = channel;
    event.text = text;
    event.ok = text == "OK";
    event.txn = id;
    event.time = {at, capture::Clock::monotonic};
    event.origin.line = ++line_;
    linter_->on_event(event);
  }
  static Transaction transaction(session::TransactionId id, const std::string& text, Outcome outcome,
                                 std::int64_t sent, std::int64_t answered) {
    Transaction record;
    record.id = id;
    record.command = text;
    record.outcome = outcome;
    record.sent = {sent, capture::Clock::monotonic};
    record.result_time = {answered, capture::Clock::monotonic};
    if (outcome == Outcome::ok) record.result = "OK";
    if (outcome == Outcome::error) record.result = "ERROR";
    record.limit = 9 * second;
    return record;
  }
  void exchange(session::TransactionId id, const std::string& text, Outcome outcome, std::int64_t at) {
    command(id, text, at);
    result(id, outcome == Outcome::ok ? "OK" : "ERROR", at + second / 100);
    linter_->on_transaction(transaction(id, text, outcome, at, at + second / 100));
  }

  std::shared_ptr<const grammar::Dialect> dialect_ = toy_dialect();
  capture::SourceInfo source_;
  Collector collector_;
  std::unique_ptr<Linter> linter_;
  std::uint64_t line_ = 0;
};

TEST_F(LinterTest, ListsItsRulesInOrderOfTheirCodesAndEachOnlyOnce) {
  std::set<std::string_view> names;
  std::string_view last;
  for (const RuleInfo* rule : rules()) {
    EXPECT_LT(last, rule->code);
    last = rule->code;
    EXPECT_TRUE(names.insert(rule->name).second);
    EXPECT_EQ(find_rule(rule->code), rule);
    EXPECT_EQ(find_rule(rule->name), rule);
    EXPECT_TRUE(rule->summary.ends_with('.')) << rule->code;
    for (const Consequence& consequence : rule->consequences)
      EXPECT_NE(find_rule(consequence.code), nullptr) << rule->code << " explains " << consequence.code;
  }
  EXPECT_EQ(find_rule("ORD"), nullptr);
}

TEST_F(LinterTest, NamesTheSourceAndTheRowOfTheTableAsTheRule) {
  const std::filesystem::path top = ATSCOPE_SOURCE_DIR;
  std::set<std::string> sources;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top / "decoder/lint/rules"))
    sources.insert(entry.path().filename().string());
  std::ifstream in(top / "docs/rules/README.md");
  const std::string table{std::istreambuf_iterator<char>(in), {}};
  for (const RuleInfo* rule : rules()) {
    std::string file(rule->name);
    std::replace(file.begin(), file.end(), '-', '_');
    EXPECT_TRUE(sources.contains(file + ".cpp")) << rule->code;
    const std::string row = "| " + std::string(rule->code) + " | [" + std::string(rule->name) + "](" +
                            std::string(rule->name) + ".md) | " + std::string(to_string(rule->severity)) +
                            " | " + std::string(rule->summary) + " |";
    EXPECT_NE(table.find(row), std::string::npos) << row;
  }
}

TEST_F(LinterTest, SaysNothingAboutACleanSession) {
  start();
  for (session::TransactionId id = 1; id < 100; ++id)
    exchange(id, "AT+CSQ", Outcome::ok, static_cast<std::int64_t>(id) * second);
  const LintSummary summary = linter_->finish({.bytes = 1});
  EXPECT_EQ(collector_.codes(), std::vector<std::string>{});
  EXPECT_EQ(summary.transactions, 99U);
  EXPECT_EQ(summary.events, 198U);
  EXPECT_FALSE(summary.checked_nothing);
}

TEST_F(LinterTest, SelectsByCodePrefixAndName) {
  const auto found = [&](const LintOptions& options) {
    collector_.findings.clear();
    start(options);
    exchange(1, "AT+CSQ", Outcome::ok, 0);
    result(0, "OK", 2 * second);
    exchange(2, "AT+CSQ", Outcome::error, 3 * second);
    (void)linter_->finish({.bytes = 1});
    return collector_.codes();
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(found({}), (Codes{"ORD002", "ERR001"}));
  EXPECT_EQ(found({{"ORD"}, {}}), (Codes{"ORD002"}));
  EXPECT_EQ(found({{"error-result"}, {}}), (Codes{"ERR001"}));
  EXPECT_EQ(found({{}, {"ERR001"}}), (Codes{"ORD002"}));
  EXPECT_EQ(found({{"ORD", "ERR"}, {"orphan-result"}}), (Codes{"ERR001"}));
}

TEST_F(LinterTest, SwitchesRulesOffWhoseNeedsTheLogDoesNotMeet) {
  source_.has_time = false;
  source_.has_direction = false;
  source_.fidelity = capture::Fidelity::line_lossy;
  start();
  exchange(1, "AT+CSQ", Outcome::ok, 0);
  const LintSummary summary = linter_->finish({.bytes = 1});
  std::set<std::string_view> inactive;
  for (const Inactive& rule : summary.inactive) {
    inactive.insert(rule.code);
    EXPECT_FALSE(rule.reason.empty());
  }
  std::set<std::string_view> in_need;
  for (const RuleInfo* rule : rules()) {
    if (rule->needs.time || rule->needs.direction || rule->needs.raw_bytes) in_need.insert(rule->code);
  }
  EXPECT_TRUE(in_need.contains("ORD005") && in_need.contains("TIM001") && in_need.contains("DAT001"));
  EXPECT_EQ(inactive, in_need);
  ASSERT_EQ(collector_.findings.size(), 1U);
  EXPECT_EQ(collector_.findings[0].code, "CAP003");
  EXPECT_EQ(summary.notes, 1U);
}

TEST_F(LinterTest, CheckedNothingWhenEverySelectedRuleIsInactive) {
  source_.has_time = false;
  start({{"TIM"}, {}});
  exchange(1, "AT+CSQ", Outcome::ok, 0);
  EXPECT_TRUE(linter_->finish({.bytes = 1}).checked_nothing);
}

TEST_F(LinterTest, CheckedNothingWithoutTraffic) {
  start();
  Event event;
  event.text = "kernel: hello";
  linter_->on_event(event);
  EXPECT_TRUE(linter_->finish({.bytes = 14, .lines = 1}).checked_nothing);
  ASSERT_EQ(collector_.findings.size(), 1U);
  EXPECT_EQ(collector_.findings[0].code, "CAP004");
}

TEST_F(LinterTest, PutsAConsequenceUnderItsCauseAndCountsOnlyTheCause) {
  start();
  exchange(1, "AT+CSQ", Outcome::ok, 0);
  command(2, "AT+CSQ", 10 * second);
  command(3, "AT+CSQ", 20 * second);
  Transaction silent = transaction(2, "AT+CSQ", Outcome::no_answer, 10 * second, 0);
  silent.superseded = true;
  linter_->on_transaction(silent);
  result(3, "OK", 20 * second + 1);
  linter_->on_transaction(transaction(3, "AT+CSQ", Outcome::ok, 20 * second, 20 * second + 1));
  result(0, "OK", 21 * second);
  const LintSummary summary = linter_->finish({.bytes = 1});
  ASSERT_EQ(collector_.codes(), (std::vector<std::string>{"TIM001", "ORD002"}));
  EXPECT_EQ(collector_.findings[1].cause, collector_.findings[0].id);
  EXPECT_EQ(summary.errors, 1U);
  EXPECT_EQ(summary.folded, 1U);
}

TEST_F(LinterTest, LetsGoOfACauseAfterEnoughCleanTransactions) {
  start();
  exchange(1, "AT+CSQ", Outcome::ok, 0);
  command(2, "AT+CSQ", 10 * second);
  command(3, "AT+CSQ", 20 * second);
  Transaction silent = transaction(2, "AT+CSQ", Outcome::no_answer, 10 * second, 0);
  silent.superseded = true;
  linter_->on_transaction(silent);
  for (session::TransactionId id = 4; id < 20; ++id)
    exchange(id, "AT+CSQ", Outcome::ok, static_cast<std::int64_t>(id) * 10 * second);
  result(0, "OK", 1000 * second);
  EXPECT_EQ(linter_->finish({.bytes = 1}).errors, 2U);
}

TEST_F(LinterTest, GivesTheSameFingerprintWhateverLineAndTime) {
  const auto fingerprints = [&](std::int64_t begin, std::uint64_t line) {
    collector_.findings.clear();
    line_ = line;
    start();
    for (session::TransactionId id = 1; id <= 3; ++id)
      exchange(id, id == 2 ? "AT+SET" : "AT+CSQ", Outcome::error,
               begin + static_cast<std::int64_t>(id) * 100 * second);
    (void)linter_->finish({.bytes = 1});
    std::vector<std::string> list;
    for (const Finding& finding : collector_.findings) list.push_back(finding.fingerprint);
    return list;
  };
  const auto first = fingerprints(0, 0);
  EXPECT_EQ(first, fingerprints(5000 * second, 777));
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].size(), 16U);
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 3U) << "each stands for itself";
}

TEST_F(LinterTest, KeepsItsMemoryWhenATransactionNeverCloses) {
  start();
  exchange(1, "AT+CSQ", Outcome::ok, 0);
  for (session::TransactionId id = 2; id < 5000; ++id) command(id, "AT+CSQ", static_cast<std::int64_t>(id));
  for (int count = 0; count < 5000; ++count) result(0, "OK", 10 * second);
  const LintSummary summary = linter_->finish({.bytes = 1});
  EXPECT_EQ(summary.errors + summary.folded, 5000U);
}

TEST_F(LinterTest, MeasuresEachRuleWhenAsked) {
  LintOptions options;
  options.timings = true;
  start(options);
  exchange(1, "AT+CSQ", Outcome::error, 0);
  const LintSummary measured = linter_->finish({});
  ASSERT_FALSE(measured.timings.empty());
  const auto error_result = std::find_if(measured.timings.begin(), measured.timings.end(),
                                         [](const RuleTiming& timing) { return timing.code == "ERR001"; });
  ASSERT_NE(error_result, measured.timings.end());
  EXPECT_EQ(error_result->calls, 2U) << "its transaction, and the end";
  const std::vector<std::string> codes = collector_.codes();

  collector_.findings.clear();
  start();
  exchange(1, "AT+CSQ", Outcome::error, 0);
  EXPECT_TRUE(linter_->finish({}).timings.empty());
  EXPECT_EQ(collector_.codes(), codes) << "measuring changes nothing";
}

TEST(OnlyExit, IsTheOneCommandThatLeavesAState) {
  const auto dialect = toy_dialect();
  ASSERT_NE(dialect, nullptr);
  const grammar::Machine* road = dialect->find_machine("road");
  ASSERT_NE(road, nullptr);
  const grammar::Settings settings;
  // AT+SET leads to READY from everywhere as well: two ways out.
  EXPECT_EQ(only_exit(*dialect, *road, 1, settings), nullptr);
  grammar::Machine without = *road;
  std::erase_if(without.transitions, [](const grammar::TransitionRule& rule) { return rule.from.empty(); });
  const grammar::Command* exit = only_exit(*dialect, without, 1, settings);
  ASSERT_NE(exit, nullptr);
  EXPECT_EQ(exit->name, "+FREE");
  EXPECT_EQ(only_exit(*dialect, without, 2, settings), nullptr) << "+FREE and +LOST lead out of OPEN";
  EXPECT_EQ(only_exit(*dialect, without, 0, settings), nullptr) << "a line leads out of READY";
}

TEST(Wording, WritesDurationsAsPeopleSayThem) {
  EXPECT_EQ(duration(0), "0 ms");
  EXPECT_EQ(duration(1'500'000), "1.5 ms");
  EXPECT_EQ(duration(12'000'000), "12 ms");
  EXPECT_EQ(duration(9'200'000'000), "9.2 s");
  EXPECT_EQ(duration(9'040'000'000), "9.04 s");
  EXPECT_EQ(duration(75'000'000'000), "75 s");
  EXPECT_EQ(duration(1'234'500'000'000), "1234 s");
}

TEST(Wording, NamesACommandWithoutItsValues) {
  EXPECT_EQ(command_name("AT+CPIN=\"1234\""), "AT+CPIN");
  EXPECT_EQ(command_name("AT+CREG?"), "AT+CREG?");
  EXPECT_EQ(command_name("AT+COPS=?"), "AT+COPS=?");
  EXPECT_EQ(command_name("ATD+491234"), "ATD");
  EXPECT_EQ(command_name("AT+CMEE=1;+CREG=2"), "AT+CMEE");
  EXPECT_EQ(command_name("AT"), "AT");
  EXPECT_EQ(command_name("A/"), "A/");
  EXPECT_EQ(command_name(""), "");
}

}  // namespace
}  // namespace atscope::lint

// SPDX-License-Identifier: MIT
// What a document holds after reading is what the decoder and the linter say of the same bytes, whoever
// judges, and whatever happens to the file meanwhile.
#include "gui/document/document.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "capture/open.h"
#include "decoder/config/config.h"
#include "decoder/lint/policy_run.h"
#include "decoder/machine/machine.h"
#include "decoder/session/session.h"
#include "gui/document/problems.h"

namespace atscope::gui {
namespace {

using std::filesystem::path;

// A file that is gone after the test, in a folder without a configuration.
class Log {
 public:
  explicit Log(const std::string& text = {}) {
    std::string name = std::filesystem::temp_directory_path() / "atscope-document-XXXXXX";
    folder_ = mkdtemp(name.data());
    path_ = folder_ / "a.log";
    if (!text.empty()) append(text);
  }
  ~Log() { std::filesystem::remove_all(folder_); }
  void append(const std::string& text) const { std::ofstream(path_, std::ios::app) << text; }
  [[nodiscard]] std::string name() const { return path_; }

 private:
  path folder_, path_;
};

// Commands that are answered, refused, and now and then not answered at all, on a line that also says
// things by itself; as ModemManager logs them.
class Traffic {
 public:
  Traffic& host(const std::string& bytes) { return line("-->", bytes); }
  Traffic& module(const std::string& bytes) { return line("<--", bytes); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Traffic& line(const char* arrow, const std::string& bytes) {
    now_ += 37;
    const std::string ms = std::to_string(1000 + now_ % 1000).substr(1);
    text_ += "Mar 14 09:26:53 gateway ModemManager[812]: <dbg> [" + std::to_string(1773480413 + now_ / 1000) +
             "." + ms + "000] [ttyUSB2/at] " + arrow + " '" + bytes + "'\n";
    return *this;
  }
  std::string text_;
  std::uint64_t now_ = 0;
};

std::string traffic(int rounds) {
  Traffic log;
  log.host("AT+CMEE=1<CR>").module("<CR><LF>OK<CR><LF>");
  for (int n = 0; n < rounds; ++n) {
    log.host("AT+CSQ<CR>")
        .module("<CR><LF>+CSQ: " + std::to_string(n % 32) + ",99<CR><LF><CR><LF>OK<CR><LF>");
    if (n % 5 == 0) log.host("AT+CPIN?<CR>").module("<CR><LF>+CME ERROR: 10<CR><LF>");
    if (n % 7 == 0)
      log.host("AT+CREG=9<CR>").module("<CR><LF>ERROR<CR><LF>").module("<CR><LF>+CREG: 2<CR><LF>");
    if (n % 11 == 0) log.host("AT+CGATT?<CR>");
    if (n % 13 == 0) log.host("AT+CPIN=\"1234\"<CR>").module("<CR><LF>+CME ERROR: 16<CR><LF>");
  }
  return log.text();
}

struct Findings final : lint::FindingSink {
  void on_finding(const lint::Finding& finding) override { all.push_back(finding); }
  std::vector<lint::Finding> all;
};

std::vector<lint::Finding> linted(const std::string& log, const Document& document) {
  auto source = capture::open(log);
  EXPECT_TRUE(source);
  Findings findings;
  lint::PolicyRun policy(config::Config().policy());
  policy.begin_log(log, (*source)->info().channels, true);
  lint::LintOptions options;
  options.policy = &policy;
  lint::Linter linter(*document.dialect(), (*source)->info(), findings, options);
  machine::MachineRunner machines(document.dialect(), linter);
  linter.attach(machines);
  session::Session decoder(document.dialect(), machines);
  capture::Segment segment;
  while ((*source)->next(segment)) decoder.feed(segment);
  decoder.finish();
  linter.finish((*source)->stats());
  return findings.all;
}

std::string text_of(const session::Origin& origin) {
  return std::to_string(origin.offset) + '/' + std::to_string(origin.line) + '/' +
         std::to_string(origin.frame);
}

// Every field, so that one that gets lost is seen.
std::string text_of(const lint::Finding& finding) {
  std::string out;
  const auto add = [&out](const auto& value) {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>) {
      out += std::to_string(value);
    } else {
      out += value;
    }
    out += '\n';
  };
  add(finding.id);
  add(finding.code);
  add(finding.name);
  add(lint::to_string(finding.severity));
  add(lint::to_string(finding.confidence));
  add(finding.channel);
  add(finding.txn);
  add(finding.other_txn);
  add(text_of(finding.origin));
  add(finding.time.ns);
  add(static_cast<int>(finding.time.clock));
  add(finding.column);
  add(finding.bytes);
  add(finding.marks_secret);
  for (const std::string* text : {&finding.text, &finding.message, &finding.help, &finding.source,
                                  &finding.state, &finding.command, &finding.error, &finding.section})
    add(*text);
  for (const lint::Related& related : finding.related) {
    add(text_of(related.origin));
    add(related.time.ns);
    add(session::to_string(related.sender));
    add(related.text);
    add(related.message);
  }
  add(finding.cause);
  add(finding.fingerprint);
  add(lint::to_string(finding.suppression.by));
  add(finding.suppression.reason);
  add(finding.suppression.place);
  add(static_cast<int>(finding.baseline));
  return out;
}

void expect_findings(const Document& document, const std::vector<lint::Finding>& expected) {
  ASSERT_EQ(document.findings(), expected.size());
  for (std::size_t n = 0; n < expected.size(); ++n) {
    ASSERT_EQ(text_of(document.finding(n)), text_of(expected[n])) << n;
    const FindingRecord& record = document.finding_record(n);
    EXPECT_EQ(record.id, expected[n].id);
    EXPECT_EQ(record.cause, expected[n].cause);
    EXPECT_EQ(record.offset, expected[n].origin.offset);
    EXPECT_EQ(record.severity, expected[n].severity);
    EXPECT_EQ(document.finding_rule(n).code, expected[n].code);
  }
}

void wait_until_open(const Document& document) {
  while (document.phase() == Document::Phase::opening)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(Document, FindsBesideTheIndexWhatTheLinterFinds) {
  const Log log(traffic(3000));
  Document document(log.name());
  document.wait();
  ASSERT_EQ(document.phase(), Document::Phase::complete);
  EXPECT_TRUE(document.is_judged());
  const std::vector<lint::Finding> expected = linted(log.name(), document);
  ASSERT_GT(expected.size(), 1000U);
  expect_findings(document, expected);
}

TEST(Document, FindsInAPipeWhatTheLinterFindsInAFile) {
  const std::string text = traffic(3000);
  const Log log(text), pipe;
  ASSERT_EQ(mkfifo(pipe.name().c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe.name()) << text; });
  Document document(pipe.name());
  document.wait();
  writer.join();
  ASSERT_EQ(document.phase(), Document::Phase::complete);
  EXPECT_TRUE(document.is_judged());
  expect_findings(document, linted(log.name(), document));
}

TEST(Document, EveryFindingThatIsThereHasItsEvent) {
  const Log log(traffic(20'000));
  Document document(log.name());
  wait_until_open(document);
  std::size_t seen = 0;
  for (bool ended = false; !ended;) {
    ended = document.phase() != Document::Phase::loading;
    ASSERT_LE(document.judged(), document.trace().size());
    for (const std::size_t count = document.findings(); seen < count; ++seen) {
      const FindingRecord& finding = document.finding_record(seen);
      const trace::EventIndex event = event_of(finding, document.trace());
      ASSERT_LT(event, document.trace().size());
      if (finding.line != 0) {
        ASSERT_EQ(document.trace().event(event).line, finding.line) << document.finding(seen).message;
      }
    }
  }
  document.wait();
  EXPECT_EQ(seen, linted(log.name(), document).size());
}

TEST(Document, HoldsWhatStoodInAFileThatGrowsWhileItIsRead) {
  const std::string text = traffic(20'000);
  const Log before(text), log(text);
  Document document(log.name());
  wait_until_open(document);
  log.append(traffic(500));
  document.wait();
  ASSERT_EQ(document.phase(), Document::Phase::complete);
  EXPECT_EQ(document.bytes_read(), text.size());
  expect_findings(document, linted(before.name(), document));
}

TEST(Document, HoldsWhatStoodInAFileThatVanishesOrIsReplacedWhileItIsRead) {
  const std::string text = traffic(20'000);
  const Log before(text), log(text), other("AT+CGMI\r\nERROR\r\n");
  Document document(log.name());
  wait_until_open(document);
  std::filesystem::rename(other.name(), log.name());
  document.wait();
  ASSERT_EQ(document.phase(), Document::Phase::complete);
  EXPECT_EQ(document.bytes_read(), text.size());
  expect_findings(document, linted(before.name(), document));
}

TEST(Document, EndsWhereAFileEndsThatIsCutShortWhileItIsRead) {
  const Log log(traffic(30'000));
  for (int round = 0; round < 3; ++round) {
    Document document(log.name());
    wait_until_open(document);
    std::filesystem::resize_file(log.name(), std::filesystem::file_size(log.name()) * 2 / 3);
    document.wait();
    ASSERT_EQ(document.phase(), Document::Phase::complete);
    // Both readers have found the end on their own; no finding names a place that is not there.
    for (std::size_t n = 0; n < document.findings(); ++n)
      ASSERT_LE(document.finding_record(n).offset, document.bytes_read());
  }
}

TEST(Document, JudgesWhatWasReadWhenItIsBrokenOff) {
  const Log log(traffic(60'000));
  Document document(log.name());
  wait_until_open(document);
  document.cancel();
  document.wait();
  if (document.phase() == Document::Phase::complete) GTEST_SKIP() << "it was read before";
  EXPECT_EQ(document.phase(), Document::Phase::cancelled);
  for (std::size_t n = 0; n < document.findings(); ++n)
    ASSERT_LE(document.finding_record(n).offset, document.bytes_read());
}

TEST(Document, KeepsTheFirstFindingsWhenTheJudgingIsBrokenOff) {
  const Log log(traffic(20'000));
  Document document(log.name());
  wait_until_open(document);
  while (!document.is_indexed()) std::this_thread::sleep_for(std::chrono::microseconds(100));
  document.cancel();
  document.wait();
  const std::vector<lint::Finding> expected = linted(log.name(), document);
  if (document.is_judged()) {
    EXPECT_EQ(document.findings(), expected.size());
  } else {
    EXPECT_EQ(document.phase(), Document::Phase::cancelled);
    ASSERT_LE(document.findings(), expected.size());
  }
  for (std::size_t n = 0; n < document.findings(); ++n)
    ASSERT_EQ(text_of(document.finding(n)), text_of(expected[n])) << n;
}

TEST(Document, LetsGoAtOnce) {
  const Log log(traffic(60'000));
  for (int ms = 0; ms < 30; ms += 3) {
    auto document = std::make_unique<Document>(log.name());
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    const auto begin = std::chrono::steady_clock::now();
    document.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  }
}

}  // namespace
}  // namespace atscope::gui

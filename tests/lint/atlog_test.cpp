// SPDX-License-Identifier: MIT
// Every tests/lint/*.atlog, and every transcript on a rule's page in docs/rules, says what lint must find.
#include "tests/lint/atlog.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

namespace atscope::test {
namespace {

namespace fs = std::filesystem;
const fs::path top = ATSCOPE_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> stems(const fs::path& directory, const std::string& extension) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == extension && entry.path().stem() != "README")
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Test names may hold letters, digits and "_" only.
std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

class AtlogTest : public testing::TestWithParam<std::string> {};

TEST_P(AtlogTest, FindsWhatItsLinesExpectAndNothingElse) {
  const Atlog log = read_atlog(read(top / "tests/lint" / (GetParam() + ".atlog")));
  ASSERT_EQ(log.mistake, "");
  bool has_bad = false, has_good = false;
  for (const AtlogCase& test_case : log.cases) {
    has_bad = has_bad || test_case.name.starts_with("bad");
    has_good = has_good || test_case.name.starts_with("good");
    EXPECT_EQ(complaints(test_case, run(log, test_case)), "") << test_case.name;
  }
  EXPECT_TRUE(has_bad) << "a case must show what the rule finds";
  EXPECT_TRUE(has_good) << "a near miss must stay silent";
}

TEST_P(AtlogTest, FindsTheSameHoweverTheBytesAreCut) {
  const Atlog log = read_atlog(read(top / "tests/lint" / (GetParam() + ".atlog")));
  if (log.framing == capture::Framing::record) GTEST_SKIP() << "the end of a record ends the line";
  for (const AtlogCase& test_case : log.cases) {
    for (const std::size_t piece : {1, 3}) {
      EXPECT_EQ(complaints(test_case, run(log, test_case, piece)), "")
          << test_case.name << ", in pieces of " << piece;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Atlogs, AtlogTest, testing::ValuesIn(stems(top / "tests/lint", ".atlog")),
                         test_name);

// "```atlog bad" on a page must give at least one finding of its rule that stands for itself, "```atlog
// good" none at all.
class RulePageTest : public testing::TestWithParam<std::string> {};

TEST_P(RulePageTest, ShowsATranscriptThatIsFoundAndOneThatIsNot) {
  const std::string page = read(top / "docs/rules" / (GetParam() + ".md"));
  const lint::RuleInfo* rule = lint::find_rule(GetParam());
  ASSERT_NE(rule, nullptr);
  EXPECT_NE(page.find(rule->summary), std::string::npos) << "the page says the summary: " << rule->summary;
  for (const std::string kind : {"bad", "good"}) {
    const std::string fence = "```atlog " + kind + "\n";
    const std::size_t begin = page.find(fence);
    ASSERT_NE(begin, std::string::npos) << fence;
    const std::size_t end = page.find("\n```", begin + fence.size());
    const std::string header = page.substr(begin + fence.size(), end + 1 - begin - fence.size());
    const Atlog log = read_atlog("# dialect: yuge-ec716s\n# about: " + std::string(rule->code) + "\n## " +
                                 kind + "\n" + header);
    ASSERT_EQ(log.mistake, "") << GetParam();
    const LintRun found = run(log, log.cases.front());
    std::string all;
    int causes = 0;
    for (const lint::Finding& finding : found.findings) {
      if (finding.suppression) continue;
      all += describe(finding) + "\n";
      if (finding.code == rule->code && finding.cause == 0) ++causes;
    }
    if (kind == "bad") {
      EXPECT_GE(causes, 1) << all;
    } else {
      EXPECT_EQ(all, "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Pages, RulePageTest, testing::ValuesIn(stems(top / "docs/rules", ".md")), test_name);

}  // namespace
}  // namespace atscope::test

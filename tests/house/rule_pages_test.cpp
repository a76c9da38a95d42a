// SPDX-License-Identifier: MIT
// The name of a rule finds everything: its page in docs/rules and its log in tests/lint.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <string>

#include "decoder/lint/linter.h"

namespace {

namespace fs = std::filesystem;
const fs::path top = ATSCOPE_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> rule_names() {
  std::set<std::string> names;
  for (const atscope::lint::RuleInfo* rule : atscope::lint::rules()) names.emplace(rule->name);
  return names;
}

TEST(RulePages, EveryRuleHasAPageThatBeginsWithItsCodeAndNameAndItsSummary) {
  ASSERT_FALSE(atscope::lint::rules().empty());
  for (const atscope::lint::RuleInfo* rule : atscope::lint::rules()) {
    const fs::path page = top / "docs/rules" / (std::string(rule->name) + ".md");
    ASSERT_TRUE(fs::exists(page)) << page;
    const std::string text = read(page);
    const std::string title = "# " + std::string(rule->code) + " " + std::string(rule->name) + "\n";
    EXPECT_EQ(text.substr(0, title.size()), title) << page;
  }
}

TEST(RulePages, TheIndexHasEveryRuleWithItsSeverityAndSummary) {
  const std::string index = read(top / "docs/rules/README.md");
  for (const atscope::lint::RuleInfo* rule : atscope::lint::rules()) {
    const std::string name(rule->name);
    const std::string row = "| " + std::string(rule->code) + " | [" + name + "](" + name + ".md) | " +
                            std::string(to_string(rule->severity)) + " | " + std::string(rule->summary) +
                            " |\n";
    EXPECT_NE(index.find(row), std::string::npos) << row;
  }
}

TEST(RulePages, EveryPageBelongsToARule) {
  const std::set<std::string> names = rule_names();
  for (const fs::directory_entry& entry : fs::directory_iterator(top / "docs/rules")) {
    const std::string stem = entry.path().stem().string();
    if (stem == "README") continue;
    EXPECT_TRUE(names.contains(stem)) << entry.path();
  }
}

TEST(RulePages, EveryRuleHasALogThatTestsIt) {
  for (const std::string& name : rule_names()) {
    bool found = false;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / "tests/lint")) {
      if (entry.path().stem() == name) found = true;
    }
    EXPECT_TRUE(found) << "tests/lint holds nothing named " << name;
  }
}

}  // namespace

// SPDX-License-Identifier: MIT
#include "gui/document/problems.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace atscope::gui {
namespace {

// A log with a refused command every few lines, and one in the middle that nothing answers for long.
class LongLog {
 public:
  LongLog() {
    std::string name = std::filesystem::temp_directory_path() / "atscope-problems-XXXXXX";
    close(mkstemp(name.data()));
    path_ = name;
    std::ofstream out(path_);
    for (int n = 0; n < 4000; ++n) out << "AT+CSQ\r\n+CSQ: 15,0\r\n\r\nOK\r\nAT+CPIN?\r\n+CME ERROR: 10\r\n";
  }
  ~LongLog() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_; }

 private:
  std::string path_;
};

TEST(Problems, StandInOrderAndAllOfThemHoweverOftenTheyAreAskedFor) {
  const LongLog log;
  Document document(log.path());
  Problems asked_often, asked_once;
  while (document.phase() == Document::Phase::opening || document.phase() == Document::Phase::loading) {
    if (document.is_open()) asked_often.update(document);
  }
  document.wait();
  asked_often.update(document);
  asked_once.update(document);
  ASSERT_GT(document.findings(), 1000U);
  ASSERT_NE(asked_often.lane(), nullptr);
  ASSERT_NE(asked_once.lane(), nullptr);
  ASSERT_EQ(asked_often.lane()->size(), document.findings());
  ASSERT_EQ(asked_once.lane()->size(), document.findings());
  for (std::size_t n = 0; n < document.findings(); ++n) {
    const LaneItem &one = (*asked_often.lane())[n], &other = (*asked_once.lane())[n];
    ASSERT_EQ(one.id, other.id) << n;
    if (n > 0) {
      ASSERT_GE(one.first, (*asked_often.lane())[n - 1].first) << n;
    }
  }
  EXPECT_EQ(asked_often.errors + asked_often.warnings + asked_often.notes,
            asked_once.errors + asked_once.warnings + asked_once.notes);
  EXPECT_FALSE(asked_once.update(document)) << "nothing is new";
}

}  // namespace
}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "cli/report/finding_groups.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace atscope::cli {
namespace {

lint::Finding finding(lint::FindingId id, const std::string& message, lint::FindingId cause = 0) {
  lint::Finding made;
  made.id = id;
  made.code = "TIM001";
  made.name = "response-timeout";
  made.message = message;
  made.cause = cause;
  made.origin.line = id;
  return made;
}

TEST(FindingGroups, GathersFindingsThatDifferOnlyInNumbers) {
  FindingGroups groups;
  groups.add(finding(1, "no answer to AT+CSQ for 9.03 s"));
  groups.add(finding(2, "no answer to AT+CSQ for 12.2 s"));
  groups.add(finding(3, "no answer to AT+COPS for 9 s"));
  ASSERT_EQ(groups.groups().size(), 2U);
  EXPECT_EQ(groups.groups()[0].count, 2U);
  EXPECT_EQ(groups.groups()[0].first.id, 1U);
  EXPECT_EQ(groups.groups()[0].last.line, 2U);
  EXPECT_EQ(groups.groups()[1].count, 1U);
}

TEST(FindingGroups, FoldsConsequencesUnderTheirCause) {
  FindingGroups groups;
  groups.add(finding(1, "cause"));
  groups.add(finding(2, "consequence", 1));
  groups.add(finding(3, "consequence of the consequence", 2));
  ASSERT_EQ(groups.groups().size(), 1U);
  ASSERT_EQ(groups.groups()[0].consequences.size(), 2U);
  EXPECT_EQ(groups.groups()[0].consequences[1].first.id, 3U);
}

TEST(FindingGroups, GathersConsequencesThatDifferOnlyInNumbers) {
  FindingGroups groups;
  groups.add(finding(1, "cause"));
  for (lint::FindingId id = 2; id < 12; ++id) {
    groups.add(finding(id, "failed after " + std::to_string(id) + " ms", 1));
  }
  ASSERT_EQ(groups.groups()[0].consequences.size(), 1U);
  const FindingGroup::Consequence& consequence = groups.groups()[0].consequences[0];
  EXPECT_EQ(consequence.count, 10U);
  EXPECT_EQ(consequence.places, (std::vector<std::uint64_t>{2, 3, 4, 5}));
}

TEST(FindingGroups, KeepsAConsequenceWhoseCauseWasFilteredOut) {
  FindingGroups groups;
  groups.add(finding(7, "consequence", 3));
  groups.finish();
  EXPECT_EQ(groups.groups().size(), 1U);
}

TEST(FindingGroups, FoldsConsequencesThatComeOutBeforeTheirCause) {
  FindingGroups groups;
  groups.add(finding(3, "consequence of the consequence", 2));
  groups.add(finding(2, "consequence", 1));
  groups.add(finding(1, "cause"));
  groups.finish();
  ASSERT_EQ(groups.groups().size(), 1U);
  EXPECT_EQ(groups.groups()[0].first.id, 1U);
  EXPECT_EQ(groups.groups()[0].consequences.size(), 2U);
}

TEST(FindingGroups, CountsWhatItCannotKeep) {
  FindingGroups groups;
  for (std::size_t index = 0; index < FindingGroups::kept_groups + 5; ++index) {
    groups.add(finding(index + 1, std::string(index + 1, 'x')));
  }
  EXPECT_EQ(groups.groups().size(), FindingGroups::kept_groups);
  ASSERT_EQ(groups.overflow().size(), 1U);
  EXPECT_EQ(groups.overflow().begin()->second, 5U);
  for (std::size_t index = 0; index < 100; ++index) {
    groups.add(finding(10'000 + index, std::string(index + 1, 'y'), 1));
  }
  EXPECT_LE(groups.groups()[0].consequences.size(), FindingGroups::kept_consequences);
  EXPECT_EQ(groups.groups()[0].more_consequences, 100 - FindingGroups::kept_consequences);
}

}  // namespace
}  // namespace atscope::cli

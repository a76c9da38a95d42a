// SPDX-License-Identifier: MIT
#include "cli/report/finding_groups.h"

#include <algorithm>
#include <utility>

namespace atscope::cli {
namespace {

// The message with every number replaced: "12.3 s" and "12.9 s" are the same complaint.
std::string key_of(const lint::Finding& finding) {
  std::string key(finding.code);
  key += '\0';
  bool in_number = false;
  for (const char c : finding.message) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) key += c;
    if (digit && !in_number) key += '#';
    in_number = digit || (in_number && c == '.');
  }
  return key;
}

}  // namespace

void FindingGroups::clear() {
  groups_.clear();
  by_key_.clear();
  recent_.clear();
  waiting_.clear();
  overflow_.clear();
}

void FindingGroups::remember(lint::FindingId id, std::size_t group) {
  if (recent_.empty()) recent_.resize(kept_ids);
  recent_[id % kept_ids] = {id, group};
}

std::size_t FindingGroups::group_of(lint::FindingId id) const {
  if (recent_.empty() || recent_[id % kept_ids].id != id) return no_group;
  return recent_[id % kept_ids].group;
}

// Takes the finding away if its cause is known.
bool FindingGroups::fold(lint::Finding& finding) {
  const std::size_t cause = group_of(finding.cause);
  if (cause == no_group) return false;
  remember(finding.id, cause);
  FindingGroup& group = groups_[cause];
  std::string key = key_of(finding);
  auto known = std::find_if(group.consequences.begin(), group.consequences.end(),
                            [&](const FindingGroup::Consequence& other) { return other.key == key; });
  if (known == group.consequences.end()) {
    if (group.consequences.size() == kept_consequences) {
      ++group.more_consequences;
      return true;
    }
    known = group.consequences.insert(known, {std::move(finding), std::move(key), 0, {}});
  }
  const capture::Origin origin = known->count == 0 ? known->first.origin : finding.origin;
  const std::uint64_t place = origin.frame != 0 ? origin.frame : origin.line;
  if (place != 0 && known->places.size() < kept_places) known->places.push_back(place);
  ++known->count;
  return true;
}

void FindingGroups::add(lint::Finding finding) {
  if (finding.cause == 0) {
    add_group_or_repeat(std::move(finding));
  } else if (!fold(finding)) {
    if (waiting_.size() == kept_waiting) {
      lint::Finding oldest = std::move(waiting_.front());
      waiting_.erase(waiting_.begin());
      add_group_or_repeat(std::move(oldest));
    }
    waiting_.push_back(std::move(finding));
    return;
  }
  // A consequence may wait for another consequence.
  for (std::size_t index = 0; index < waiting_.size();) {
    if (!fold(waiting_[index])) {
      ++index;
      continue;
    }
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(index));
    index = 0;
  }
}

void FindingGroups::finish() {
  for (lint::Finding& finding : waiting_) add_group_or_repeat(std::move(finding));
  waiting_.clear();
}

void FindingGroups::add_group_or_repeat(lint::Finding finding) {
  std::string key = key_of(finding);
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    FindingGroup& group = groups_[found->second];
    ++group.count;
    group.last = finding.origin;
    remember(finding.id, found->second);
    return;
  }
  if (groups_.size() == kept_groups) {
    ++overflow_[std::string(finding.code) + " " + std::string(finding.name)];
    return;
  }
  by_key_.emplace(std::move(key), groups_.size());
  remember(finding.id, groups_.size());
  FindingGroup group;
  group.last = finding.origin;
  group.first = std::move(finding);
  groups_.push_back(std::move(group));
}

}  // namespace atscope::cli

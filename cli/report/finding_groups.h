// SPDX-License-Identifier: MIT
// Findings that say the same again and again, gathered in bounded memory.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "decoder/lint/finding.h"

namespace atscope::cli {

/// Findings that differ only in place, time and numbers, with what follows from them.
struct FindingGroup {
  lint::Finding first;
  std::uint64_t count = 1;
  capture::Origin last;
  /// Consequences that differ only in place, time and numbers.
  struct Consequence {
    lint::Finding first;
    std::string key;
    std::uint64_t count = 0;
    std::vector<std::uint64_t> places;  ///< lines or frames, at most `kept_places`
  };
  std::vector<Consequence> consequences;  ///< of all findings of the group, at most `kept_consequences`
  std::uint64_t more_consequences = 0;    ///< of other kinds than those
};

class FindingGroups {
 public:
  static constexpr std::size_t kept_groups = 500;
  static constexpr std::size_t kept_consequences = 8;
  static constexpr std::size_t kept_ids = 4096;
  static constexpr std::size_t kept_places = 4;
  static constexpr std::size_t kept_waiting = 256;

  void add(lint::Finding finding);
  /// No more findings come: consequences whose cause never came stand for themselves.
  void finish();
  void clear();

  /// In order of the first appearance.
  [[nodiscard]] const std::vector<FindingGroup>& groups() const { return groups_; }
  /// Findings that were too many to keep, by code.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& overflow() const { return overflow_; }

 private:
  static constexpr std::size_t no_group = static_cast<std::size_t>(-1);

  bool fold(lint::Finding& finding);
  void add_group_or_repeat(lint::Finding finding);
  void remember(lint::FindingId id, std::size_t group);
  [[nodiscard]] std::size_t group_of(lint::FindingId id) const;

  struct Recent {
    lint::FindingId id = 0;
    std::size_t group = no_group;
  };
  std::vector<FindingGroup> groups_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::vector<Recent> recent_;          // by id modulo kept_ids
  std::vector<lint::Finding> waiting_;  // consequences that came out before their cause
  std::map<std::string, std::uint64_t> overflow_;
};

}  // namespace atscope::cli

// SPDX-License-Identifier: MIT
// One cause, one finding: puts consequences under what explains them, and lets findings out.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "decoder/lint/fingerprint.h"
#include "decoder/lint/history.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/rule.h"

namespace atscope::lint {

/// Findings about an open transaction wait until it closes, so that what explains them comes first. A rule
/// can name the cause itself; else the rules' lists of consequences decide. A finding is only folded under
/// one that is at least as severe, and `cause` always names a finding that is not folded itself (as far
/// back as `recent` reaches). Memory is bounded per channel.
class Folding {
 public:
  static constexpr std::size_t max_held = 64;
  static constexpr std::size_t recent = 32;  ///< findings of a channel that later ones can follow from

  Folding(FindingSink& sink, LintSummary& summary, const History& history, PolicyRun& policy)
      : sink_(sink), summary_(summary), history_(history), policy_(policy) {}

  FindingId add(Finding finding, const RuleInfo& rule);
  /// The transaction closes, and every rule has seen it.
  void close(session::TransactionId txn) {
    if (!held_.empty()) settle(txn);
  }
  void finish();

 private:
  struct Held {
    Finding finding;
    const RuleInfo* rule = nullptr;
  };
  struct Known {
    FindingId id = 0;
    FindingId root = 0;  // itself, or what it is folded under
    const RuleInfo* rule = nullptr;
    Severity severity = Severity::note;
    Severity root_severity = Severity::note;
    session::TransactionId txn = 0, other_txn = 0;
    std::uint64_t clean = 0;  // clean transactions of the channel when it came
  };
  struct Channel {
    std::array<Known, recent> known;
    std::size_t next = 0;
  };

  void settle(session::TransactionId txn);
  void let_out(std::vector<Held>& batch);
  void let_out(Held& held);
  [[nodiscard]] const Known* known(session::ChannelId channel, FindingId id) const;
  [[nodiscard]] const Known* cause_of(const Finding& finding) const;

  FindingSink& sink_;
  LintSummary& summary_;
  const History& history_;
  PolicyRun& policy_;
  Fingerprints fingerprints_;
  FindingId last_id_ = 0;
  std::vector<Held> held_, batch_;
  std::vector<std::unique_ptr<Channel>> channels_;
};

}  // namespace atscope::lint

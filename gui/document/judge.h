// SPDX-License-Identifier: MIT
// Lets the rules judge what a document holds. They cost as much as the decoder: where the same bytes can be
// had twice, they get them by a decoder of their own, on another core, and no event has to cross over. What
// the decoder says depends on the bytes alone, so that a finding names the same events and transactions.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "capture/source.h"
#include "decoder/lint/linter.h"
#include "decoder/lint/policy_run.h"
#include "decoder/session/event.h"
#include "gui/document/content.h"

namespace atscope::gui {

/// Begins a log with the policy of its configuration.
using PolicyMaker = std::function<lint::PolicyRun(const capture::SourceInfo&)>;

/// The last sink behind the machines: events in, findings into the content.
class Judge final : public session::EventSink, private lint::FindingSink {
 public:
  /// `info` must outlive it.
  Judge(std::shared_ptr<Content> content, const capture::SourceInfo& info, const PolicyMaker& policy);

  void attach(const machine::MachineRunner& machines) { linter_.attach(machines); }
  void on_event(const session::Event& event) override;
  void on_transaction(const session::Transaction& transaction) override;
  /// After Session::finish().
  void finish(const capture::SourceStats& stats);

 private:
  void on_finding(const lint::Finding& finding) override { content_->findings.add(finding); }

  std::shared_ptr<Content> content_;
  lint::PolicyRun policy_;
  lint::Linter linter_;
  trace::EventIndex judged_ = 0;
};

/// Judges on a thread of its own, never further than the index reaches.
class JudgeBeside {
 public:
  /// The source that `open` gives has the segments that are indexed, from the first on. Both functions are
  /// called on the judging thread.
  JudgeBeside(std::shared_ptr<Content> content, std::function<std::unique_ptr<capture::Source>()> open,
              PolicyMaker policy);
  /// Breaks off.
  ~JudgeBeside();
  JudgeBeside(const JudgeBeside&) = delete;
  JudgeBeside& operator=(const JudgeBeside&) = delete;

  /// So many segments are indexed.
  void advance(std::uint64_t segments);
  /// Judges all that are indexed, and comes back when that is done.
  void finish();
  /// For any thread: the judging ends here, and finish() comes back soon.
  void break_off();

 private:
  void run();
  [[nodiscard]] bool may_judge(std::uint64_t segment);
  [[nodiscard]] std::uint64_t wait_beyond(std::uint64_t reached);

  std::shared_ptr<Content> content_;
  std::function<std::unique_ptr<capture::Source>()> open_;
  PolicyMaker policy_;
  std::uint64_t known_reach_ = 0;        // of the judging thread
  std::atomic<std::uint64_t> reach_{0};  // segments that are indexed, and the two bits of judge.cpp
  std::thread thread_;                   // last: it uses all of the above
};

}  // namespace atscope::gui

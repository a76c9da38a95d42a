// SPDX-License-Identifier: MIT
#include "gui/document/judge.h"

#include <pthread.h>
#include <utility>

#include "decoder/machine/machine.h"
#include "decoder/session/session.h"

namespace atscope::gui {
namespace {

// Beside the number of segments in JudgeBeside::reach_, so that one wait sees all of it.
constexpr std::uint64_t no_more_come = std::uint64_t{1} << 63;
constexpr std::uint64_t broken_off = std::uint64_t{1} << 62;
constexpr std::uint64_t segments_of = broken_off - 1;

constexpr trace::EventIndex between_tellings = 256;  // events

lint::LintOptions options_with(lint::PolicyRun& policy) {
  lint::LintOptions options;
  options.policy = &policy;
  return options;
}

}  // namespace

Judge::Judge(std::shared_ptr<Content> content, const capture::SourceInfo& info, const PolicyMaker& policy)
    : content_(std::move(content)),
      policy_(policy(info)),
      linter_(*content_->dialect, info, static_cast<lint::FindingSink&>(*this), options_with(policy_)) {}

void Judge::on_event(const session::Event& event) {
  linter_.on_event(event);
  if (++judged_ % between_tellings == 0) content_->judged.store(judged_, std::memory_order_release);
}

void Judge::on_transaction(const session::Transaction& transaction) {
  linter_.on_transaction(transaction);
}

void Judge::finish(const capture::SourceStats& stats) {
  content_->lint_summary = linter_.finish(stats);
  content_->judged.store(judged_, std::memory_order_release);
}

JudgeBeside::JudgeBeside(std::shared_ptr<Content> content,
                         std::function<std::unique_ptr<capture::Source>()> open, PolicyMaker policy)
    : content_(std::move(content)),
      open_(std::move(open)),
      policy_(std::move(policy)),
      thread_([this] { run(); }) {}

JudgeBeside::~JudgeBeside() {
  if (!thread_.joinable()) return;
  break_off();
  thread_.join();
}

void JudgeBeside::advance(std::uint64_t segments) {
  // Only this thread raises the number; the bits are others' to set.
  const std::uint64_t before = reach_.load(std::memory_order_relaxed) & segments_of;
  reach_.fetch_add(segments - before, std::memory_order_release);
  reach_.notify_one();
}

void JudgeBeside::finish() {
  reach_.fetch_or(no_more_come, std::memory_order_release);
  reach_.notify_one();
  thread_.join();
}

void JudgeBeside::break_off() {
  reach_.fetch_or(broken_off, std::memory_order_release);
  reach_.notify_one();
}

// Waits until more than `reached` segments are indexed, or it is known that there are no more.
std::uint64_t JudgeBeside::wait_beyond(std::uint64_t reached) {
  std::uint64_t now = reach_.load(std::memory_order_acquire);
  while ((now & segments_of) <= reached && (now & (no_more_come | broken_off)) == 0) {
    reach_.wait(now, std::memory_order_acquire);
    now = reach_.load(std::memory_order_acquire);
  }
  return now;
}

bool JudgeBeside::may_judge(std::uint64_t segment) {
  if (segment < known_reach_ && segment % 64 != 0) return true;
  const std::uint64_t now = wait_beyond(segment);
  known_reach_ = now & segments_of;
  return segment < known_reach_ && (now & broken_off) == 0;
}

void JudgeBeside::run() {
  pthread_setname_np(pthread_self(), "judge");
  const std::unique_ptr<capture::Source> source = open_();
  if (source == nullptr) return;
  Judge judge(content_, source->info(), policy_);
  machine::MachineRunner machines(content_->dialect, judge);
  judge.attach(machines);
  session::Session decoder(content_->dialect, machines);
  capture::Segment segment;
  for (std::uint64_t count = 0; may_judge(count) && source->next(segment); ++count) decoder.feed(segment);
  // The end of the input is a fact that rules judge by: it has to be one.
  while ((reach_.load(std::memory_order_acquire) & (no_more_come | broken_off)) == 0) {
    static_cast<void>(wait_beyond(segments_of));
  }
  if ((reach_.load(std::memory_order_acquire) & broken_off) != 0) return;
  decoder.finish();
  judge.finish(source->stats());
}

}  // namespace atscope::gui

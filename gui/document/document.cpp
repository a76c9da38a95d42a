// SPDX-License-Identifier: MIT
#include "gui/document/document.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <pthread.h>

#include "capture/follow.h"
#include "capture/look_ahead.h"
#include "capture/open_input.h"
#include "capture/record/recording_source.h"
#include "decoder/config/config_file.h"
#include "decoder/machine/machine.h"
#include "decoder/mask/masked_finding.h"
#include "decoder/report/time_text.h"
#include "decoder/session/session.h"
#include "gui/document/dialect_choice.h"
#include "gui/document/judge.h"

namespace atscope::gui {
namespace {

constexpr std::size_t look_ahead_segments = 2000;
constexpr std::size_t look_ahead_bytes = 512 * 1024;
// No production describes a line longer than this: what follows is shown as it is.
constexpr std::size_t longest_masked_line = 64 * 1024;

// Gives each event to the keeper first, then to those that look things up in it.
class Fan final : public session::EventSink {
 public:
  explicit Fan(std::vector<session::EventSink*> sinks) : sinks_(std::move(sinks)) {}
  void on_event(const session::Event& event) override {
    for (session::EventSink* sink : sinks_) sink->on_event(event);
  }
  void on_transaction(const session::Transaction& transaction) override {
    for (session::EventSink* sink : sinks_) sink->on_transaction(transaction);
  }

 private:
  std::vector<session::EventSink*> sinks_;
};

// "2026-01-31", UTC.
std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return report::date_text(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

std::string text_of(const config::ConfigMistakes& mistakes) {
  if (!mistakes.in_file.empty()) {
    const grammar::Diagnostic& first = mistakes.in_file.front();
    return first.file + ':' + std::to_string(first.line) + ": " + first.message +
           (first.expected.empty() ? "" : ", expected " + first.expected) +
           (first.help.empty() ? "" : " (" + first.help + ')');
  }
  const config::ValueMistake& first = mistakes.values.front();
  return first.origin + ": " + first.reason + (first.help.empty() ? "" : " (" + first.help + ')');
}

}  // namespace

/// Source to content: session, machines, and what they are for.
class Document::Decoding {
 public:
  /// Without `beside` the rules judge here.
  Decoding(std::shared_ptr<Content> content, const capture::SourceInfo& info, const PolicyMaker& policy,
           std::unique_ptr<JudgeBeside> beside = {})
      : content_(std::move(content)),
        beside_(std::move(beside)),
        judge_(beside_ ? nullptr : std::make_unique<Judge>(content_, info, policy)),
        fan_(sinks()),
        machines_(content_->dialect, fan_),
        session_(content_->dialect, machines_) {
    if (judge_) judge_->attach(machines_);
  }
  void feed(const capture::Segment& segment) { session_.feed(segment); }
  /// So many segments were fed.
  void advance(std::uint64_t segments) {
    if (beside_) beside_->advance(segments);
  }
  /// All events are out.
  void finish(const capture::SourceStats& stats) {
    session_.finish();
    if (judge_) judge_->finish(stats);
  }
  void finish_judging() {
    if (beside_) beside_->finish();
  }
  void break_off_judging() {
    if (beside_) beside_->break_off();
  }
  [[nodiscard]] const std::shared_ptr<Content>& content() const { return content_; }

 private:
  [[nodiscard]] std::vector<session::EventSink*> sinks() {
    std::vector<session::EventSink*> sinks{&content_->trace, &content_->lanes};
    if (judge_) sinks.push_back(judge_.get());
    return sinks;
  }

  std::shared_ptr<Content> content_;
  std::unique_ptr<JudgeBeside> beside_;
  std::unique_ptr<Judge> judge_;
  Fan fan_;
  machine::MachineRunner machines_;
  session::Session session_;
};

lint::PolicyRun Document::policy_for(const capture::SourceInfo& info) const {
  lint::PolicyRun run(config_->policy(), today());
  if (baseline_ != nullptr)
    run.set_baseline([known = baseline_](const lint::Finding& finding) { return known->see(finding); });
  run.begin_log(options_.live ? "<stdin>" : path_, info.channels, true);
  return run;
}

Document::Document(std::string path, Options options) : path_(std::move(path)), options_(std::move(options)) {
  std::error_code none;
  const auto size = options_.live ? 0 : std::filesystem::file_size(path_, none);
  if (!none) bytes_all_ = size;
  thread_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
}

Document::~Document() {
  leaving_.request_stop();
  thread_.request_stop();
}

void Document::wait() {
  if (thread_.joinable()) thread_.join();
}

std::string Document::name() const {
  return options_.live ? path_ : std::filesystem::path(path_).filename().string();
}

void Document::fail(std::string reason, std::string help) {
  error_ = {std::move(reason), std::move(help)};
  phase_.store(Phase::failed, std::memory_order_release);
}

// As `atscope lint` reads it: a mistake in it must not pass unseen, and must not hide the log.
void Document::read_config(const std::string& log) {
  auto read = std::make_shared<config::Config>();
  config::ConfigMistakes mistakes;
  config::read_config_file(config::find_config_file(log), *read, mistakes);
  config::read_environment(*read, mistakes);
  if (const std::string path = read->text("lint.baseline"); !path.empty() && mistakes.empty()) {
    baseline_ = std::make_shared<config::Baseline>();
    const std::string why = baseline_->load(path, config::Baseline::Missing::is_an_error);
    if (!why.empty()) mistakes.values.push_back({path, "the baseline cannot be used: " + why, {}});
  }
  if (!mistakes.empty()) {
    config_mistake_ = text_of(mistakes);
    read = std::make_shared<config::Config>();
    baseline_ = nullptr;
  }
  if (options_.dialect == "auto") options_.dialect = read->text("dialect");
  if (options_.format == "auto") options_.format = read->text("format-in");
  config_ = std::move(read);
}

void Document::read(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "index");
  read_config(options_.live ? "-" : path_);
  options_.live ? read_live(stop) : read_file(stop);
}

void Document::read_file(const std::stop_token& stop) {
  capture::OpenOptions open_options;
  open_options.format = options_.format;
  const std::string role = config_->text("role");
  open_options.sent_by_given = role != "auto";
  open_options.sent_by = role == "dce" ? capture::Sender::dce : capture::Sender::dte;
  auto input = capture::Input::open(path_);
  if (!input) return fail(input.error().reason, input.error().help);
  std::unique_ptr<capture::Input> twin = options_.follow ? nullptr : (*input)->again();
  auto opened = capture::open_input(std::move(*input), path_, open_options);
  if (!opened) return fail(opened.error().reason, opened.error().help);
  auto source = std::make_unique<capture::LookAheadSource>(std::move(*opened));
  source->look(look_ahead_segments, look_ahead_bytes, [&stop] { return stop.stop_requested(); });

  DialectChoice choice(options_.dialect);
  for (std::size_t index = 0; index < source->size(); ++index) choice.see(source->peek(index));
  const DialectChoice::Chosen chosen = choice.chosen();
  if (chosen.dialect == nullptr) return fail(choice.mistakes(), "choose another dialect");
  is_capture_ = source->size() > 0 && source->peek(0).origin.frame != 0;
  std::unique_ptr<LateChoice> late;
  if (options_.follow) {
    // Looking ahead in a growing file would wait for what is to come: what is there now has to tell.
    capture::OpenOptions again = open_options;
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(path_, unknown);
    again.head_bytes = unknown ? 1 : size;
    if (source->size() != 0) again.format = std::string(source->info().format);
    auto stream = capture::follow(path_, [stop] { return stop.stop_requested(); });
    if (!stream) return fail(stream.error().reason, stream.error().help);
    auto growing =
        capture::open_input(capture::Input::from_stream(std::move(*stream)), path_, std::move(again));
    if (!growing) return fail(growing.error().reason, growing.error().help);
    if (options_.dialect == "auto") late = std::make_unique<LateChoice>();
    source = std::make_unique<capture::LookAheadSource>(std::move(*growing));
  }
  auto content = std::make_shared<Content>(chosen.dialect, chosen.text);
  const PolicyMaker policy = [this](const capture::SourceInfo& info) { return policy_for(info); };
  std::unique_ptr<JudgeBeside> beside;
  if (twin != nullptr) {
    const auto open = [this, twin = std::make_shared<std::unique_ptr<capture::Input>>(std::move(twin)),
                       open_options]() -> std::unique_ptr<capture::Source> {
      auto second = capture::open_input(std::move(*twin), path_, open_options);
      return second ? std::move(*second) : nullptr;
    };
    beside = std::make_unique<JudgeBeside>(content, open, policy);
  }
  pump(*source, std::make_unique<Decoding>(content, source->info(), policy, std::move(beside)), stop,
       std::move(late));
}

void Document::read_live(const std::stop_token& stop) {
  const capture::live::StopHandle handle;
  const std::stop_callback stopper(stop, [handle] { handle.stop(); });
  auto opened = capture::live::open_live(*options_.live, handle);
  if (!opened) return fail(opened.error().reason, opened.error().help);
  remark_ = opened->remark;
  capture::live::LiveSource& live = *opened->source;
  const std::stop_callback source_stopper(stop, [end = live.stop_handle()] { end.stop(); });
  std::unique_ptr<capture::Recorder> recorder;
  if (!options_.record.empty()) {
    auto made = capture::Recorder::create({.path = options_.record, .overwrite = options_.record_overwrites});
    if (!made) return fail(made.error().reason, made.error().help);
    recorder = std::move(*made);
    live.on_idle([&] { (void)recorder->flush(); });
  }
  capture::RecordingSource source(live, recorder.get());
  DialectChoice choice(options_.dialect);
  const DialectChoice::Chosen chosen = choice.chosen();
  if (chosen.dialect == nullptr) return fail(choice.mistakes(), "choose another dialect");
  auto late = options_.dialect == "auto" ? std::make_unique<LateChoice>() : nullptr;
  auto content = std::make_shared<Content>(chosen.dialect, chosen.text);
  const PolicyMaker policy = [this](const capture::SourceInfo& info) { return policy_for(info); };
  pump(source, std::make_unique<Decoding>(content, source.info(), policy), stop, std::move(late));
  if (recorder == nullptr) return;
  (void)recorder->close();
  const std::lock_guard lock(mutex_);
  if (recorder->failure() != nullptr) record_failure_ = recorder->failure()->reason;
}

void Document::pump(capture::Source& source, std::unique_ptr<Decoding> decoding, const std::stop_token& stop,
                    std::unique_ptr<LateChoice> late) {
  shown_ = decoding->content();
  format_ = source.info().format;
  take_channels(source);
  phase_.store(Phase::loading, std::memory_order_release);

  capture::Segment segment;
  std::uint64_t count = 0;
  for (; !stop.stop_requested() && source.next(segment); ++count) {
    if (segment.origin.frame != 0) is_capture_ = true;
    if (late != nullptr) {
      if (auto better = late->see(segment, *decoding->content()->dialect)) {
        auto content = std::make_shared<Content>(better->dialect, better->text);
        decoding = std::make_unique<Decoding>(
            content, source.info(), [this](const capture::SourceInfo& info) { return policy_for(info); });
        late->again([&](const capture::Segment& kept) { decoding->feed(kept); });
        const std::lock_guard lock(mutex_);
        better_ = content;
        has_better_.store(true, std::memory_order_release);
      }
      if (late->is_settled()) late.reset();
    }
    decoding->feed(segment);
    if (count % 64 != 0 && !is_live()) continue;
    decoding->advance(count + 1);
    bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
    if (channels() != source.info().channels.size()) take_channels(source);
  }
  const bool stopped = stop.stop_requested();
  decoding->advance(count);
  decoding->finish(source.stats());
  bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
  take_channels(source);
  indexed_.store(true, std::memory_order_release);
  {
    // What was read until the user broke off is judged; from here on, that is broken off, too.
    const auto break_off = [&] { decoding->break_off_judging(); };
    const std::stop_callback when_left(leaving_.get_token(), break_off);
    std::optional<std::stop_callback<decltype(break_off)>> when_stopped;
    if (!stopped) when_stopped.emplace(stop, break_off);
    decoding->finish_judging();
  }
  const bool broken_off = stop.stop_requested() && !is_live();
  phase_.store(broken_off ? Phase::cancelled : Phase::complete, std::memory_order_release);
}

void Document::take_channels(const capture::Source& source) {
  const std::lock_guard lock(mutex_);
  channels_ = source.info().channels;
}

void Document::take_better() {
  const std::lock_guard lock(mutex_);
  if (better_ == nullptr) return;
  shown_ = std::move(better_);
  better_ = nullptr;
  has_better_.store(false, std::memory_order_release);
}

std::string Document::record_failure() const {
  const std::lock_guard lock(mutex_);
  return record_failure_;
}

std::string Document::channel(session::ChannelId id) const {
  const std::lock_guard lock(mutex_);
  return id < channels_.size() && !channels_[id].empty() ? channels_[id] : std::to_string(id);
}

std::string Document::channel_name(session::ChannelId id) const {
  const std::lock_guard lock(mutex_);
  return id < channels_.size() ? channels_[id] : std::to_string(id);
}

std::size_t Document::channels() const {
  const std::lock_guard lock(mutex_);
  return channels_.size();
}

void Document::give_back() {
  shown_->trace.give_back();
  shown_->lanes.give_back();
  shown_->findings.give_back();
}

void Document::set_waivers(std::vector<lint::Waiver> waivers) {
  const std::lock_guard lock(mutex_);
  waivers_ = std::move(waivers);
}

lint::Suppression Document::suppression(std::size_t index) const {
  const FindingRecord& record = finding_record(index);
  const std::lock_guard lock(mutex_);
  // The whole finding is costly: a waiver of another rule does not ask for it.
  const bool any_waiver = std::any_of(waivers_.begin(), waivers_.end(), [&](const lint::Waiver& waiver) {
    return lint::names_rule(waiver.rule, finding_rule(index)) >= 0;
  });
  if (!any_waiver && !record.suppressed) return {};
  const lint::Finding whole = finding(index);
  if (whole.suppression) return whole.suppression;
  for (const lint::Waiver& waiver : waivers_) {
    if (lint::waives(waiver, finding_rule(index), whole))
      return {lint::Suppression::By::waiver, waiver.reason, waiver.place};
  }
  return {};
}

void Document::find_hidden(trace::EventIndex event, mask::Spans& hidden) const {
  hidden.clear();
  if (shows_secrets_) return;
  session::Event whole = shown_->trace.replay(event);
  whole.text = whole.text.substr(0, longest_masked_line);
  shown_->masker.find(whole, hidden);
}

std::string_view Document::shown_text(trace::EventIndex event, std::string& buffer) const {
  mask::Spans hidden;
  find_hidden(event, hidden);
  return mask::redact(shown_->trace.text(shown_->trace.event(event)), hidden, buffer);
}

lint::Finding Document::shown_finding(std::size_t index) const {
  return shows_secrets_ ? finding(index) : mask::masked(finding(index), shown_->masker);
}

}  // namespace atscope::gui

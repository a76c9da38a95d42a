// SPDX-License-Identifier: MIT
#include "gui/document/document.h"

#include <filesystem>

#include "capture/follow.h"
#include "capture/look_ahead.h"
#include "capture/open_input.h"
#include "capture/record/recording_source.h"
#include "decoder/machine/machine.h"
#include "decoder/mask/masked_finding.h"
#include "decoder/session/session.h"
#include "gui/document/dialect_choice.h"

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

}  // namespace

Document::Content::Content(std::shared_ptr<const grammar::Dialect> spoken, std::string why)
    : dialect(std::move(spoken)),
      dialect_text(std::move(why)),
      trace(std::make_unique<trace::Trace>(dialect)),
      lanes(std::make_unique<LaneSet>(*trace)),
      masker(std::make_unique<mask::Masker>(*dialect, true)) {}

/// Source to content: session, machines, linter.
class Document::Decoding final : private lint::FindingSink {
 public:
  Decoding(std::shared_ptr<Content> content, const capture::SourceInfo& info, std::mutex& mutex)
      : content_(std::move(content)),
        mutex_(mutex),
        linter_(*content_->dialect, info, static_cast<lint::FindingSink&>(*this)),
        fan_({content_->trace.get(), content_->lanes.get(), &linter_}),
        machines_(content_->dialect, fan_),
        session_(content_->dialect, machines_) {
    linter_.attach(machines_);
  }
  void feed(const capture::Segment& segment) { session_.feed(segment); }
  void finish(const capture::SourceStats& stats) {
    session_.finish();
    content_->lint_summary = linter_.finish(stats);
  }
  [[nodiscard]] const std::shared_ptr<Content>& content() const { return content_; }

 private:
  void on_finding(const lint::Finding& finding) override {
    const std::lock_guard lock(mutex_);
    content_->findings.push_back(finding);
  }

  std::shared_ptr<Content> content_;
  std::mutex& mutex_;
  lint::Linter linter_;
  Fan fan_;
  machine::MachineRunner machines_;
  session::Session session_;
};

Document::Document(std::string path, Options options) : path_(std::move(path)), options_(std::move(options)) {
  std::error_code none;
  const auto size = options_.live ? 0 : std::filesystem::file_size(path_, none);
  if (!none) bytes_all_ = size;
  thread_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
}

Document::~Document() {
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

void Document::read(const std::stop_token& stop) {
  options_.live ? read_live(stop) : read_file(stop);
}

void Document::read_file(const std::stop_token& stop) {
  auto opened = capture::open(path_, {options_.format});
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
    capture::OpenOptions again{source->size() != 0 ? std::string(source->info().format) : options_.format};
    auto stream = capture::follow(path_, [stop] { return stop.stop_requested(); });
    if (!stream) return fail(stream.error().reason, stream.error().help);
    auto growing =
        capture::open_input(capture::Input::from_stream(std::move(*stream)), path_, std::move(again));
    if (!growing) return fail(growing.error().reason, growing.error().help);
    if (options_.dialect == "auto") late = std::make_unique<LateChoice>();
    source = std::make_unique<capture::LookAheadSource>(std::move(*growing));
  }
  auto content = std::make_shared<Content>(chosen.dialect, chosen.text);
  pump(*source, std::make_unique<Decoding>(content, source->info(), mutex_), stop, std::move(late));
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
    auto made = capture::Recorder::create({.path = options_.record, .overwrite = true});
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
  pump(source, std::make_unique<Decoding>(content, source.info(), mutex_), stop, std::move(late));
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
  for (std::uint32_t count = 0; !stop.stop_requested() && source.next(segment); ++count) {
    if (segment.origin.frame != 0) is_capture_ = true;
    if (late != nullptr) {
      if (auto better = late->see(segment, *decoding->content()->dialect)) {
        auto content = std::make_shared<Content>(better->dialect, better->text);
        decoding = std::make_unique<Decoding>(content, source.info(), mutex_);
        late->again([&](const capture::Segment& kept) { decoding->feed(kept); });
        const std::lock_guard lock(mutex_);
        better_ = content;
        has_better_.store(true, std::memory_order_release);
      }
      if (late->is_settled()) late.reset();
    }
    decoding->feed(segment);
    if (count % 64 != 0 && !is_live()) continue;
    bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
    if (channels() != source.info().channels.size()) take_channels(source);
  }
  decoding->finish(source.stats());
  bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
  take_channels(source);
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

std::size_t Document::findings() const {
  const std::lock_guard lock(mutex_);
  return shown_->findings.size();
}

const lint::Finding& Document::finding(std::size_t index) const {
  const std::lock_guard lock(mutex_);
  return shown_->findings[index];
}

void Document::find_hidden(trace::EventIndex event, mask::Spans& hidden) const {
  hidden.clear();
  if (shows_secrets_) return;
  session::Event whole = shown_->trace->replay(event);
  whole.text = whole.text.substr(0, longest_masked_line);
  shown_->masker->find(whole, hidden);
}

std::string_view Document::shown_text(trace::EventIndex event, std::string& buffer) const {
  mask::Spans hidden;
  find_hidden(event, hidden);
  return mask::redact(shown_->trace->text(shown_->trace->event(event)), hidden, buffer);
}

lint::Finding Document::shown_finding(std::size_t index) const {
  return shows_secrets_ ? finding(index) : mask::masked(finding(index), *shown_->masker);
}

}  // namespace atscope::gui

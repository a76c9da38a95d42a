// SPDX-License-Identifier: MIT
#include "gui/document/document.h"

#include <filesystem>

#include "capture/look_ahead.h"
#include "capture/open.h"
#include "decoder/grammar/load.h"
#include "decoder/machine/machine.h"
#include "decoder/mask/masked_finding.h"
#include "decoder/session/choose_dialect.h"
#include "decoder/session/session.h"

namespace atscope::gui {
namespace {

constexpr std::size_t look_ahead_segments = 2000;
constexpr std::size_t look_ahead_bytes = 512 * 1024;
// No production describes a line longer than this: what follows is shown as it is.
constexpr std::size_t longest_masked_line = 64 * 1024;

struct Chosen {
  std::shared_ptr<const grammar::Dialect> dialect;
  std::string text;
};

Chosen choose_dialect(const std::string& name, const capture::LookAheadSource& source,
                      std::string& mistakes) {
  const auto complain = [&mistakes](const grammar::Diagnostics& diagnostics) {
    for (const grammar::Diagnostic& diagnostic : diagnostics) mistakes += grammar::format(diagnostic) + '\n';
  };
  if (name != "auto") {
    auto dialect = grammar::load_dialect(name);
    if (dialect) return {*dialect, (*dialect)->name()};
    complain(dialect.error());
    return {};
  }
  std::vector<std::shared_ptr<const grammar::Dialect>> candidates;
  grammar::DialectLoader loader;
  for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
    auto dialect = loader.load(std::string(builtin.name));
    if (dialect) {
      candidates.push_back(*dialect);
    } else {
      complain(dialect.error());
    }
  }
  if (candidates.empty()) return {};
  session::DialectChooser chooser(candidates);
  for (std::size_t index = 0; index < source.size(); ++index) chooser.see(source.peek(index));
  session::DialectChooser::Choice choice = chooser.choose();
  if (choice.dialect == nullptr) choice.dialect = candidates.front();
  return {choice.dialect, choice.dialect->name() + " (" + choice.because + ")"};
}

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

class Document::Findings final : public lint::FindingSink {
 public:
  explicit Findings(Document& document) : document_(document) {}
  void on_finding(const lint::Finding& finding) override {
    const std::lock_guard lock(document_.mutex_);
    document_.findings_.push_back(finding);
  }

 private:
  Document& document_;
};

Document::Document(std::string path, Options options) : path_(std::move(path)), options_(std::move(options)) {
  std::error_code none;
  const auto size = std::filesystem::file_size(path_, none);
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
  return std::filesystem::path(path_).filename().string();
}

void Document::read(const std::stop_token& stop) {
  const auto fail = [this](std::string reason, std::string help) {
    error_ = {std::move(reason), std::move(help)};
    phase_.store(Phase::failed, std::memory_order_release);
  };
  auto opened = capture::open(path_, {options_.format});
  if (!opened) return fail(opened.error().reason, opened.error().help);
  capture::LookAheadSource source(std::move(*opened));
  source.look(look_ahead_segments, look_ahead_bytes, [&stop] { return stop.stop_requested(); });

  std::string mistakes;
  const Chosen chosen = choose_dialect(options_.dialect, source, mistakes);
  if (chosen.dialect == nullptr)
    return fail("the dialect cannot be used: " + mistakes, "choose another dialect");
  format_ = source.info().format;
  is_capture_ = source.size() > 0 && source.peek(0).origin.frame != 0;
  dialect_text_ = chosen.text;
  trace_ = std::make_unique<trace::Trace>(chosen.dialect);
  lanes_ = std::make_unique<LaneSet>(*trace_);
  masker_ = std::make_unique<mask::Masker>(*chosen.dialect, true);
  channels_ = source.info().channels;
  phase_.store(Phase::loading, std::memory_order_release);

  Findings findings(*this);
  lint::Linter linter(*chosen.dialect, source.info(), findings);
  Fan fan({trace_.get(), lanes_.get(), &linter});
  machine::MachineRunner machines(chosen.dialect, fan);
  linter.attach(machines);
  session::Session session(chosen.dialect, machines);
  capture::Segment segment;
  for (std::uint32_t count = 0; !stop.stop_requested() && source.next(segment); ++count) {
    session.feed(segment);
    if (count % 64 != 0) continue;
    bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
    if (channels() == source.info().channels.size()) continue;
    const std::lock_guard lock(mutex_);
    channels_ = source.info().channels;
  }
  session.finish();
  lint_summary_ = linter.finish(source.stats());
  bytes_read_.store(source.stats().bytes, std::memory_order_relaxed);
  {
    const std::lock_guard lock(mutex_);
    channels_ = source.info().channels;
  }
  phase_.store(stop.stop_requested() ? Phase::cancelled : Phase::complete, std::memory_order_release);
}

std::string Document::channel(session::ChannelId id) const {
  const std::lock_guard lock(mutex_);
  return id < channels_.size() && !channels_[id].empty() ? channels_[id] : std::to_string(id);
}

std::size_t Document::channels() const {
  const std::lock_guard lock(mutex_);
  return channels_.size();
}

std::size_t Document::findings() const {
  const std::lock_guard lock(mutex_);
  return findings_.size();
}

const lint::Finding& Document::finding(std::size_t index) const {
  const std::lock_guard lock(mutex_);
  return findings_[index];
}

void Document::find_hidden(trace::EventIndex event, mask::Spans& hidden) const {
  hidden.clear();
  if (shows_secrets_) return;
  session::Event whole = trace_->replay(event);
  whole.text = whole.text.substr(0, longest_masked_line);
  masker_->find(whole, hidden);
}

std::string_view Document::shown_text(trace::EventIndex event, std::string& buffer) const {
  mask::Spans hidden;
  find_hidden(event, hidden);
  return mask::redact(trace_->text(trace_->event(event)), hidden, buffer);
}

lint::Finding Document::shown_finding(std::size_t index) const {
  return shows_secrets_ ? finding(index) : mask::masked(finding(index), *masker_);
}

}  // namespace atscope::gui

// SPDX-License-Identifier: MIT
#include "cli/live_decoder.h"

#include <algorithm>

#include "cli/output.h"

namespace atscope::cli {
namespace {

constexpr std::size_t most_kept_bytes = 256 * 1024;
constexpr std::size_t most_kept_segments = 20'000;

/// The facts of another source, for a report that wants to own its input.
class Facts final : public capture::Source {
 public:
  explicit Facts(capture::Source& source) : source_(source) {}
  bool next(capture::Segment&) override { return false; }
  const capture::SourceInfo& info() const override { return source_.info(); }
  const capture::SourceStats& stats() const override { return source_.stats(); }

 private:
  capture::Source& source_;
};

std::pair<std::uint64_t, std::uint64_t> place_of(const capture::Origin& origin) {
  return {std::max(origin.frame, origin.line), origin.offset};
}

}  // namespace

LiveDecoder::LiveDecoder(const DialectShelf& dialects, capture::Source& facts, std::string name,
                         DecodeReport& report, Output& output)
    : dialects_(dialects), facts_(facts), name_(std::move(name)), report_(report), output_(output) {
  if (dialects.is_fixed()) {
    use({dialects.candidates().front(), {}});
  } else {
    chooser_ = std::make_unique<session::DialectChooser>(dialects.candidates());
    use(chooser_->choose());
  }
}

LiveDecoder::~LiveDecoder() = default;

void LiveDecoder::use(session::DialectChooser::Choice choice) {
  session_.reset();
  machines_.reset();
  dialect_ = choice.dialect;
  auto input = std::make_unique<Input>(name_, std::make_unique<Facts>(facts_), std::move(choice.dialect),
                                       std::move(choice.because), std::string());
  report_.begin(*input);
  input_ = std::move(input);
  machines_ = std::make_unique<machine::MachineRunner>(dialect_, static_cast<session::EventSink&>(*this));
  session_ = std::make_unique<session::Session>(dialect_, *machines_);
}

void LiveDecoder::feed(const capture::Segment& segment) {
  if (chooser_ != nullptr) reconsider(segment);
  session_->feed(segment);
}

void LiveDecoder::reconsider(const capture::Segment& segment) {
  chooser_->see(segment);
  const bool whole_lines = segment.bytes.ends_with('\r') || segment.bytes.ends_with('\n');
  if (segment.kind == capture::SegmentKind::data && whole_lines) {
    session::DialectChooser::Choice choice = chooser_->choose();
    if (choice.dialect != nullptr && choice.dialect != dialect_) {
      shown_before_ = shown_;
      use(std::move(choice));
      for (const Kept& kept : kept_) {
        capture::Segment again = kept.segment;
        again.bytes = std::string_view(text_).substr(kept.begin, kept.bytes);
        again.note = std::string_view(text_).substr(kept.begin + kept.bytes, kept.note);
        session_->feed(again);
      }
    }
  }
  if (kept_.size() >= most_kept_segments || text_.size() >= most_kept_bytes) {
    settle();
  } else {
    keep(segment);
  }
}

void LiveDecoder::keep(const capture::Segment& segment) {
  kept_.push_back({segment, text_.size(), segment.bytes.size(), segment.note.size()});
  Kept& kept = kept_.back();
  kept.segment.bytes = kept.segment.note = {};
  kept.segment.offset_steps = {};
  text_ += segment.bytes;
  text_ += segment.note;
}

void LiveDecoder::settle() {
  chooser_.reset();
  kept_ = {};
  text_ = {};
  closed_.clear();
}

void LiveDecoder::finish() {
  session_->finish();
  report_.end();
}

void LiveDecoder::on_event(const session::Event& event) {
  const Place place = place_of(event.origin);
  const auto before = shown_before_.find(event.channel);
  const bool known = before != shown_before_.end() && place <= before->second;
  output_.mute(known);
  report_.on_event(event);
  output_.mute(false);
  if (!known) shown_[event.channel] = std::max(shown_[event.channel], place);
}

void LiveDecoder::on_transaction(const session::Transaction& transaction) {
  const std::pair key(transaction.channel, place_of(transaction.origin));
  output_.mute(closed_.contains(key));
  report_.on_transaction(transaction);
  output_.mute(false);
  if (chooser_ != nullptr) closed_.insert(key);
}

}  // namespace atscope::cli

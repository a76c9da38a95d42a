// SPDX-License-Identifier: MIT
#include "gui/document/dialect_choice.h"

#include "decoder/grammar/load.h"

namespace atscope::gui {
namespace {

constexpr std::size_t most_kept_bytes = 256 * 1024;
constexpr std::size_t most_kept_segments = 20'000;

DialectChoice::Chosen chosen_by(session::DialectChooser::Choice choice) {
  if (choice.dialect == nullptr) return {};
  if (choice.because.empty()) choice.because = "nothing in the traffic tells";
  return {choice.dialect, choice.dialect->name() + " (" + choice.because + ")"};
}

std::vector<std::shared_ptr<const grammar::Dialect>> load_all() {
  std::vector<std::shared_ptr<const grammar::Dialect>> loaded;
  grammar::DialectLoader loader;
  for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects()) {
    if (auto dialect = loader.load(std::string(builtin.name))) loaded.push_back(*dialect);
  }
  return loaded;
}

}  // namespace

DialectChoice::DialectChoice(const std::string& name) {
  if (name == "auto") {
    builtin_ = std::make_unique<session::BuiltinChooser>();
    return;
  }
  auto dialect = grammar::DialectLoader().load(name);
  if (dialect) {
    named_ = *dialect;
    return;
  }
  mistakes_ = "the dialect cannot be used: ";
  for (const grammar::Diagnostic& diagnostic : dialect.error())
    mistakes_ += grammar::format(diagnostic) + '\n';
}

void DialectChoice::see(const capture::Segment& segment) {
  if (builtin_ != nullptr) builtin_->see(segment);
}

DialectChoice::Chosen DialectChoice::chosen() {
  if (builtin_ != nullptr) return chosen_by(builtin_->choose());
  return named_ != nullptr ? Chosen{named_, named_->name()} : Chosen{};
}

LateChoice::LateChoice() : candidates_(load_all()), chooser_(candidates_) {}

std::optional<DialectChoice::Chosen> LateChoice::see(const capture::Segment& segment,
                                                     const grammar::Dialect& now) {
  before_ = kept_.size();
  bytes_ += segment.bytes.size() + segment.note.size();
  Kept kept{segment, std::string(segment.bytes), std::string(segment.note)};
  kept.segment.bytes = kept.segment.note = {};
  kept.segment.offset_steps = {};
  kept_.push_back(std::move(kept));
  chooser_.see(segment);
  const bool whole_lines = segment.bytes.ends_with('\r') || segment.bytes.ends_with('\n') ||
                           segment.framing == capture::Framing::record;
  if (segment.kind != capture::SegmentKind::data || !whole_lines) return {};
  DialectChoice::Chosen chosen = chosen_by(chooser_.choose());
  if (chosen.dialect == nullptr || chosen.dialect->name() == now.name()) return {};
  return chosen;
}

void LateChoice::again(const std::function<void(const capture::Segment&)>& feed) {
  for (std::size_t index = 0; index < before_; ++index) {
    capture::Segment segment = kept_[index].segment;
    segment.bytes = kept_[index].bytes;
    segment.note = kept_[index].note;
    feed(segment);
  }
}

bool LateChoice::is_settled() const {
  return kept_.size() >= most_kept_segments || bytes_ >= most_kept_bytes;
}

}  // namespace atscope::gui

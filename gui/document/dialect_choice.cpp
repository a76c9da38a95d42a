// SPDX-License-Identifier: MIT
#include "gui/document/dialect_choice.h"

#include "decoder/grammar/load.h"

namespace atscope::gui {
namespace {

constexpr std::size_t most_kept_bytes = 256 * 1024;
constexpr std::size_t most_kept_segments = 20'000;

std::vector<std::shared_ptr<const grammar::Dialect>> load(const std::string& name, std::string& mistakes) {
  std::vector<std::shared_ptr<const grammar::Dialect>> loaded;
  grammar::DialectLoader loader;
  const auto take = [&](const std::string& each) {
    auto dialect = loader.load(each);
    if (dialect) return loaded.push_back(*dialect);
    for (const grammar::Diagnostic& diagnostic : dialect.error())
      mistakes += grammar::format(diagnostic) + '\n';
  };
  if (name != "auto") {
    take(name);
  } else {
    for (const grammar::BuiltinDialect& builtin : grammar::builtin_dialects())
      take(std::string(builtin.name));
  }
  return loaded;
}

}  // namespace

DialectChoice::DialectChoice(const std::string& name)
    : named_(name != "auto"), candidates_(load(name, mistakes_)), chooser_(candidates_) {
  if (!mistakes_.empty()) mistakes_ = "the dialect cannot be used: " + mistakes_;
}

DialectChoice::Chosen DialectChoice::chosen() {
  if (candidates_.empty()) return {};
  if (named_) return {candidates_.front(), candidates_.front()->name()};
  session::DialectChooser::Choice choice = chooser_.choose();
  if (choice.dialect == nullptr) choice.dialect = candidates_.front();
  if (choice.because.empty()) choice.because = "nothing in the traffic tells";
  return {choice.dialect, choice.dialect->name() + " (" + choice.because + ")"};
}

std::optional<DialectChoice::Chosen> LateChoice::see(const capture::Segment& segment,
                                                     const grammar::Dialect& now) {
  before_ = kept_.size();
  bytes_ += segment.bytes.size() + segment.note.size();
  Kept kept{segment, std::string(segment.bytes), std::string(segment.note)};
  kept.segment.bytes = kept.segment.note = {};
  kept.segment.offset_steps = {};
  kept_.push_back(std::move(kept));
  choice_.see(segment);
  const bool whole_lines = segment.bytes.ends_with('\r') || segment.bytes.ends_with('\n') ||
                           segment.framing == capture::Framing::record;
  if (segment.kind != capture::SegmentKind::data || !whole_lines) return {};
  DialectChoice::Chosen chosen = choice_.chosen();
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

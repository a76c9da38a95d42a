// SPDX-License-Identifier: MIT
#include "decoder/session/choose_dialect.h"

#include <algorithm>

#include "decoder/session/command_line.h"
#include "decoder/session/vocabulary.h"

namespace atscope::session {

DialectChooser::DialectChooser(std::span<const std::shared_ptr<const grammar::Dialect>> candidates)
    : candidates_(candidates), scores_(candidates.size()) {}

void DialectChooser::see(const capture::Segment& segment) {
  constexpr std::size_t longest_line = 4096;
  if (segment.kind != capture::SegmentKind::data) return;
  std::string& line = unfinished_[{segment.channel, segment.sender}];
  const auto finish = [&] {
    if (!line.empty()) see(std::string_view(line));
    line.clear();
  };
  std::string_view rest = segment.bytes;
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of("\r\n");
    line += rest.substr(0, std::min(end, longest_line));
    if (end == std::string_view::npos) break;
    finish();
    rest.remove_prefix(end + 1);
  }
  if (segment.framing == capture::Framing::record || line.size() > longest_line) finish();
}

void DialectChooser::see(std::string_view line) {
  const std::string_view text = trimmed(line);
  CommandLine commands{text};
  CommandItem item;
  bool any = false;
  while (commands.next(item)) {
    if (item.kind != grammar::CommandKind::extended) continue;
    any = true;
    ++commands_;
    for (std::size_t index = 0; index < candidates_.size(); ++index) {
      const grammar::Dialect& dialect = *candidates_[index];
      const grammar::CommandId id = dialect.find_command(item.name);
      if (id == grammar::no_command) continue;
      ++scores_[index].known;
      scores_[index].own += dialect.command(id).dialect == dialect.name();
    }
  }
  if (any || commands.valid()) return;
  for (std::size_t index = 0; index < candidates_.size(); ++index) {
    for (const std::string& name : candidates_[index]->identified_by()) {
      scores_[index].identity += text.find(name) != std::string_view::npos;
    }
  }
}

// The module's own name decides; else the dialect that knows the most commands, the most general on a tie.
DialectChooser::Choice DialectChooser::choose() {
  for (auto& [side, line] : unfinished_) {
    if (!line.empty()) see(std::string_view(line));
    line.clear();
  }
  std::size_t best = 0;
  for (std::size_t index = 1; index < scores_.size(); ++index) {
    const Score &score = scores_[index], &winner = scores_[best];
    if (score.identity != winner.identity ? score.identity > winner.identity : score.known > winner.known)
      best = index;
  }
  Choice choice;
  if (candidates_.empty()) return choice;
  choice.dialect = candidates_[best];
  if (scores_[best].identity > 0) {
    choice.because = "the module names itself so";
  } else if (commands_ == 0) {
    choice.because = "no extended command was seen";
  } else {
    choice.because =
        "it knows " + std::to_string(scores_[best].known) + " of " + std::to_string(commands_) + " commands";
  }
  return choice;
}

}  // namespace atscope::session

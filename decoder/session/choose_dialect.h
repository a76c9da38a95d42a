// SPDX-License-Identifier: MIT
// Chooses the dialect by what the traffic says.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"
#include "decoder/grammar/load.h"
#include "decoder/grammar/outline.h"

namespace atscope::session {

/// Puts lines of either side together, however the segments cut them.
class TrafficLines {
 public:
  template <typename Visit>
  void see(const capture::Segment& segment, Visit visit);
  /// What no line end has followed.
  template <typename Visit>
  void finish(Visit visit);

 private:
  static constexpr std::size_t longest_line = 4096;
  std::map<std::pair<capture::ChannelId, capture::Sender>, std::string> unfinished_;
};

/// Gathers evidence from text of the traffic, both directions mixed.
class DialectChooser {
 public:
  explicit DialectChooser(std::span<const std::shared_ptr<const grammar::Dialect>> candidates);

  /// Traffic in its order: lines are put together, however the segments cut them.
  void see(const capture::Segment& segment);
  /// One line of either side, without line end.
  void see(std::string_view line);

  struct Choice {
    std::shared_ptr<const grammar::Dialect> dialect;
    std::string because;  ///< "12 of 14 commands are known only to it", "the module calls itself Quectel"
  };
  /// The dialect with the most evidence; the most general candidate when there is none.
  [[nodiscard]] Choice choose();

 private:
  struct Score {
    std::uint32_t known = 0;     // commands that the dialect (with its ancestors) knows
    std::uint32_t points = 0;    // for them, for their forms, for lines of the module that it has
    std::uint32_t identity = 0;  // lines that name the module
  };
  std::span<const std::shared_ptr<const grammar::Dialect>> candidates_;
  std::vector<Score> scores_;
  TrafficLines joined_;
  std::uint32_t commands_ = 0;
  std::uint32_t lines_ = 0;  // of the module
};

/// Chooses among the built-in dialects, as a DialectChooser that has all of them, and loads only those that
/// could be chosen: one in whose own files nothing stands of what its ancestors do not account for cannot.
class BuiltinChooser {
 public:
  BuiltinChooser();

  void see(const capture::Segment& segment);
  /// By what was seen since the last choice.
  [[nodiscard]] DialectChooser::Choice choose();

 private:
  [[nodiscard]] std::shared_ptr<const grammar::Dialect> load(const std::string& name);
  [[nodiscard]] bool is_named(const grammar::Outline& outline) const;

  std::vector<grammar::Outline> outlines_;
  grammar::DialectLoader loader_;
  std::map<std::string, std::shared_ptr<const grammar::Dialect>, std::less<>> loaded_;
  TrafficLines joined_;
  std::vector<std::string> lines_;
};

template <typename Visit>
void TrafficLines::see(const capture::Segment& segment, Visit visit) {
  if (segment.kind != capture::SegmentKind::data) return;
  std::string& line = unfinished_[{segment.channel, segment.sender}];
  const auto finish = [&] {
    if (!line.empty()) visit(std::string_view(line));
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

template <typename Visit>
void TrafficLines::finish(Visit visit) {
  for (auto& [side, line] : unfinished_) {
    if (!line.empty()) visit(std::string_view(line));
    line.clear();
  }
}

}  // namespace atscope::session

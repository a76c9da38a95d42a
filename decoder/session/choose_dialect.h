// SPDX-License-Identifier: MIT
// Chooses the dialect by what the traffic says.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"

namespace atscope::session {

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
  std::map<std::pair<capture::ChannelId, capture::Sender>, std::string> unfinished_;  // lines without an end
  std::uint32_t commands_ = 0;
  std::uint32_t lines_ = 0;  // of the module
};

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
// Chooses the dialect by what the traffic says.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "decoder/grammar/dialect.h"

namespace atscope::session {

/// Gathers evidence from text of the traffic, both directions mixed.
class DialectChooser {
 public:
  explicit DialectChooser(std::span<const std::shared_ptr<const grammar::Dialect>> candidates);

  /// One line of either side, without line end.
  void see(std::string_view line);

  struct Choice {
    std::shared_ptr<const grammar::Dialect> dialect;
    std::string because;  ///< "12 of 14 commands are known only to it", "the module calls itself Quectel"
  };
  /// The dialect with the most evidence; the most general candidate when there is none.
  [[nodiscard]] Choice choose() const;

 private:
  struct Score {
    std::uint32_t known = 0;     // commands that the dialect (with its ancestors) knows
    std::uint32_t own = 0;       // of them, declared by the dialect itself
    std::uint32_t identity = 0;  // lines that name the module
  };
  std::span<const std::shared_ptr<const grammar::Dialect>> candidates_;
  std::vector<Score> scores_;
  std::uint32_t commands_ = 0;
};

}  // namespace atscope::session

// SPDX-License-Identifier: MIT
// Formats whose lines each carry one record and can be described by patterns.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/text/escapes.h"
#include "capture/text/formats.h"
#include "capture/text/line_pattern.h"
#include "capture/text/text_source.h"

namespace atscope::capture {

/// What a line that fits a pattern is.
enum class LineRole : std::uint8_t {
  sent,
  received,
  unknown,  ///< traffic, the log does not tell of whom
  nothing,  ///< part of the format, without traffic
};

struct LineRule {
  LineRole role = LineRole::nothing;
  std::string_view pattern;
};

/// A format made of patterns. The views live as long as the program for built-in formats.
struct PatternSpec {
  std::string_view name;
  std::span<const LineRule> rules;  ///< the first one that fits counts
  Escapes escapes = Escapes::none;
  Framing framing = Framing::record;
  Fidelity fidelity = Fidelity::line_lossy;
  std::size_t hex_columns = 0;   ///< with Escapes::hex: bytes in a full row; 0: as many as there are
  bool whole_seconds = false;    ///< what looks like a fraction in its times is none
  bool role_by_content = false;  ///< "sent" is the host's or the module's, as the commands tell
  bool since_boot = false;       ///< its times of day count from the start of the logger
  /// Restores what a log lost that is more than an escape. May be null.
  void (*restore)(std::string_view payload, bool sent, Unescaped& buffer, Segment& segment) = nullptr;
  int certainty = kCertain + 2;  ///< of a log with one line that fits
};

/// A spec with its patterns read.
struct CompiledRule {
  LineRole role;
  LinePattern pattern;
};
[[nodiscard]] std::vector<CompiledRule> compile_rules(std::span<const LineRule> rules);

class PatternReader final : public TextSource {
 public:
  PatternReader(std::unique_ptr<Input> input, const OpenOptions& options, const PatternSpec& spec,
                std::shared_ptr<const std::vector<CompiledRule>> rules);

  /// What `spec` lives in, if that is not the program.
  void keep(std::shared_ptr<const void> owner) { owner_ = std::move(owner); }
  void turn_around() { turned_ = true; }
  void promise_direction(bool has_direction) { info_.has_direction = has_direction; }

 private:
  Verdict interpret(Line& line, Segment& segment) override;
  [[nodiscard]] Stamp adjusted(Stamp stamp) const;

  OpenOptions options_;
  const PatternSpec& spec_;
  std::shared_ptr<const std::vector<CompiledRule>> rules_;
  bool turned_ = false;
  std::shared_ptr<const void> owner_;
  Unescaped unescaped_;
};

/// Evidence in `head`: spec.certainty once a line of traffic fits.
[[nodiscard]] int score_rules(std::string_view head, std::span<const CompiledRule> rules, int certainty);

/// A reader of `spec` that has looked ahead whether the log has times.
[[nodiscard]] std::unique_ptr<Source> make_pattern_reader(
    std::unique_ptr<Input> input, const OpenOptions& options, const PatternSpec& spec,
    std::shared_ptr<const std::vector<CompiledRule>> rules, std::shared_ptr<const void> owner = {});

/// The patterns of a built-in spec, read once.
template <const PatternSpec& spec>
[[nodiscard]] const std::shared_ptr<const std::vector<CompiledRule>>& rules_of() {
  static const auto rules = std::make_shared<const std::vector<CompiledRule>>(compile_rules(spec.rules));
  return rules;
}
template <const PatternSpec& spec>
[[nodiscard]] int score_pattern(std::string_view head) {
  return score_rules(head, *rules_of<spec>(), spec.certainty);
}
template <const PatternSpec& spec>
[[nodiscard]] std::unique_ptr<Source> make_pattern(std::unique_ptr<Input> input, const OpenOptions& options) {
  return make_pattern_reader(std::move(input), options, spec, rules_of<spec>());
}

}  // namespace atscope::capture

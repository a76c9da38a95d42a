// SPDX-License-Identifier: MIT
// Secrets and personal data stay out of every output unless the user asks for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decoder/grammar/dialect.h"
#include "decoder/session/event.h"

namespace atscope::mask {

inline constexpr std::string_view redacted = "[REDACTED]";

/// Bytes of a line that must not be shown: [begin, end).
struct Span {
  std::uint32_t begin = 0, end = 0;
};
using Spans = std::vector<Span>;  ///< ascending, not overlapping

/// `text` with each span replaced by `redacted`. The view is of `text` itself when there is no span,
/// else of `buffer`.
[[nodiscard]] std::string_view redact(std::string_view text, std::span<const Span> spans,
                                      std::string& buffer);

/// Where byte `position` of a line stands after redact(); inside a span it is the span's start.
[[nodiscard]] std::uint32_t position_after_redact(std::uint32_t position, std::span<const Span> spans);

/// Finds the values of parameters that the dialect calls secret or personal. Only commands and rules that
/// have such parameters cost anything. What no production describes cannot be known and is shown.
class Masker {
 public:
  /// With `enabled` false it never finds anything (--show-secrets). `dialect` must outlive the masker.
  Masker(const grammar::Dialect& dialect, bool enabled);

  /// `spans` is cleared first.
  void find(const session::Event& event, Spans& spans) const;
  /// A command line. A set form whose arguments fit no production is masked whole.
  void find_in_command(std::string_view line, Spans& spans) const;
  /// A line of the module. `rule` is its production and `command` the open command, if they are known.
  void find_in_answer(std::string_view line, grammar::CommandId command, grammar::RuleId rule,
                      Spans& spans) const;

  /// A line of either side, when nothing else is known about it.
  void find_in_line_of_traffic(std::string_view line, Spans& spans) const;
  /// Running text that may quote command lines: each word that begins with AT is masked.
  [[nodiscard]] std::string masked_prose(std::string_view text) const;

 private:
  // Bit n: parameter n of the notation is sensitive; bit 63 stands for all beyond.
  using NameSet = std::uint64_t;

  [[nodiscard]] NameSet sensitive_names(const grammar::Notation& notation,
                                        const grammar::Command* command) const;
  [[nodiscard]] const grammar::Command* command_of(grammar::RuleId rule) const {
    const grammar::CommandId id = dialect_.rule(rule).command;
    return id == grammar::no_command ? nullptr : &dialect_.command(id);
  }
  [[nodiscard]] const grammar::Parameter* parameter(const std::string& name,
                                                    const grammar::Command* command) const;
  void add_matches(std::string_view line, std::uint32_t offset, const grammar::Notation& notation,
                   const grammar::Command* command, NameSet names, Spans& spans, bool& matched) const;
  void find_in_message(const session::Event& event, Spans& spans) const;
  void find_in_line(std::string_view line, grammar::CommandId command, Spans& spans) const;

  const grammar::Dialect& dialect_;
  bool enabled_;
  std::vector<NameSet> rules_;                  // by RuleId
  std::vector<bool> takes_message_;             // by CommandId
  std::vector<std::vector<NameSet>> commands_;  // by CommandId, then form; empty: nothing sensitive
};

}  // namespace atscope::mask

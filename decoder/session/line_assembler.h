// SPDX-License-Identifier: MIT
// The cutter: bytes of one side of one channel to lines, prompts and heads of payload.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "capture/segment.h"
#include "decoder/grammar/dialect.h"

namespace atscope::session {

/// One unit of one side.
struct Unit {
  enum class Kind : std::uint8_t {
    line,          ///< text up to a line end (or to the end of a record)
    prompt,        ///< the announced prompt character, with blanks behind it
    payload_head,  ///< notation of a rule whose payload stands on the same line: "+IPD,4:"
    piece,         ///< part of a line longer than the limit
    nuls,          ///< NUL bytes and line ends with no text behind them, at flush()
  };
  Kind kind = Kind::line;
  bool line_end = false;  ///< CR and/or LF followed
  bool ended_by_cr_only = false, ended_by_lf_only = false;
  bool has_payload = false;  ///< payload stands inside the text: quotes and line ends in it mean nothing
  std::uint32_t lead = 0;    ///< CR, LF and NUL bytes before the text
  std::uint32_t bytes = 0;   ///< lead + text + line end
  std::string_view text;     ///< valid until the next call of the assembler
  capture::Timestamp time;   ///< of the first byte of `text`
  capture::Timestamp last;   ///< of the last segment that added to it
  capture::Origin origin;    ///< of the first byte of `text`
  grammar::RuleId rule = grammar::no_rule;  ///< payload_head: which
};

/// Cuts the bytes of one sender. Where the input is split makes no difference: a unit is complete when the
/// byte that settles it has been seen (the one after CR, since CR CR LF is one line end), or at flush().
class LineAssembler {
 public:
  LineAssembler(std::size_t max_line_bytes, const grammar::Dialect* payload_heads)
      : max_line_bytes_(max_line_bytes), payload_heads_(payload_heads) {}

  /// Takes bytes of `segment` from `position` on, up to the end of one unit; advances `position`.
  /// False when the segment is used up and no unit is complete yet.
  [[nodiscard]] bool next(const capture::Segment& segment, std::size_t& position, Unit& unit);

  /// Gives out what is there, although the byte that would settle it has not come. False when nothing is.
  [[nodiscard]] bool flush(Unit& unit);

  /// The text of a unit that is not complete yet.
  [[nodiscard]] std::string_view pending() const { return at_line_start() ? std::string_view{} : carry_; }
  /// The text is complete, only its line end is not settled (a CR was the last byte).
  [[nodiscard]] bool waits_for_line_feed() const { return state_ == State::line_end; }
  [[nodiscard]] bool at_line_start() const { return state_ == State::between; }
  /// Not a byte is kept from before.
  [[nodiscard]] bool is_fresh() const { return state_ == State::between && lead_ == 0 && !lead_has_nul_; }
  [[nodiscard]] bool in_prompt() const { return state_ == State::prompt; }
  /// Time at which the pending text last grew.
  [[nodiscard]] capture::Timestamp last_time() const { return last_; }

  /// The character that is a prompt when it stands at the start of a line; '\0' for none.
  void expect_prompt(char character) { prompt_ = character; }

 private:
  enum class State : std::uint8_t { between, text, line_end, prompt };

  void begin_text(const capture::Segment& segment, std::size_t position);
  void complete(Unit& unit, Unit::Kind kind, std::string_view text);

  std::size_t max_line_bytes_;
  const grammar::Dialect* payload_heads_;
  State state_ = State::between;
  char prompt_ = '\0';
  bool carry_given_out_ = false;  // the text of the unit given out last lives in carry_
  bool saw_lf_ = false;
  bool lead_has_nul_ = false;
  bool head_begun_ = false;      // the text begins like the head of payload on the same line
  bool quote_possible_ = false;  // the next byte may open the quotes of enclosed payload
  bool has_enclosed_ = false;
  std::uint64_t enclosed_ = 0;  // bytes that are payload inside the line, still to come
  std::string carry_;
  std::uint32_t lead_ = 0, tail_ = 0;
  capture::Timestamp time_, last_;
  capture::Origin origin_;
};

}  // namespace atscope::session

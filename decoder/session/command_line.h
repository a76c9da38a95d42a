// SPDX-License-Identifier: MIT
// The command line of V.250 clause 5: "ATE0V1+CREG=2;+CSQ" is four commands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "decoder/grammar/dialect.h"

namespace atscope::session {

/// One command of a command line. Views into the line.
struct CommandItem {
  grammar::CommandKind kind = grammar::CommandKind::extended;
  grammar::Form form = grammar::Form::exec;
  std::string_view name;       ///< with its tag: "+CREG", "E", "&W", "D", "S" (S-register)
  std::string_view arguments;  ///< after the name: "=2", "?", "=?", "0", "*99#", "3=13"
  std::uint32_t offset = 0;    ///< of `name` in the line
};

/// Walks the commands of one line; allocates nothing.
class CommandLine {
 public:
  /// `line` without S3 and line ends; blanks and NULs before the prefix are skipped.
  explicit CommandLine(std::string_view line);

  /// The line begins with "AT" (in any case) or is "A/".
  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] bool repeat() const { return repeat_; }  ///< "A/"
  /// Next command; false at the end of the line or at text that is no command (`rest()` then holds it).
  [[nodiscard]] bool next(CommandItem& item);
  [[nodiscard]] std::string_view rest() const { return line_.substr(position_); }

 private:
  std::string_view line_;
  std::size_t position_ = 0;
  bool valid_ = false, repeat_ = false;
};

/// Every byte of the line belongs to a command. In a log without direction only such a line is taken for one:
/// "ATTENTION" is a row of letters.
[[nodiscard]] bool is_whole_command(std::string_view text);
/// Without the blanks outside strings, which mean nothing in a command line (V.250 clause 5.2.1).
[[nodiscard]] std::string without_blanks(std::string_view command_line);

}  // namespace atscope::session
